"""What was shown and said beside the words of an entry, as far as others read of it: what was written down, and why
something is blackened. Its bytes are the business of ``enclosures``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet

from sync.hub.text_search import holds
from sync.protocol.report_status import Standing


def written_down(rows: type[Any], typed: str) -> Q:
    """These words stand in what was written down of a spoken message, as a condition on the entries; an empty Q where
    they do in none: each entry would be asked about it."""
    enclosed = rows._meta.get_field("enclosed")
    entry = enclosed.remote_field.name
    lists = enclosed.related_model._default_manager.filter(**{f"{entry}__isnull": False})  # fewer than entries
    found = lists.filter(holds("enclosures__transcript", typed))
    return Q(pk__in=found.values(entry)) if found.exists() else Q()


def reasons_of_blackening(rows: QuerySet[Any]) -> Mapping[str, str]:
    """Record id to why something in a photo of that entry is blackened; only where something is."""
    blackened = rows.filter(enclosed__enclosures__hidden_because__gt="").order_by("enclosed__enclosures__position")
    return dict(blackened.values_list("record_id", "enclosed__enclosures__hidden_because"))


def with_blackened(standing: Standing, because: str) -> Standing:
    """The standing with all that is hidden: words, and in a photo."""
    reasons = dict.fromkeys(filter(None, (standing.hidden, because)))
    return replace(standing, hidden="; ".join(reasons))
