"""Who may do what: by role, and nobody by more than one way."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied

from tauliah.apps.people.permissions import (
    ANYONE,
    BY_ROLE,
    SYSTEM,
    Permission,
    name_of,
    permissions_of,
    require,
    require_own,
)
from tauliah.apps.people.queries import User


def test_nobody_in_particular_may_only_read_verify_probe_enter_and_use_a_secret() -> None:
    assert permissions_of(None) == ANYONE
    by_secret = {permission for permission in ANYONE if permission.endswith("-by-secret")}
    named = {permission.split(":")[0] for permission in ANYONE - by_secret}
    assert named == {"public", "server", "people"}


def test_candidate_and_registrar_share_only_their_own_account(aisyah: User, farid: User) -> None:
    assert permissions_of(aisyah) & permissions_of(farid) == ANYONE | {Permission.ACCOUNT_MANAGE}


def test_an_inactive_account_may_no_more_than_anyone(aisyah: User) -> None:
    aisyah.is_active = False

    assert permissions_of(aisyah) == ANYONE


def test_every_permission_is_somebodys() -> None:
    assert ANYONE.union(*BY_ROLE.values()) == set(Permission)


def test_permissions_are_named_scope_object_act() -> None:
    assert all(len(permission.split(":")) == 3 for permission in Permission)


def test_the_system_may_do_all(aisyah: User) -> None:
    for permission in Permission:
        require(SYSTEM, permission)
        require_own(SYSTEM, permission, person=aisyah)


def test_without_the_permission_an_act_is_denied_by_its_name(aisyah: User) -> None:
    with pytest.raises(PermissionDenied, match="record:credit:grant"):
        require(aisyah, Permission.CREDIT_GRANT)


def test_what_is_ones_own_to_do_is_denied_to_others(aisyah: User, nurul: User) -> None:
    require_own(aisyah, Permission.MATRICULATE, person=aisyah)

    with pytest.raises(PermissionDenied):
        require_own(nurul, Permission.MATRICULATE, person=aisyah)


def test_actors_are_named_by_their_accounts_id(aisyah: User, moment: datetime) -> None:
    assert name_of(aisyah) == str(aisyah.pk)
    assert name_of(SYSTEM) == "system"
