"""The rules of the dialogue as the hub's content has them: who answers within how many days, how many supports."""

from __future__ import annotations

from django.conf import settings

from sync.protocol.dialogue import FILE, Dialogue
from sync.protocol.encoding import parse_json_object
from sync.protocol.errors import Refused


def read_rules() -> Dialogue | None:
    """None where the content has none, or none that can be read: what people leave is kept all the same."""
    try:
        return Dialogue.from_wire(parse_json_object((settings.HUB_FOLDER.content / FILE).read_bytes()))
    except (OSError, ValueError, Refused):
        return None
