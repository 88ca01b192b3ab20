"""Bookings, attempts and their delivery."""
