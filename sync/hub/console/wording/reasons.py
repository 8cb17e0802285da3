"""Reasons in the reader's language: every member of every enum of reasons that a page shows."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sync.hub.courier.faults import FileFault
from sync.hub.stations.services import EnrolmentFault
from sync.protocol.reasons import Reason

_FILES: Mapping[str, str] = {
    FileFault.GAP: gettext_noop(
        "Batches before it are missing. They may lie on another stick; if not, the station lays all of them on "
        "a stick again by itself."
    ),
    FileFault.FORK: gettext_noop(
        "It does not fit to what this station has sent before. It is kept aside until somebody decides."
    ),
    FileFault.BODY: gettext_noop("It was damaged on the stick. The station still has it and lays it on a stick again."),
    FileFault.REVOKED: gettext_noop("The station was revoked. What it brings is kept aside until somebody decides."),
    FileFault.UNFIT: gettext_noop("It is signed by one of our stations, but not a batch as this hub knows them."),
    FileFault.CHANGED: gettext_noop(
        "It was changed or damaged after the station had signed it. Nothing of it was taken; "
        "the station still has the right one and lays it on a stick again."
    ),
    FileFault.FOREIGN: gettext_noop(
        "No station of this hub has signed it. It belongs to another hub; nothing of it was taken."
    ),
    FileFault.NO_BATCH: gettext_noop(
        "It is not a batch, or not all of it is there. If it was one, the station has it."
    ),
    FileFault.TOO_LONG: gettext_noop("It is longer than anything a station writes. It was not read."),
    FileFault.NO_PIECE: gettext_noop(
        "A piece of an attachment was damaged on the stick. The station still has it and lays it on a stick again."
    ),
    FileFault.NO_REQUEST: gettext_noop("It is not a station's wish to be enrolled."),
    FileFault.UNREADABLE: gettext_noop("The stick does not give it: it may be worn out. The station still has it."),
    FileFault.MALFORMED: gettext_noop(
        "It cannot be read at all. If a station has written it, the station still has it."
    ),
}
_ENROLMENTS: Mapping[str, str] = {
    EnrolmentFault.UNKNOWN_CODE: gettext_noop("A station wants to be enrolled with a code that is not known here."),
    EnrolmentFault.WRONG_CODE: gettext_noop(
        "A station wants to be enrolled, but its code does not fit or was tried too often. Make a new one."
    ),
    EnrolmentFault.EXPIRED: gettext_noop(
        "A station wants to be enrolled with a code that has expired. Make a new one."
    ),
    EnrolmentFault.USED: gettext_noop(
        "A station wants to be enrolled with a code another station has used. Make a new one."
    ),
    EnrolmentFault.KEY_TAKEN: gettext_noop("A station wants to be enrolled with a key that another station has."),
    EnrolmentFault.KEY_GIVEN_UP: gettext_noop(
        "A station wants to be enrolled with a key that was given up. It needs a new one."
    ),
}


def not_taken_words(reason: Reason) -> str:
    """Why a file from a stick was not taken in, and what becomes of it."""
    return _({**_FILES, **_ENROLMENTS}[reason])
