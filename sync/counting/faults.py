"""Why a poll is not counted, or a file on its way from one person to the other is not taken."""

from __future__ import annotations

from sync.protocol.reasons import Reason


class CountingFault(Reason):
    """Each is told before anything is opened, kept or published."""

    UNKNOWN = "unknown-poll", "a poll %(poll)s was never published here"
    COUNTED = "counted-already", "the poll %(poll)s is counted already"
    VOID = "void-poll", "the poll %(poll)s was declared void and is not counted"
    OPEN = "poll-open", "the poll %(poll)s is open until %(until)s and can be counted from the day after"
    GRACE = (
        "grace",
        "the poll %(poll)s is closed, but ballots from stations without a network are waited for until %(until)s; it "
        "can be counted from the day after",
    )
    TOO_FEW = (
        "too-few",
        "the poll %(poll)s has %(ballots)s ballots; with fewer than %(smallest)s a result would tell who voted how",
    )
    TOO_FEW_VALID = (
        "too-few-valid",
        "only %(valid)s ballots are valid; with fewer than %(smallest)s no result is told",
    )
    WAITING = (
        "ballots-wait",
        "%(ballots)s ballots have come and are not in the box yet: they enter it tonight, all together",
    )
    NO_FILE = "no-counting-file", "this is no file of the form %(form)s: %(detail)s"
    OTHER_ENVELOPES = "other-envelopes", "these envelopes were mixed from another poll or another box"
    OTHER_BOX = "other-box", "the result was made from another poll or another box"
    NOT_ADDING_UP = "not-adding-up", "the figures of the result do not add up"
    NO_EVENING_RESULT = "no-evening-result", "the station has not sent its result of the poll %(poll)s yet"
    NOT_MIXED = "not-mixed", "nobody has brought the mixed envelopes of the poll %(poll)s yet"
    SAME_PERSON = "same-person", "%(who)s brought the mixed envelopes: a second person does what follows"
    NOT_COUNTED = "not-counted", "the poll %(poll)s is not counted yet: no result is told before"
    NOT_PUBLISHED = "not-published", "the result of the poll %(poll)s is counted, but not published yet"
    PUBLISHED = "published-already", "the result of the poll %(poll)s is published already"
