"""The bar of thirty days in words, for everybody who cannot or need not see the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils import timezone
from django.utils.translation import ngettext

from sync.hub.console.pages.station_rows import DayCell

register = template.Library()


@register.filter
def ago(moment: datetime | None) -> str:
    """How long ago, in words that fit the language; empty for never."""
    if moment is None:
        return ""
    days = (timezone.now() - moment).days
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days} if days else str(naturaltime(moment))


@register.filter
def days_in_words(bar: Sequence[DayCell]) -> str:
    """On how many of the last days data came, and on how many something was set aside."""
    came = sum(1 for cell in bar if cell.stored)
    aside = sum(1 for cell in bar if cell.aside)
    words = ngettext("data on %(n)s of %(all)s days", "data on %(n)s of %(all)s days", came) % {
        "n": came,
        "all": len(bar),
    }
    if not aside:
        return words
    return words + "; " + ngettext("set aside on %(n)s day", "set aside on %(n)s days", aside) % {"n": aside}
