"""The roles of the console, what each may do, and how far: which account has which, for which districts or stations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, User

from sync.hub.accounts.models import AccountScope, ScopeKind


class Role(StrEnum):
    """What an account is for. The values are the names of groups."""

    ADMINISTRATOR = "administrator"
    """Sees everything and changes what the console can change."""
    EDITOR = "editor"
    """Writes what stations show; somebody else approves it."""
    PUBLISHER = "publisher"
    """Approves what was written, publishes results, and warns everybody."""
    COUNTER = "counter"
    """Holds a counting key: takes the box away and brings back what became of it."""
    REPORT_OFFICER = "report-officer"
    """Works on defect reports, ideas and questions."""
    DISTRICT_COUNCIL = "district-council"
    """Sees results, ideas and questions of its districts, and answers."""
    HOUSE = "house"
    """Sees how its own stations are, writes their dates and news, and the dates of their districts."""
    OUTREACH_LEAD = "outreach-lead"
    """Leads the teams on the road: stations, stocks of participation codes."""
    AUDITOR = "auditor"
    """Sees everything and changes nothing."""


class Right(StrEnum):
    """One thing pages ask for. The values are the names templates know them by."""

    ENTER = "enter"
    """The first page, with what needs this account."""
    SEE_HUB = "see_hub"
    """The exchange with stations as a whole, the state of the hub, the audit log."""
    RUN_HUB = "run_hub"
    """Enrol and revoke, decide what is let in, make and close accounts."""
    SEE_STATIONS = "see_stations"
    SEE_REPORTS = "see_reports"
    ANSWER_REPORTS = "answer_reports"
    SEE_CONTRIBUTIONS = "see_contributions"
    ANSWER_CONTRIBUTIONS = "answer_contributions"
    REVIEW_CONTRIBUTIONS = "review_contributions"
    """Say what of it everybody may read."""
    SEE_POLLS = "see_polls"
    SEE_DRAFTS = "see_drafts"
    WRITE_DRAFTS = "write_drafts"
    APPROVE_DRAFTS = "approve_drafts"
    SEE_CONTENT = "see_content"
    WRITE_CONTENT = "write_content"
    """Write what is no poll; a house the dates of its own stations and districts alone."""
    WARN = "warn"
    """Issue an emergency notice at all stations, and take it back."""
    COUNT_POLLS = "count_polls"
    PUBLISH_RESULTS = "publish_results"
    SEE_CODES = "see_codes"
    HANDLE_CODES = "handle_codes"
    """Make participation codes, hand them out, void them."""
    SEE_FIGURES = "see_figures"
    SEE_CLOSURES = "see_closures"
    """What teams on the road counted at the end of their days."""
    SEE_SHIFTS = "see_shifts"
    PLAN_SHIFTS = "plan_shifts"
    """Plan shifts of attendants, be told their PINs, withdraw them."""


_LOOKING = frozenset(
    {
        Right.ENTER, Right.SEE_HUB, Right.SEE_STATIONS, Right.SEE_REPORTS, Right.SEE_CONTRIBUTIONS, Right.SEE_POLLS,
        Right.SEE_DRAFTS, Right.SEE_CONTENT, Right.SEE_CODES, Right.SEE_FIGURES, Right.SEE_CLOSURES,
        Right.SEE_SHIFTS,
    }
)  # fmt: skip

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(Right),
    Role.EDITOR: frozenset(
        {
            Right.ENTER, Right.SEE_POLLS, Right.SEE_DRAFTS, Right.WRITE_DRAFTS, Right.SEE_CONTENT,
            Right.WRITE_CONTENT, Right.SEE_FIGURES,
        }
    ),
    Role.PUBLISHER: frozenset(
        {
            Right.ENTER, Right.SEE_POLLS, Right.SEE_DRAFTS, Right.SEE_CONTENT, Right.APPROVE_DRAFTS,
            Right.PUBLISH_RESULTS,
            Right.SEE_FIGURES, Right.WARN,
        }
    ),
    Role.COUNTER: frozenset({Right.ENTER, Right.SEE_POLLS, Right.COUNT_POLLS}),
    Role.REPORT_OFFICER: frozenset(
        {
            Right.ENTER, Right.SEE_REPORTS, Right.ANSWER_REPORTS, Right.SEE_CONTRIBUTIONS,
            Right.ANSWER_CONTRIBUTIONS, Right.REVIEW_CONTRIBUTIONS, Right.SEE_FIGURES,
        }
    ),
    Role.DISTRICT_COUNCIL: frozenset(
        {
            Right.ENTER, Right.SEE_POLLS, Right.SEE_CONTRIBUTIONS, Right.ANSWER_CONTRIBUTIONS, Right.SEE_FIGURES,
        }
    ),
    Role.HOUSE: frozenset({Right.ENTER, Right.SEE_STATIONS, Right.SEE_CONTENT, Right.WRITE_CONTENT}),
    Role.OUTREACH_LEAD: frozenset(
        {
            Right.ENTER, Right.SEE_STATIONS, Right.SEE_POLLS, Right.SEE_CODES, Right.HANDLE_CODES, Right.SEE_FIGURES,
            Right.SEE_CLOSURES, Right.SEE_SHIFTS, Right.PLAN_SHIFTS,
        }
    ),
    Role.AUDITOR: _LOOKING,
}  # fmt: skip
"""What each role may do. Beyond this table nobody may do anything at the console."""

SCOPED: Mapping[Role, ScopeKind] = {
    Role.DISTRICT_COUNCIL: ScopeKind.DISTRICT,
    Role.HOUSE: ScopeKind.STATION,
}
"""Roles that reach only as far as their account says. One that says nothing reaches nothing."""


@dataclass(frozen=True)
class Scope:
    """How far an account reaches. None: everywhere."""

    districts: frozenset[str] | None = None
    stations: frozenset[str] | None = None
    """Device ids."""

    def has_district(self, district: str) -> bool:
        """True where what belongs to this district is for the account."""
        return self.districts is None or district in self.districts

    def has_any_of(self, districts: Iterable[str]) -> bool:
        """The same for what belongs to several; what belongs to none is for the whole city, and so for everybody."""
        listed = set(districts)
        return self.districts is None or not listed or not self.districts.isdisjoint(listed)

    def has_station(self, device: str) -> bool:
        """True where this station is for the account."""
        return self.stations is None or device in self.stations


def role_of(user: AbstractBaseUser | AnonymousUser) -> Role | None:
    """The role of an account; None for an account without one, which sees nothing.

    Django's own mark of a superuser is none: it can be set past the audit log.
    """
    if not isinstance(user, User) or not user.is_active:
        return None
    names = {group.name for group in user.groups.all()}  # a list of accounts fetches them beforehand
    return next((role for role in Role if role.value in names), None)


def rights_of(user: AbstractBaseUser | AnonymousUser) -> frozenset[Right]:
    """Everything the account may do."""
    role = role_of(user)
    return RIGHTS[role] if role else frozenset()


def may(user: AbstractBaseUser | AnonymousUser, right: Right) -> bool:
    """Whether the account may do this."""
    return right in rights_of(user)


def scope_of(user: AbstractBaseUser | AnonymousUser) -> Scope:
    """How far the account reaches."""
    role = role_of(user)
    if role is None:
        return Scope(frozenset(), frozenset())
    kind = SCOPED.get(role)
    if kind is None:
        return Scope()
    values = frozenset(values_of(user, kind))
    return Scope(districts=values) if kind is ScopeKind.DISTRICT else Scope(stations=values)


def values_of(user: AbstractBaseUser | AnonymousUser, kind: ScopeKind) -> list[str]:
    """Districts or device ids the account was given, sorted, whether its role asks for them or not."""
    return sorted(AccountScope.objects.filter(user=user.pk, kind=kind).values_list("value", flat=True))


def give_role(user: User, role: Role, reach: Iterable[str] = ()) -> list[str]:
    """This role and no other, for these districts or stations and no others. Returns what is kept of ``reach``."""
    user.groups.set([Group.objects.get_or_create(name=role.value)[0]])
    AccountScope.objects.filter(user=user).delete()
    kind = SCOPED.get(role)
    if kind is None:
        return []
    kept = sorted(set(reach))
    AccountScope.objects.bulk_create(AccountScope(user=user, kind=kind, value=value) for value in kept)
    return kept
