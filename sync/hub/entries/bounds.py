"""What every entry that comes has to keep to: texts no longer than their columns, attachments, days there are.

The reasons of a refusal name the member, never its content.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sync.protocol.attachment_messages import is_piece_name
from sync.protocol.errors import Refused
from sync.protocol.reasons import RecordReason

MOST_PIECES = 200


def check_texts(entry: object, most_characters: Mapping[str, int]) -> None:
    """Raises Refused for a text among these members that is longer than said, or that no column keeps."""
    for name, most in most_characters.items():
        if len(getattr(entry, name)) > most:
            raise Refused(RecordReason.MEMBER_TOO_LONG, member=name)
    if any("\x00" in getattr(entry, name) for name in most_characters):
        raise Refused(RecordReason.NO_TEXT)


def check_attachments(attachments: Iterable[Iterable[str]]) -> None:
    """Raises Refused for too many pieces, and for names that are none of pieces."""
    pieces = [name for names in attachments for name in names]
    if len(pieces) > MOST_PIECES or not all(map(is_piece_name, pieces)):
        raise Refused(RecordReason.NO_ATTACHMENTS)


def read_day(text: str) -> date:
    """The day. Raises Refused for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(RecordReason.NO_DAY) from error
