"""What a person has entered in one visit to say to the city, and what they look at of others. Holds no rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.media.state import Enclosures
from kiosk.session.personal_details import DetailsAsked
from kiosk.session.session import Sealed, Session

if TYPE_CHECKING:
    from sync.protocol.contributions import ContributionKind, Released


@dataclass(frozen=True)
class ContributionDraft:
    """What is being written. ``kind`` None: nothing is."""

    kind: ContributionKind | None = None
    topic: str = ""
    receiver: str = ""
    district: str = ""
    point: tuple[float, float] | None = None
    """Longitude and latitude in degrees, where the person has pointed at the map."""
    text: str = ""
    enclosed: Enclosures = field(default_factory=Enclosures)
    """What the person has said and shown."""
    is_public: bool | None = None
    """Of a question: whether everybody may read the answer; None as long as nobody has said."""
    project: str = ""
    """The id of the project it belongs to."""
    about: str = ""
    """Of an offer, the public name of the idea it is for."""

    @property
    def begun(self) -> bool:
        """True once the person has written, said or shown something for it."""
        return bool(self.text.strip()) or not self.enclosed.is_empty

    @property
    def says_something(self) -> bool:
        """In writing, or aloud. A photo alone says nothing."""
        return bool(self.text.strip()) or self.enclosed.spoken is not None


@dataclass
class ContributingState:
    """What one visit says that is not sent yet."""

    draft: ContributionDraft = ContributionDraft()
    similar: tuple[Released, ...] = ()
    """What others have said that is like it."""
    looked_at: tuple[float, float] | None = None
    """What is in the middle of the map, since it was moved."""
    sealed: Sealed | None = None
    """What was sealed but not stored, until the draft changes."""
    details: DetailsAsked = field(default_factory=DetailsAsked)
    """What was asked about the words."""
    sent: ContributionDraft = ContributionDraft()
    """What was sent last, without what it says."""


@dataclass
class ReadingState:
    """What others have said, as the station knew it when the person began to read; and what they stand behind."""

    released: tuple[Released, ...] = ()
    name: str = ""
    """What is on the page."""
    project: str = ""
    """Only what belongs to this project is listed; empty: everything."""
    supported: set[str] = field(default_factory=set)
    """What was supported in this visit: each once."""


def draft_of(session: Session) -> ContributionDraft:
    """As far as it is written."""
    return session.of(ContributingState).draft
