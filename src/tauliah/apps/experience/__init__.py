"""Statements about learning for a record store, by choice: the Experience API (xAPI)."""
