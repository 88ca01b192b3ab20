"""Conferral, credentials, certificates, revocation and verification."""
