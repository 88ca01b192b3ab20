"""Releases of the programme, and what pages show of them."""
