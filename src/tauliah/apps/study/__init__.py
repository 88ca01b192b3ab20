"""Lessons read and practice answered."""
