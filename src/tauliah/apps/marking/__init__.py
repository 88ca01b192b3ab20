"""Responses that people mark, and their marks."""
