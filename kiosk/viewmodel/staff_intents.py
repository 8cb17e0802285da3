"""What attendants can ask for: something taken down for somebody else, and the station itself."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.viewmodel.intents import Intent


class OpenForAnother(Intent):
    """Take something down for somebody else: anew, or what was put aside."""


@dataclass(frozen=True)
class BeginForAnother(Intent):
    """Take down a report, an idea or a question for somebody else; or go on with the draft of this name."""

    draft: str = ""


class PutAside(Intent):
    """Stop for now: what is begun is kept, to be gone on with later."""


class LeavePlaceOpen(Intent):
    """Say later where it is."""


class OpenCare(Intent):
    """The page of the station itself."""


class OpenStationReport(Intent):
    """How the station is, in full."""


class Learn(Intent):
    """Learn how a visit goes: the real pages, and nothing of it is stored."""


class LayReport(Intent):
    """Lay how the station is on the stick, as a PDF."""


class CheckSound(Intent):
    """Hear how loud it is."""


class OpenRestart(Intent):
    """Start the station anew; it is asked once more."""


class Restart(Intent):
    """Start it anew now."""


@dataclass(frozen=True)
class SayChecked(Intent):
    """What is tried out is fine, or not."""

    is_fine: bool


class ProbeTouch(Intent):
    """Touch the four corners, to see where a finger is felt."""


class ProbeDisplay(Intent):
    """See what the display shows, colour by colour."""


@dataclass(frozen=True)
class TouchAt(Intent):
    """A finger is felt so far from what was to be touched, in whole millimetres."""

    right_mm: int
    down_mm: int
