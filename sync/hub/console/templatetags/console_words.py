"""What the hub knows by a word of an enum, as people call it, for templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.paginator import Page
from django.utils.html import format_html

from sync.hub.console.wording.names import is_known, name_of
from sync.hub.console.wording.terms import number_words
from sync.hub.intake.models import IncidentKind
from sync.hub.triage.health import Health
from sync.hub.triage.models import TriageVerdict
from sync.hub.triage.signs import BatchSign, RecordSign
from sync.protocol.records import RecordKind

register = template.Library()


@register.filter
def page_numbers(page: Page[Any]) -> list[str | int]:
    """The numbers of pages that lie near, and of the first and the last one; an ellipsis for those between."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [number if isinstance(number, int) else str(number) for number in numbers]


@register.filter
def record_kind(word: str) -> str:
    """The name of a kind of record; one of a newer version is shown as the code it is."""
    name = name_of(RecordKind, word)
    return name if is_known(RecordKind, word) else format_html('<span class="code">{}</span>', name)


@register.filter
def number_in_groups(number: str) -> str:
    """The number of a report, an idea or a question as its receipt shows it: in groups of four; empty for none."""
    return number_words(number or "")


@register.filter
def record_sign(word: str) -> str:
    """How a record is."""
    return name_of(RecordSign, word)


@register.filter
def batch_sign(word: str) -> str:
    """How a batch is."""
    return name_of(BatchSign, word)


@register.filter
def incident_kind(word: str) -> str:
    """What kind of incident it is."""
    return name_of(IncidentKind, word)


@register.filter
def verdict(word: str) -> str:
    """What somebody decided."""
    return name_of(TriageVerdict, word)


@register.filter
def health(word: str) -> str:
    """How a station is."""
    return name_of(Health, word)
