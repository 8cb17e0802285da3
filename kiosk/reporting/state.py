"""What a person has entered for a report in one visit. Holds no rule."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.media.state import Enclosures
from kiosk.session.personal_details import DetailsAsked
from kiosk.session.session import Sealed, Session


@dataclass(frozen=True)
class Draft:
    """A defect report being written. ``point`` is (longitude, latitude) in degrees; None until a district is known."""

    category: str = ""
    district: str = ""
    point: tuple[float, float] | None = None
    description: str = ""
    radius_metres: int = 0
    """Nobody pointed: it is somewhere in this circle around ``point``. 0: the person pointed at it."""
    enclosed: Enclosures = field(default_factory=Enclosures)
    contact: str = ""
    """How the city can ask back, if the person wants that."""
    may_publish: bool | None = None
    """Whether words and photo may become public; None before the person has said it."""

    @property
    def begun(self) -> bool:
        """True once the person has said anything for it."""
        return self != Draft()

    @property
    def may_become_public(self) -> bool:
        """True where there is something that could."""
        return bool(self.description.strip() or self.enclosed.photo)


@dataclass
class ReportingState:
    """The report of one visit that is not sent yet."""

    draft: Draft = Draft()
    looked_at: tuple[float, float] | None = None
    """What is in the middle of the map, since it was moved."""
    details: DetailsAsked = field(default_factory=DetailsAsked)
    """What was asked about the person's own words."""
    sealed: Sealed | None = None
    """The report that was sealed but not stored, until the draft changes."""


def draft_of(session: Session) -> Draft:
    """As far as the report is written."""
    return session.of(ReportingState).draft
