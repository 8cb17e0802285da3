"""What a person has entered for a report in one visit. Holds no rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kiosk.media.state import Enclosures
from kiosk.session.context import NOTHING, Notice
from kiosk.session.personal_details import DetailsAsked
from kiosk.session.session import Sealed, Session

if TYPE_CHECKING:
    from sync.protocol.open_reports import KnownReport


@dataclass(frozen=True)
class Draft:
    """A defect report being written. ``point`` is (longitude, latitude) in degrees; None until a district is known."""

    category: str = ""
    """The id of a category, or of one of its subcategories; empty until the second is answered, if it is asked."""
    district: str = ""
    point: tuple[float, float] | None = None
    description: str = ""
    radius_metres: int = 0
    """Nobody pointed: it is somewhere in this circle around ``point``. 0: the person pointed at it."""
    enclosed: Enclosures = field(default_factory=Enclosures)
    contact: str = ""
    """How the city can ask back, if the person wants that."""
    may_publish: bool | None = None
    """Whether words, photo and what is written down of a voice may become public; None before it was answered."""
    group: str = ""
    """The category that was chosen first."""
    object_number: str = ""
    """What the thing that is meant is numbered with; empty for none."""

    @property
    def begun(self) -> bool:
        """True once the person has said anything for it."""
        return self != Draft()

    @property
    def may_become_public(self) -> bool:
        """True where there is something that could."""
        return bool(self.description.strip() or self.enclosed.photos or self.enclosed.spoken)


@dataclass(frozen=True)
class KnownNear:
    """A report the city knows already, and how far it is from the place, in metres."""

    metres: int
    report: KnownReport


@dataclass
class SupportedState:
    """What one person has said "that is it" to in this visit, by public names."""

    names: set[str] = field(default_factory=set)


@dataclass
class ReportingState:
    """The report of one visit that is not sent yet."""

    draft: Draft = Draft()
    looked_at: tuple[float, float] | None = None
    """What is in the middle of the map, since it was moved."""
    details: DetailsAsked = field(default_factory=DetailsAsked)
    """What was asked about the person's own words."""
    searched: str = ""
    """The word that is searched by."""
    searched_place: str = ""
    """The street or name that is searched by."""
    typed_number: str = ""
    """The number of an object, as far as it is typed."""
    scan_fault: Notice = NOTHING
    """What is wrong with the code that was shown last."""
    known: tuple[KnownNear, ...] = ()
    """What is reported already near the place, as of ``known_as_of``."""
    known_as_of: date | None = None
    known_chosen: str = ""
    """The public name of the one that is looked at."""
    known_picture: bytes = field(default=b"", repr=False)
    """Its picture (JPEG), where there is one."""
    signpost: str = ""
    """The one that is read."""
    sealed: Sealed | None = None
    """The report that was sealed but not stored, until the draft changes."""


def draft_of(session: Session) -> Draft:
    """As far as the report is written."""
    return session.of(ReportingState).draft
