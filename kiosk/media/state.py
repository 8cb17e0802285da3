"""What a person shows and says beside their words. In memory only; holds no rule."""

from __future__ import annotations

from dataclasses import dataclass, field

from hardware.ports import SpokenMessage


@dataclass(frozen=True)
class Enclosures:
    """A photo (JPEG without metadata) and a spoken message. Empty and None: the person has not left one."""

    photo: bytes = field(default=b"", repr=False)
    spoken: SpokenMessage | None = field(default=None, repr=False)

    @property
    def is_empty(self) -> bool:
        """True when there is neither."""
        return self == Enclosures()
