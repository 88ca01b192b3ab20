"""The rooms of the house: one Django app per subject, each of the same shape."""
