"""Which keys speak for the hub at this station. Reads only; proves nothing by itself."""

from __future__ import annotations

from sync.protocol.errors import Refused
from sync.protocol.keys import VerifyKey
from sync.station.content_store import ContentSets
from sync.station.state import Identity


class AnswerKeys:
    """The hub's signing keys by id: the one pinned at enrolment, and those of the active content's key list."""

    def __init__(self, identity: Identity, content: ContentSets) -> None:
        self._pinned = VerifyKey.from_jwk(identity.hub)
        self._content = content

    def __call__(self, kid: str) -> VerifyKey | None:
        """None for a key that is not our hub's."""
        if kid == self._pinned.kid:
            return self._pinned
        package = self._content.active()
        try:
            return package.keylist().answer_key(kid) if package else None
        except Refused:
            return None
