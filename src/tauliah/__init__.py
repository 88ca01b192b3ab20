"""Tauliah: the system with which an awarding body runs its professional designations."""

__version__ = "0.1.0"
