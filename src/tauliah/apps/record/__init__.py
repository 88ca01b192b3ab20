"""The ledger: entries, chains, audits and transcripts."""
