"""What pages may load, as a header of each response."""

from __future__ import annotations

from functools import lru_cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ContentPolicyMiddleware(CSPMiddleware):
    """The policy of the settings, spelled once instead of for each response."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Add the header; a page that asked for a nonce, or has a policy of its own, has it spelled anew."""
        if getattr(request, "_csp_nonce", None) or any(
            name.startswith("_csp_") for name in vars(response)
        ):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _policy())
        return response


@lru_cache(maxsize=1)
def _policy() -> str:
    return build_policy()
