"""Every permission by name, and which role has it."""

from __future__ import annotations

from enum import StrEnum

from django.core.exceptions import PermissionDenied

from tauliah.apps.people.models import Role, RoleAssignment, User
from tauliah.apps.statements import columns


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
    APPLY = "record:application:make-own"
    RETIRE = "record:retirement:make-own"
    STUDY = "study:lesson:read"
    PRACTISE = "study:practice:answer"
    PLAN_STUDY = "study:plan:make-own"
    NOTES_KEEP = "study:note:keep-own"
    CALENDAR_READ = "study:calendar:read-by-secret"
    DIGEST_END = "study:digest:end-by-secret"
    BOOK = "sittings:booking:make-own"
    SIT = "sittings:attempt:sit-own"
    CLASS_BOOK = "classes:booking:make-own"
    ROOM_WATCH = "sittings:room:watch"
    ATTEMPT_HOLD = "sittings:attempt:hold"
    ATTEMPT_VOID = "sittings:attempt:void"
    EMERGENCY_FILE_TAKE = "sittings:emergency-file:take"
    RESPONSE_MARK = "marking:response:mark"
    BANK_READ = "bank:item:list"
    ITEM_TEXT_READ = "bank:text:read"
    ITEM_WRITE = "bank:item:write"
    ITEM_REVIEW_CONTENT = "bank:item:review-content"
    ITEM_REVIEW_LANGUAGE = "bank:item:review-language"
    ITEM_REVIEW_FAIRNESS = "bank:item:review-fairness"
    BANK_MANAGE = "bank:item:manage"
    FORMS_ASSEMBLE = "bank:form:assemble"
    FORMS_APPROVE = "bank:form:approve"
    BLUEPRINT_PROPOSE = "bank:blueprint:propose"
    BLUEPRINT_JUDGE = "bank:blueprint:judge"
    STANDARDS_READ = "standards:study:read"
    STANDARDS_MANAGE = "standards:study:manage"
    STANDARD_RATE = "standards:item:rate"
    STANDARD_ADOPT = "standards:cut:adopt"
    ANALYSIS_READ = "analyses:run:read"
    ANALYSIS_MAKE = "analyses:run:make"
    RESULTS_READ_OWN = "results:result:read-own"
    AWARD_CLAIM = "awards:award:claim-own"
    AWARD_READ_OWN = "awards:award:read-own"
    LISTING_DECIDE_OWN = "awards:listing:decide-own"
    CANDIDATES_READ = "people:candidate:read"
    ACCOMMODATION_GRANT = "people:accommodation:grant"
    RECORDS_READ = "record:entries:read"
    CREDIT_GRANT = "record:credit:grant"
    EXEMPTION_PROPOSE = "record:exemption:propose"
    ENTRY_CORRECT = "record:entry:correct"
    PROPOSAL_DECIDE = "record:proposal:decide"
    EXPERIENCE_RECORD = "record:experience:record"
    EDUCATION_RECORD = "record:education:record"
    ATTENDANCE_RECORD = "record:attendance:record"
    CLASSES_MANAGE = "classes:class:manage"
    RETIREMENT_RECORD = "record:retirement:record"
    MEMBERSHIP_RECORD = "record:membership:record"
    APPLICATION_ANSWER = "record:application:answer"
    AWARD_CONFER = "awards:award:confer"
    AWARD_REVOKE = "awards:award:revoke"
    ERASURE_DECIDE = "privacy:erasure:decide"
    RELEASE_PUBLISH = "catalogue:release:publish"
    TRIAL_ISSUE = "trials:credential:issue"
    TOKENS_MANAGE = "access:token:manage-own"
    SHARE_EXPERIENCE = "experience:sharing:decide-own"


