"""What the log says of a request: its route, and nothing that a visitor wrote into the address."""

from __future__ import annotations

import logging

UNKNOWN = "an address that is none of this site"


class RouteForPath(logging.Filter):
    """Puts the route in the place of the path, which may name a person, an award or a search."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written: always, with its route."""
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            route = f"/{match.route}" if match else UNKNOWN
            record.args = tuple(route if one == path else one for one in record.args)
        return True
