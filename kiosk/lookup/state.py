"""What a person asks about in one visit, and the answer. Holds no rule."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.session.findings import LookupFinding
from sync.protocol.records import WordKind


@dataclass
class LookupState:
    """The code to look up."""

    typed_code: str = ""
    """As far as it is typed, without its groups."""
    finding: LookupFinding | None = None
    """What was found about it."""
    second_code: str = ""
    """The second code of the report, as far as it is typed."""
    kept: WordKind | None = None
    """What was said to the report and is stored."""
