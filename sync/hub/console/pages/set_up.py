"""What a new hub still lacks before its first day, as a list to be worked off. Reads only; gone once all is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Role, role_of
from sync.hub.accounts.second_factor import steps_of
from sync.hub.backups.models import BackupSeen
from sync.hub.publishing.selectors import newest_publications
from sync.hub.stations.models import Device


@dataclass(frozen=True)
class SetUpStep:
    """One thing to do once. ``url`` is empty for what is done on the hub's machine."""

    name: str
    advice: str
    url: str
    is_done: bool


def set_up_steps(user: User) -> list[SetUpStep]:
    """Every step in its order, done or not. Empty when nothing is left to do."""
    accounts = User.objects.filter(is_active=True).prefetch_related("groups")
    administrators = sum(role_of(account) is Role.ADMINISTRATOR for account in accounts)
    steps = [
        SetUpStep(
            _("Publish the first content"),
            _(
                "Polls, categories and map, on the hub's machine: ./mitmach hub publish. If two people hold the "
                "counting keys of a poll, their keys come first: ./mitmach hub trustee-key"
            ),
            "",
            newest_publications().exists(),
        ),
        SetUpStep(
            _("Enrol the first station"),
            _("Make a code here, and type it in at the station."),
            reverse("console:enrol"),
            Device.objects.exists(),
        ),
        SetUpStep(
            _("Make the first backup"),
            _("Best every night, onto another machine: ./mitmach hub backup DIR"),
            reverse("console:hub"),
            BackupSeen.objects.exists(),
        ),
        SetUpStep(
            _("Make a second administrator"),
            _("So that somebody can help who has lost their password."),
            reverse("console:accounts"),
            administrators > 1,
        ),
        SetUpStep(
            _("Set up your second step"),
            _("So that a stolen password is not enough to come in."),
            reverse("console:second"),
            steps_of(user).any,
        ),
    ]
    return [] if all(step.is_done for step in steps) else steps
