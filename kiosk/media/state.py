"""What a person shows and says beside their words. In memory only; holds no rule."""

from __future__ import annotations

from dataclasses import dataclass, field

from hardware.ports import SpokenMessage


@dataclass(frozen=True)
class Enclosures:
    """A photo (JPEG without metadata) and a spoken message. Empty and None: the person has not left one.

    ``before``: the photos taken before this one, where there can be several.
    """

    photo: bytes = field(default=b"", repr=False)
    spoken: SpokenMessage | None = field(default=None, repr=False)
    before: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def photos(self) -> tuple[bytes, ...]:
        """All of them, the newest last."""
        return (*self.before, self.photo) if self.photo else self.before

    @property
    def is_empty(self) -> bool:
        """True when there is neither."""
        return self == Enclosures()
