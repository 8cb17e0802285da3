"""What the hub knows by codes, in words, for templates."""

from __future__ import annotations

from django import template
from django.utils.html import format_html

from sync.hub.console.wording.records import KIND_NAMES, kind_name

register = template.Library()


@register.filter
def record_kind(kind: str) -> str:
    """The name of a kind of record; one of a newer version is shown as the code it is."""
    return kind_name(kind) if kind in KIND_NAMES else format_html('<span class="code">{}</span>', kind)
