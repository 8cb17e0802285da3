"""What a person asks about in one visit, and the answer. Holds no rule."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.session.context import NOTHING, Notice
from kiosk.session.findings import LookupFinding
from sync.protocol.ballot_claims import ClaimStanding
from sync.protocol.records import WordKind


@dataclass
class LookupState:
    """The code to look up."""

    typed_code: str = ""
    """As far as it is typed, without its groups."""
    proof: str = ""
    """What the slip proves the code with, where it was read and not typed."""
    finding: LookupFinding | None = None
    """What was found about it."""
    second_code: str = ""
    """The second code of the report, as far as it is typed."""
    scan_fault: Notice = NOTHING
    """What was wrong with the code that the camera read last."""
    claim: ClaimStanding | None = None
    """What became of it that this ballot is missed; None where nobody said so."""
    kept: WordKind | None = None
    """What was said to the report and is stored; None also where it was that a ballot is missed."""
