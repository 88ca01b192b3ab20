"""Who is behind a request: the session and the account, read as cheaply as each save needs."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.core.exceptions import ValidationError
from django.utils import timezone

from tauliah.apps.people.models import User
from tauliah.apps.statements import read


class SessionStore(db.SessionStore):
    """Django's sessions in the database, found by a statement that is spelled once."""

    def _get_session_from_db(self) -> Any:
        found = read(self.model, where={"session_key": self.session_key})
        if found and found[0].expire_date > timezone.now():
            return found[0]
        self._session_key = None
        return None


class AccountBackend(AuthenticationBackend):
    """The log-in by e-mail, whose account is found by a statement that is spelled once."""

    def get_user(self, user_id: Any) -> User | None:
        """The account of a session; None where it is gone or may not log in."""
        try:
            found = read(User, where={"pk": User._meta.pk.to_python(user_id)})  # noqa: SLF001
        except ValidationError:
            return None
        return found[0] if found and self.user_can_authenticate(found[0]) else None
