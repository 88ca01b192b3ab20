"""Scoring runs and their results."""
