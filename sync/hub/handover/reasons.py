"""Why a report is not with the receiver, or why nobody knows whether it is."""

from __future__ import annotations

from sync.protocol.reasons import Reason


class HandoverReason(Reason):
    """Of one report, or of the receiver as a whole."""

    ON_ITS_WAY = "on-its-way", "its attachments are still on their way"
    UNWRITTEN = "unwritten", "what was said in it is not written down yet"
    REJECTED = "rejected", "somebody of the office has rejected it"
    MERGED = "merged", "it is the same as another report, and that one goes there"

    NO_CATEGORY = "no-category", "the hand-over knows no category of the receiver for %(category)s"
    CATEGORY_GONE = "category-gone", "the receiver has no category %(code)s any more"
    NOT_HERE = "not-here", "the receiver does not take the category %(code)s at this place"
    OUTSIDE = "outside", "the place is outside the receiver's area"
    INVALID = "invalid", "the receiver does not take it: %(words)s"
    UNCONFIRMED = "unconfirmed", "nobody confirmed it in the mailbox, and the receiver has deleted it"
    DELETED = "deleted", "the receiver does not show it any more"
    WITHDRAWN = "withdrawn", "the person who left it has withdrawn it"

    NO_ANSWER = "no-answer", "it was sent, and no answer came (%(detail)s)"
    SEVERAL = "several", "several reports over there could be it: %(numbers)s"
    CANNOT_LOOK = "cannot-look", "a mail was sent, and nobody can look whether it has arrived (%(detail)s)"

    KEY = "key", "the receiver refuses our key (%(words)s)"
    SILENT = "silent", "the receiver cannot be reached (%(detail)s)"
    TROUBLED = "troubled", "the receiver has trouble of its own (%(detail)s)"
    ADDRESS = "address", "at this address answers something else (%(detail)s)"

    PHOTO_LARGE = "photo-large", "handed over without its photo, which is too large"
    PHOTO_REFUSED = "photo-refused", "handed over without its photo, which the receiver did not take"
