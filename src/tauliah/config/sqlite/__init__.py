"""SQLite as the site uses it: those who write take turns."""
