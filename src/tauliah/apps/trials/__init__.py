"""Credentials on trial: whatever a program asks for, signed with a key that stands for nobody."""