ANYONE = frozenset(
    {
        Permission.PUBLIC_READ,
        Permission.PUBLIC_VERIFY,
        Permission.SERVER_PROBE,
        Permission.ACCOUNT_ENTER,
        Permission.CALENDAR_READ,
        Permission.DIGEST_END,
    }
)
_BANK = frozenset({Permission.ACCOUNT_MANAGE, Permission.BANK_READ, Permission.ITEM_TEXT_READ})
BY_ROLE: dict[str, frozenset[Permission]] = {
    Role.CANDIDATE: frozenset(
        {
            Permission.ACCOUNT_MANAGE,
            Permission.RECORD_READ_OWN,
            Permission.MATRICULATE,
            Permission.ETHICS_ACCEPT,
            Permission.APPLY,
            Permission.RETIRE,
            Permission.STUDY,
            Permission.PRACTISE,
            Permission.PLAN_STUDY,
            Permission.NOTES_KEEP,
            Permission.BOOK,
            Permission.SIT,
            Permission.CLASS_BOOK,
            Permission.RESULTS_READ_OWN,
            Permission.AWARD_CLAIM,
            Permission.AWARD_READ_OWN,
            Permission.LISTING_DECIDE_OWN,
            Permission.SHARE_EXPERIENCE,
        }
    ),
    Role.REGISTRAR: frozenset(
        {
            Permission.ACCOUNT_MANAGE,
            Permission.CANDIDATES_READ,
            Permission.ACCOMMODATION_GRANT,
            Permission.EMERGENCY_FILE_TAKE,
            Permission.RECORDS_READ,
            Permission.CREDIT_GRANT,
            Permission.EXEMPTION_PROPOSE,
            Permission.ENTRY_CORRECT,
            Permission.PROPOSAL_DECIDE,
            Permission.EXPERIENCE_RECORD,
            Permission.EDUCATION_RECORD,
            Permission.ATTENDANCE_RECORD,
            Permission.CLASSES_MANAGE,
            Permission.RETIREMENT_RECORD,
            Permission.MEMBERSHIP_RECORD,
            Permission.APPLICATION_ANSWER,
            Permission.AWARD_CONFER,
            Permission.AWARD_REVOKE,
            Permission.ERASURE_DECIDE,
            Permission.RELEASE_PUBLISH,
            Permission.BLUEPRINT_JUDGE,
            Permission.STANDARDS_READ,
            Permission.STANDARD_ADOPT,
            Permission.TRIAL_ISSUE,
            Permission.TOKENS_MANAGE,
        }
    ),
    Role.MARKER: frozenset({Permission.ACCOUNT_MANAGE, Permission.RESPONSE_MARK}),
    Role.ITEM_AUTHOR: _BANK | {Permission.ITEM_WRITE},
    Role.CONTENT_REVIEWER: _BANK | {Permission.ITEM_REVIEW_CONTENT},
    Role.LANGUAGE_REVIEWER: _BANK | {Permission.ITEM_REVIEW_LANGUAGE},
    Role.FAIRNESS_REVIEWER: _BANK | {Permission.ITEM_REVIEW_FAIRNESS},
    Role.BANK_OFFICER: _BANK
    | {
        Permission.BANK_MANAGE,
        Permission.FORMS_ASSEMBLE,
        Permission.FORMS_APPROVE,
        Permission.BLUEPRINT_PROPOSE,
        Permission.BLUEPRINT_JUDGE,
        Permission.ANALYSIS_READ,
        Permission.ANALYSIS_MAKE,
        Permission.STANDARDS_READ,
        Permission.STANDARDS_MANAGE,
        Permission.STANDARD_ADOPT,
    },
    Role.JUDGE: frozenset({Permission.ACCOUNT_MANAGE, Permission.STANDARD_RATE}),
    Role.INVIGILATOR: frozenset(
        {
            Permission.ACCOUNT_MANAGE,
            Permission.ROOM_WATCH,
            Permission.ATTEMPT_HOLD,
            Permission.ATTEMPT_VOID,
            Permission.EMERGENCY_FILE_TAKE,
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
    if user.permissions is not None:
        return user.permissions
    roles = columns(RoleAssignment, ("role",), where={"user": user.pk})
    held = ANYONE.union(*(BY_ROLE[Role(role)] for (role,) in roles))
    if user.lives_for_a_request:
        user.permissions = held
    return held


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
