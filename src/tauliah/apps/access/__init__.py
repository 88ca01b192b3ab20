"""Tokens by which programs act in somebody's name."""
