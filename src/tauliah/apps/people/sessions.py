"""Who is behind a request: the session and the account, read as cheaply as each save needs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.core.exceptions import ValidationError
from django.utils import timezone

from tauliah.apps.people.models import User
from tauliah.apps.statements import columns, read

_READ = ("session_data", "expire_date")


class SessionStore(db.SessionStore):
    """Django's sessions in the database, found by a statement that is spelled once."""

    def _get_session_from_db(self) -> Any:
        found = columns(self.model, _READ, where={"session_key": self.session_key})
        if found and found[0][1] > timezone.now():
            return SimpleNamespace(session_data=found[0][0])
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
        if not found or not self.user_can_authenticate(found[0]):
            return None
        found[0].lives_for_a_request = True
        return found[0]
