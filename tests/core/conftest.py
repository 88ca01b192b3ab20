"""How the laws of the core are tried."""

from __future__ import annotations

from hypothesis import settings

# No deadline: on a busy machine time says nothing about a law.
settings.register_profile("core", deadline=None)
settings.load_profile("core")
