"""What needs a person about reach: visits in a language, or with an aid, that are finished less often."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import Right
from sync.hub.console.pages.need import Need
from sync.hub.console.queries import district_names
from sync.hub.console.wording.indicators import month_words, row_words
from sync.hub.indicators.selectors import told_months
from sync.hub.reach.warnings import finishing_less


def reach_needs(rights: Collection[Right]) -> list[Need]:
    """One for the newest month that was told, for those who send stations out; none while nothing is worse."""
    if Right.HANDLE_CODES not in rights:
        return []
    names = district_names()
    return [
        Need(
            _("Visits are finished less often: %(names)s")
            % {"names": ", ".join(row_words(one.indicator, one.row, districts=names) for one in found)},
            _("That was so in %(month)s. Try it yourself at a station: something is in the way there.")
            % {"month": month_words(month.month)},
            reverse("console:reach"),
            _("See the figures"),
        )
        for month in told_months(1)
        if (found := finishing_less(month))
    ]
