"""What the next release changes."""
