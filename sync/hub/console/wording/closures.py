"""The words for what a closed day counts."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop, ngettext

from sync.protocol.day_closure import Balance

_SUMS = {
    "codes_issued": gettext_noop("Cards taken along"),
    "codes_used": gettext_noop("Cards used"),
    "codes_spoiled": gettext_noop("Cards spoiled"),
    "codes_returned": gettext_noop("Cards left over"),
    "ballots_opened": gettext_noop("Ballots opened"),
    "ballots_cast": gettext_noop("Ballots cast"),
    "ballots_left": gettext_noop("Ballots not cast"),
    "visits_begun": gettext_noop("Visits begun"),
    "visits_finished": gettext_noop("Visits finished"),
    "visits_abandoned": gettext_noop("Visits left before the end"),
}
_BALANCES = {
    Balance.CODES: gettext_noop("Cards with codes"),
    Balance.BALLOTS: gettext_noop("Ballots"),
    Balance.VISITS: gettext_noop("Visits"),
}


def sum_title(name: str) -> str:
    """What one number is called."""
    return gettext(_SUMS[name])


def balance_title(balance: Balance) -> str:
    """What has to come out even."""
    return gettext(_BALANCES[balance])


def gap_words(missing: int) -> str:
    """How far the numbers are apart; below 0: too many."""
    if missing > 0:
        return ngettext("%(number)s is missing", "%(number)s are missing", missing) % {"number": missing}
    if missing < 0:
        return ngettext("%(number)s too many", "%(number)s too many", -missing) % {"number": -missing}
    return gettext("adds up")
