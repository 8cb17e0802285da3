"""The second step of signing in, of whatever kind: who has one, and who had one and has none now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Count

from sync.hub.accounts import totp, webauthn
from sync.hub.accounts.models import AppCode, SecurityKey
from sync.hub.accounts.roles import Role, role_of
from sync.hub.audit.events import AuditEvent
from sync.hub.audit.selectors import entries_of
from sync.protocol.encoding import parse_json


@dataclass(frozen=True)
class Steps:
    """What one account can show after its password."""

    has_app: bool = False
    keys: int = 0

    @property
    def any(self) -> bool:
        """False when the password alone is enough."""
        return self.has_app or self.keys > 0


def steps_of(user: User) -> Steps:
    """The second steps of one account."""
    return Steps(totp.has_app(user), SecurityKey.objects.filter(user=user).count())


def all_steps() -> Mapping[int, Steps]:
    """Row number of an account to its second steps, for every account that has one."""
    apps = set(AppCode.objects.values_list("user", flat=True))
    keys = dict(SecurityKey.objects.order_by().values_list("user").annotate(Count("id")))
    return {user: Steps(user in apps, keys.get(user, 0)) for user in apps | keys.keys()}


def take_all_away(user: User, *, by: str, now: datetime) -> None:
    """From now on the password alone is enough."""
    totp.take_away(user, by=by, now=now)
    for key in SecurityKey.objects.filter(user=user):
        webauthn.remove_key(key, by=by, now=now)


def laid_bare() -> Mapping[str, datetime]:
    """Administrators whose last second step was taken away, and when. Until they have one again."""
    steps = all_steps()
    bare = [user for user in User.objects.filter(is_active=True) if not steps.get(user.pk, Steps()).any]
    names = {user.username for user in bare if role_of(user) is Role.ADMINISTRATOR}
    removals = entries_of(AuditEvent.SECOND_STEP_REMOVED, AuditEvent.KEY_REMOVED)
    told = {str(parse_json(entry.facts)["name"]): entry.at for entry in removals}
    return {name: told[name] for name in sorted(names & told.keys())}
