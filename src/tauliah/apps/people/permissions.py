"""Every permission by name, and which role has it."""

from __future__ import annotations

from enum import StrEnum

from django.core.exceptions import PermissionDenied

from tauliah.apps.people.models import Role, User


class Permission(StrEnum):
    """What may be done, as scope:object:act."""

    PUBLIC_READ = "public:page:read"
    PUBLIC_VERIFY = "public:credential:verify"
    SERVER_PROBE = "server:health:read"
    ACCOUNT_ENTER = "people:account:enter"
    ACCOUNT_MANAGE = "people:account:manage-own"
    RECORD_READ_OWN = "record:entries:read-own"
    MATRICULATE = "record:matriculation:make-own"
    ETHICS_ACCEPT = "record:ethics:accept-own"
    STUDY = "study:lesson:read"
    PRACTISE = "study:practice:answer"
    BOOK = "sittings:booking:make-own"
    SIT = "sittings:attempt:sit-own"
    RESULTS_READ_OWN = "results:result:read-own"
    AWARD_CLAIM = "awards:award:claim-own"
    AWARD_READ_OWN = "awards:award:read-own"
    CANDIDATES_READ = "people:candidate:read"
    RECORDS_READ = "record:entries:read"
    CREDIT_GRANT = "record:credit:grant"
    AWARD_REVOKE = "awards:award:revoke"
    RELEASE_PUBLISH = "catalogue:release:publish"


ANYONE = frozenset(
    {
        Permission.PUBLIC_READ,
        Permission.PUBLIC_VERIFY,
        Permission.SERVER_PROBE,
        Permission.ACCOUNT_ENTER,
    }
)
BY_ROLE: dict[str, frozenset[Permission]] = {
    Role.CANDIDATE: frozenset(
        {
            Permission.ACCOUNT_MANAGE,
            Permission.RECORD_READ_OWN,
            Permission.MATRICULATE,
            Permission.ETHICS_ACCEPT,
            Permission.STUDY,
            Permission.PRACTISE,
            Permission.BOOK,
            Permission.SIT,
            Permission.RESULTS_READ_OWN,
            Permission.AWARD_CLAIM,
            Permission.AWARD_READ_OWN,
        }
    ),
    Role.REGISTRAR: frozenset(
        {
            Permission.ACCOUNT_MANAGE,
            Permission.CANDIDATES_READ,
            Permission.RECORDS_READ,
            Permission.CREDIT_GRANT,
            Permission.AWARD_REVOKE,
            Permission.RELEASE_PUBLISH,
        }
    ),
}


class System:
    """The installation itself acting, from the command line."""

    name = "system"


SYSTEM = System()
Actor = User | System


def permissions_of(user: User | None) -> frozenset[Permission]:
    """All permissions of an account; those of anyone for None or an inactive one."""
    if user is None or not user.is_active:
        return ANYONE
    roles = (assignment.role for assignment in user.roles.all())
    return ANYONE.union(*(BY_ROLE[role] for role in roles))


def require(actor: Actor, permission: Permission) -> None:
    """Raises PermissionDenied unless the actor has the permission; the system has each."""
    if isinstance(actor, System):
        return
    if permission not in permissions_of(actor):
        raise PermissionDenied(permission.value)


def require_own(actor: Actor, permission: Permission, *, person: User) -> None:
    """Raises PermissionDenied unless the actor has the permission and acts for themselves."""
    require(actor, permission)
    if isinstance(actor, User) and actor.pk != person.pk:
        raise PermissionDenied(permission.value)


def name_of(actor: Actor) -> str:
    """How the actor is named in records: its account's id, or `system`."""
    return actor.name if isinstance(actor, System) else str(actor.pk)
