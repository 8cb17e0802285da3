"""Why something cannot be done with a draft, or not be seen of it, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from sync.hub.drafts.calendar_fetch import CalendarFault
from sync.hub.drafts.pictures import PictureFault
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
    DraftFault.NO_DAY: gettext_noop("This is no day. Nothing was approved."),
    DraftFault.DAY_OVER: gettext_noop("This day is over. Leave it empty for at once, or choose one to come."),
    DraftFault.NOT_KEPT: gettext_noop(
        "This holds a character or a number that cannot be kept, or lists that lie too deep. Nothing was changed."
    ),
    DraftFault.NOTHING_BEFORE: gettext_noop("Stations have not shown anything else before."),
    DraftFault.OUT_OF_REACH: gettext_noop(
        "A house writes dates for its own stations or districts alone: please choose among these."
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

CALENDARS: Mapping[Reason, str] = {
    CalendarFault.NO_ADDRESS: gettext_noop(
        "This is no address of a calendar. It looks like https://www.example.org/calendar.ics and holds no password."
    ),
    CalendarFault.NOT_SECURE: gettext_noop("The address has to begin with https:// (or webcal://)."),
    CalendarFault.OWN_NETWORK: gettext_noop(
        "“%(host)s” is in a network of its own, which this hub does not ask. Whoever runs the hub can allow it "
        "(calendar_hosts in hub.toml)."
    ),
    CalendarFault.UNREACHED: gettext_noop("“%(host)s” could not be reached. Is the address still right?"),
    CalendarFault.UNPROVEN: gettext_noop(
        "“%(host)s” could not prove who it is (its certificate). Nothing was taken from there."
    ),
    CalendarFault.TOO_SLOW: gettext_noop("“%(host)s” did not answer in time."),
    CalendarFault.NOT_GIVEN: gettext_noop(
        "“%(host)s” does not give the calendar (HTTP %(status)s). Is the address still right, and is the calendar "
        "public?"
    ),
    CalendarFault.TOO_MANY_HOPS: gettext_noop("“%(host)s” sends from one address to the next."),
    CalendarFault.TOO_LARGE: gettext_noop("The calendar is too large: at most 2 MB and 2,000 entries."),
    CalendarFault.NO_CALENDAR: gettext_noop("What is there is no calendar that can be read (iCal)."),
    CalendarFault.NOT_FIT: gettext_noop("There is too much in the calendar for the dates of one house."),
}

PICTURES: Mapping[Reason, str] = {
    PictureFault.NO_NAME: gettext_noop("Please give the picture a short name: letters, digits and hyphens."),
    PictureFault.THERE: gettext_noop("There is a picture of this name already (%(name)s). Nothing was changed."),
    PictureFault.FULL: gettext_noop(
        "There are %(most)s pictures already, and stations fetch each of them. Please take away some that are named "
        "nowhere."
    ),
    PictureFault.USED: gettext_noop("%(name)s is named in %(where)s. It stays."),
    PictureFault.GONE: gettext_noop("The picture is not there any more."),
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
