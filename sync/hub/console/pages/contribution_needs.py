"""What needs a person about ideas and questions: looks that are late, answers that are overdue, enough supports."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sync.hub.console.pages.need import Need
from sync.hub.contributions.selectors import ContributionQuery, find_contributions
from sync.hub.entries.search import Late
from sync.protocol.contributions import ContributionState


def contribution_needs(districts: Collection[str] | None = None) -> list[Need]:
    """Every open problem about them; of these districts, for their council, without looks, which it does not take."""
    looks = _reviews() if districts is None else []
    return [*looks, *_overdue(districts), *_before_council(districts)]


def _reviews() -> list[Need]:
    count = _count(ContributionQuery(late=Late.REVIEW), None)
    title = ngettext("%(n)s contribution was not looked at in time",
                     "%(n)s contributions were not looked at in time", count) % {"n": count}  # fmt: skip
    advice = _("Somebody should look at each within three days; until then nobody else sees it.")
    return _needs(count, title, advice, "late=review&order=oldest")


def _overdue(districts: Collection[str] | None) -> list[Need]:
    count = _count(ContributionQuery(late=Late.DUE), districts)
    title = ngettext("%(n)s promised answer is overdue", "%(n)s promised answers are overdue", count) % {"n": count}
    advice = _("Stations say so to whoever asks. Answer, or promise another day.")
    return _needs(count, title, advice, "late=due&order=due")


def _before_council(districts: Collection[str] | None) -> list[Need]:
    count = _count(ContributionQuery(state=ContributionState.BEFORE_COUNCIL), districts)
    title = ngettext("%(n)s idea has enough supports", "%(n)s ideas have enough supports", count) % {"n": count}
    advice = _("Bring it before the district council, then say what was decided and why.")
    return _needs(count, title, advice, f"state={ContributionState.BEFORE_COUNCIL.value}&order=supports")


def _needs(count: int, title: str, advice: str, query: str) -> list[Need]:
    if not count:
        return []
    return [Need(title, advice, f"{reverse('console:contributions')}?{query}", _("Open the contributions"))]


def _count(query: ContributionQuery, districts: Collection[str] | None) -> int:
    found = find_contributions(query, now=timezone.now(), today=timezone.localdate())
    return (found if districts is None else found.filter(district__in=districts)).count()
