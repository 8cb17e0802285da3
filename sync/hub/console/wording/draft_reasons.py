"""Why something cannot be done with a draft, or not be seen of it, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from sync.hub.drafts.steps import DraftFault
from sync.hub.previews.painting import PaintingFault
from sync.protocol.reasons import Reason

DRAFTS: Mapping[Reason, str] = {
    DraftFault.NO_ID: gettext_noop(
        "“%(poll)s” cannot be the short name of a poll: small letters a to z, digits and single hyphens, please."
    ),
    DraftFault.NO_NAME: gettext_noop(
        "“%(name)s” cannot be a short name: small letters a to z, digits and single hyphens, please."
    ),
    DraftFault.NO_CONTENT_KIND: gettext_noop("There is no kind of content “%(kind)s”."),
    DraftFault.CONTENT_THERE: gettext_noop("There is something with this short name already (%(path)s)."),
    DraftFault.NOTHING_THERE: gettext_noop("There is no %(path)s in the content that can be read."),
    DraftFault.NO_SUCH_CHANGE: gettext_noop("There is no change number %(number)s."),
    DraftFault.NO_JSON: gettext_noop("This is no file of this kind, or it is damaged. Nothing was changed."),
    DraftFault.NOTHING_BEFORE: gettext_noop("Stations have not shown anything else before."),
    DraftFault.OUT_OF_REACH: gettext_noop(
        "A house writes dates for its own districts alone: please choose among these."
    ),
    DraftFault.OTHER_FILE: gettext_noop("This file belongs to something else: it says that it is %(path)s."),
    DraftFault.NO_KIND: gettext_noop("There is no kind of poll “%(kind)s”."),
    DraftFault.POLL_THERE: gettext_noop("There is a poll with the short name “%(poll)s” already. Take another one."),
    DraftFault.NO_SUCH_POLL: gettext_noop("There is no published poll “%(poll)s”."),
    DraftFault.TOO_LONG: gettext_noop("This is too long. Nothing was kept."),
    DraftFault.INCOMPLETE: gettext_noop("Something is still missing or wrong. The list below says what."),
    DraftFault.OTHER_STEP: gettext_noop("It is at another step by now. Look at it again."),
    DraftFault.FOUR_EYES: gettext_noop(
        "You have written in this poll yourself. It decides something or takes participation codes, so somebody else "
        "has to approve it."
    ),
    DraftFault.STAYS: gettext_noop("This was published. It cannot be thrown away."),
}

PAINTING: Mapping[Reason, str] = {
    PaintingFault.BUSY: gettext_noop("Too much is being painted just now. Try again in a minute."),
    PaintingFault.UNFINISHED: gettext_noop(
        "No station could show this yet: something is missing that it cannot do without. The page of the draft says "
        "what."
    ),
    PaintingFault.BROKEN: gettext_noop(
        "The page could not be painted. That is a fault of this program, and no fault of what was written."
    ),
}
