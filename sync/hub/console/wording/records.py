"""What people call the kinds of records that stations send."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sync.protocol.records import RecordKind

KIND_NAMES: Mapping[str, str] = {
    RecordKind.BALLOT: gettext_noop("ballot"),
    RecordKind.REPORT: gettext_noop("defect report"),
    RecordKind.DAMAGE: gettext_noop("word on a damaged database"),
}


def kind_name(kind: str) -> str:
    """What a kind of record is called; its own word for one that this version does not know."""
    return _(KIND_NAMES[kind]) if kind in KIND_NAMES else kind
