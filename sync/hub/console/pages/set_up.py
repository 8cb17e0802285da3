"""What a new hub still lacks before its first day, as a list to be worked off. Reads only; gone once all is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sync.hub.accounts.roles import Role, role_of
from sync.hub.accounts.second_factor import steps_of
from sync.hub.backups.models import BackupSeen
from sync.hub.publishing.counting_keys import are_counting_keys_here
from sync.hub.publishing.selectors import newest_publications, polls_without_keys
from sync.hub.stations.models import Device


@dataclass(frozen=True)
class SetUpStep:
    """One thing to do once. ``url`` is empty for what is done on the hub's machine, and for who may not do it."""

    name: str
    state: str
    """How it stands, as a sentence."""
    advice: str
    """What to do; shown until it is done."""
    url: str
    is_done: bool


def set_up_steps(user: User) -> list[SetUpStep]:
    """Every step in its order, done or not. Empty when nothing is left to do."""
    steps = [*_steps(user)]
    return [] if all(step.is_done for step in steps) else steps


def _steps(user: User) -> Iterator[SetUpStep]:
    yield _second_administrator(user)
    yield _second_step(user)
    yield _counting_keys()
    yield _content()
    yield _station(user)
    yield _backup()
    yield _proxy()


def _second_administrator(user: User) -> SetUpStep:
    accounts = User.objects.filter(is_active=True).prefetch_related("groups")
    number = sum(role_of(account) is Role.ADMINISTRATOR for account in accounts)
    return SetUpStep(
        _("Make a second administrator"),
        ngettext("There is %(number)s administrator.", "There are %(number)s administrators.", number)
        % {"number": number},
        _("So that somebody can help who has lost their password."),
        _for_administrators(user, "accounts"),
        number > 1,
    )


def _second_step(user: User) -> SetUpStep:
    has_one = steps_of(user).any
    return SetUpStep(
        _("Set up your second step"),
        _("You have one.") if has_one else _("You have none yet."),
        _("So that a stolen password is not enough to come in."),
        reverse("console:second"),
        has_one,
    )


def _counting_keys() -> SetUpStep:
    """Done when every poll has its keys, and none that opens ballots lies here without an explicit word."""
    folder, config = settings.HUB_FOLDER, settings.HUB_CONFIG
    lacking, known = polls_without_keys(folder)
    are_open_here = are_counting_keys_here(folder.trustee_keys, may_make=False)
    advice = _(
        "Two people make one key each, on machines of their own: ./mitmach hub trustee-key. Only the public halves "
        "come to this hub."
    )
    if config.counting_keys_here:
        state = _(
            "By its setting counting_keys_here this hub makes and holds them itself: whoever reaches its machine can "
            "read ballots."
        )
    elif are_open_here:
        state = _("Counting keys lie at this hub under no password: whoever reaches its machine can read ballots.")
        advice = _("Each of two people gives one a password (./mitmach hub key-password) and takes the file away.")
    elif lacking:
        number = len(lacking)
        state = ngettext(
            "%(number)s poll waits for its keys: %(polls)s.", "%(number)s polls wait for their keys: %(polls)s.", number
        ) % {"number": number, "polls": ", ".join(lacking)}
    elif known:
        state = _("Every poll has its keys, and they are held elsewhere.")
    else:
        state = _("There is no poll yet.")
    is_done = config.counting_keys_here or bool(known and not lacking and not are_open_here)
    return SetUpStep(_("Counting keys and their trustees"), state, advice, reverse("console:hub"), is_done)


def _content() -> SetUpStep:
    newest = newest_publications().first()
    return SetUpStep(
        _("Publish the first content"),
        _on(newest.published_at, _("Published on %(day)s.")) if newest else _("Nothing has been published yet."),
        _("Polls, categories and map, on the hub's machine: ./mitmach hub publish"),
        reverse("console:polls"),
        newest is not None,
    )


def _station(user: User) -> SetUpStep:
    number = Device.objects.filter(revoked_at=None).count()
    return SetUpStep(
        _("Enrol the first station"),
        ngettext("%(number)s station is enrolled.", "%(number)s stations are enrolled.", number) % {"number": number}
        if number
        else _("No station is enrolled yet."),
        _("Make a code here, and type it in at the station."),
        _for_administrators(user, "enrol"),
        number > 0,
    )


def _backup() -> SetUpStep:
    newest = BackupSeen.objects.order_by("-verified_at").first()
    return SetUpStep(
        _("Make the first backup"),
        _on(newest.verified_at, _("The newest one was proven on %(day)s."))
        if newest
        else _("None has been proven yet."),
        _("Best every night, onto another machine: ./mitmach hub backup DIR"),
        reverse("console:hub"),
        newest is not None,
    )


def _proxy() -> SetUpStep:
    config = settings.HUB_CONFIG
    return SetUpStep(
        _("Put a proxy before the hub"),
        _("The hub answers over HTTPS alone, and believes these proxies: %(proxies)s.")
        % {"proxies": ", ".join(config.trusted_proxies)}
        if config.https
        else _("Passwords and pages cross the network in the clear."),
        _(
            "Let nginx or Caddy end HTTPS (examples: docs/proxy). Then set https and trusted_proxies in hub.toml, "
            "and start the hub again."
        ),
        "",
        config.https,
    )


def _for_administrators(user: User, page: str) -> str:
    return reverse(f"console:{page}") if role_of(user) is Role.ADMINISTRATOR else ""


def _on(moment: object, sentence: str) -> str:
    day = timezone.localtime(moment)  # type: ignore[arg-type]
    return sentence % {"day": formats.date_format(day, "DATE_FORMAT")}
