"""Accounts, roles, languages and the audit trail."""
