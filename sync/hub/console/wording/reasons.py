"""Reasons in the reader's language: every member of every enum of reasons that a page shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sync.counting.faults import CountingFault
from sync.hub.console.wording.draft_reasons import CALENDARS, DRAFTS, PAINTING, PICTURES
from sync.hub.console.wording.poll_parts import part_words
from sync.hub.content.shifts import ShiftFault
from sync.hub.courier.faults import FileFault
from sync.hub.drafts.calendar_fetch import CalendarFault
from sync.hub.drafts.pictures import PictureFault
from sync.hub.drafts.steps import DraftFault
from sync.hub.entries.merging import MergeFault
from sync.hub.handover.reasons import HandoverReason
from sync.hub.notices.services import NoticeFault
from sync.hub.paper.faults import PaperFault
from sync.hub.polls.code_batches import BatchFault
from sync.hub.polls.services import PollFault
from sync.hub.previews.painting import PaintingFault
from sync.hub.stations.services import EnrolmentFault
from sync.hub.text_blocks.services import TextBlockFault
from sync.hub.triage.services import DecisionFault
from sync.protocol.encoding import parse_json
from sync.protocol.errors import Refused
from sync.protocol.reasons import BatchReason, Fact, Reason, RecordReason

Words = Mapping[Reason, str]

_RECORDS: Words = {
    RecordReason.SEAL: gettext_noop("It cannot be opened: it was damaged, or sealed for another hub."),
    RecordReason.OTHER_KEY: gettext_noop("It is sealed to another key than it says."),
    RecordReason.TOO_LONG: gettext_noop("It is longer than anything a station writes."),
    RecordReason.NO_OBJECT: gettext_noop("Opened, it cannot be read: a station did not write it like this."),
    RecordReason.NO_REPORT: gettext_noop(
        "It is not a defect report as this hub knows them. The station's software may be newer than the hub's."
    ),
    RecordReason.MEMBER_TOO_LONG: gettext_noop(
        "A part of the defect report is longer than any station takes (%(member)s)."
    ),
    RecordReason.NO_TEXT: gettext_noop("The defect report holds a character that no text has."),
    RecordReason.NO_ATTACHMENTS: gettext_noop("The list of attachments of the defect report is not one of a station."),
    RecordReason.NO_PLACE: gettext_noop("The place of the defect report is not on Earth."),
    RecordReason.NO_DAY: gettext_noop("The day of the defect report is not in the calendar."),
    RecordReason.NO_DAMAGE: gettext_noop("It is not a word on a damaged database as this hub knows them."),
    RecordReason.NO_VOID_CODE: gettext_noop("It is not a void card as this hub knows them."),
    RecordReason.NO_EVENING: gettext_noop("It is not a poll for an evening as it was published here."),
    RecordReason.NO_CLOSURE: gettext_noop("It is not a closed day as this hub knows them."),
    RecordReason.DAMAGE_BOUNDS: gettext_noop("The word on a damaged database names figures that cannot be."),
    RecordReason.NO_CLAIM: gettext_noop(
        "It is not a word on a missing ballot as this hub knows them. The station's software may be newer than the "
        "hub's."
    ),
    RecordReason.NO_SLIP_KEY: gettext_noop("It is not a key for slips as this hub knows them."),
    RecordReason.SLIP_KEY_ELSEWHERE: gettext_noop("It tells of a key for slips that belongs to another station."),
    RecordReason.NO_WORD: gettext_noop(
        "It is not a word on a report as this hub knows them. The station's software may be newer than the hub's."
    ),
    RecordReason.NO_REPORT_YET: gettext_noop("The report it speaks of is not here."),
    RecordReason.NO_CONTRIBUTION: gettext_noop(
        "It is not an idea, a question or an offer as this hub knows them. "
        "The station's software may be newer than the hub's."
    ),
    RecordReason.NO_SUPPORT: gettext_noop("It is not a support as this hub knows them."),
    RecordReason.NOT_SUPPORTABLE: gettext_noop("The idea it supports is not here."),
    RecordReason.NO_VISITS: gettext_noop("It is not a count of visits as this hub knows them."),
    RecordReason.NO_ANSWER: gettext_noop("It is not an answer to a question as this hub knows them."),
    RecordReason.NO_QUESTION: gettext_noop("The question of this answer was never published here in these words."),
    RecordReason.ANSWER_NOT_ALLOWED: gettext_noop("The question does not allow this answer."),
    RecordReason.NO_BALLOT: gettext_noop(
        "It is not a ballot as this hub knows them. The station's software may be newer than the hub's."
    ),
    RecordReason.NO_MARK: gettext_noop("The ballot names a participation code in a form that none has."),
    RecordReason.NO_POLL: gettext_noop("The poll of this ballot was never published here."),
    RecordReason.NO_ENVELOPE: gettext_noop("The ballot is too short or too long for its sealed envelope."),
    RecordReason.CODE_MISSING: gettext_noop(
        "The poll takes participation codes, and this ballot was cast without one."
    ),
    RecordReason.CODE_UNASKED: gettext_noop(
        "The poll takes no participation codes, and this ballot was cast with one."
    ),
    RecordReason.CODE_UNKNOWN: gettext_noop("The participation code of this ballot does not exist in its poll."),
    RecordReason.REPEATED: gettext_noop(
        "The same ballot came before, with another participation code or for another poll."
    ),
    RecordReason.CLOCK: gettext_noop(
        "It came while the clock of this hub was wrong, and would be too late by that clock. If you let it in, it "
        "counts as come in time."
    ),
    RecordReason.DOUBLED: gettext_noop("Another record with the same id, but with other content, was here first."),
    RecordReason.GONE: gettext_noop("The batch it came in does not hold it any more."),
    RecordReason.ENDED: gettext_noop(
        "The worker of the hub ended each time it opened this record. Keep it, and tell who develops the hub."
    ),
    RecordReason.UNKNOWN_KEY: gettext_noop(
        "The key it is sealed to is not at this hub. It is opened by itself once the key is back."
    ),
    RecordReason.UNKNOWN_KIND: gettext_noop(
        "This version of the hub does not know its kind. It is opened by itself after an upgrade of the hub."
    ),
    RecordReason.FAILED: gettext_noop("It could not be used, for a reason the hub does not know (%(detail)s)."),
}
_BATCHES: Words = {
    BatchReason.NOT_A_BATCH: gettext_noop("It is not a batch, or not all of it is there."),
    BatchReason.VERSION: gettext_noop(
        "The batch is of another version. The station's software may be newer than the hub's."
    ),
    BatchReason.HEADER: gettext_noop("The header of the batch is not complete."),
    BatchReason.BOUNDS: gettext_noop("The header of the batch names figures that cannot be."),
    BatchReason.INCARNATION: gettext_noop("The header of the batch does not say which chain it belongs to."),
    BatchReason.NEW_KEY_UNPROVEN: gettext_noop(
        "The batch names a new key of the station, without the proof that the station has it."
    ),
    BatchReason.NEW_KEY_ELSEWHERE: gettext_noop(
        "The new key in the batch was meant for another station, or follows another key."
    ),
    BatchReason.NEW_KEY_USED: gettext_noop("The new key of the station was used before, here or at another station."),
    BatchReason.BODY: gettext_noop("The batch was damaged on its way. The station sends it again by itself."),
    BatchReason.TOO_MUCH: gettext_noop(
        "It sends more than any station does, and has to wait. If nobody knows why, somebody may have its key."
    ),
    BatchReason.BODY_LENGTH: gettext_noop("The batch does not hold as many records as its header says."),
    BatchReason.BODY_PACKED: gettext_noop("The records of the batch cannot be unpacked."),
    BatchReason.LINE: gettext_noop("The batch holds something that is not a record."),
    BatchReason.OTHER_STATION: gettext_noop("The batch names another station than the one that signed it."),
    BatchReason.STREAM: gettext_noop("Ballots, answers and reports are mixed up in one chain."),
    BatchReason.GAP: gettext_noop("Batch %(seq)s has to come first. The station sends it by itself."),
    BatchReason.HISTORY: gettext_noop(
        "The station and this hub remember different batches. It may have been copied, or restored from a backup."
    ),
    BatchReason.REVOKED: gettext_noop("This station was revoked: nothing it sends is taken in any more."),
    BatchReason.FORK: gettext_noop(
        "Another batch has this place already, or the station has changed its key since. What is in it comes again in "
        "another batch, unless the station was copied."
    ),
    BatchReason.AFTER_REVOCATION: gettext_noop("It came after the station was revoked."),
    BatchReason.MALFORMED: gettext_noop("It is not a batch as this hub knows them (%(detail)s)."),
}
_DECISIONS: Words = {
    DecisionFault.NOT_IN_QUARANTINE: gettext_noop("Somebody has decided about it in the meantime."),
    DecisionFault.NOT_ASIDE: gettext_noop("This batch is not set aside: there is nothing to decide."),
    DecisionFault.LET_IN_BEFORE: gettext_noop("Somebody has decided about it in the meantime."),
    DecisionFault.NO_RECORDS: gettext_noop("The records of this batch cannot be read."),
    DecisionFault.NOT_LOST: gettext_noop("The station has not declared this batch lost."),
    DecisionFault.NO_NOTE: gettext_noop("Please write why: the note stands in the audit log."),
    DecisionFault.LONG_NOTE: gettext_noop("The note is too long: at most %(most)s characters fit."),
}
_FILES: Words = {
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
    FileFault.NO_STATUS: gettext_noop(
        "It was damaged, or its station has a new key since. The station lays another one the next time."
    ),
    FileFault.NO_REQUEST: gettext_noop("It is not a station's wish to be enrolled."),
    FileFault.UNREADABLE: gettext_noop("The stick does not give it: it may be worn out. The station still has it."),
    FileFault.MALFORMED: gettext_noop(
        "It cannot be read at all. If a station has written it, the station still has it."
    ),
}
_ENROLMENTS: Words = {
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
_HANDOVER: Words = {
    HandoverReason.ON_ITS_WAY: gettext_noop("Its attachments are still on their way from the station."),
    HandoverReason.UNWRITTEN: gettext_noop(
        "It was only spoken, and nobody has written down yet what is said. Write it down, and it goes there by itself."
    ),
    HandoverReason.REJECTED: gettext_noop("Somebody of the office has rejected it."),
    HandoverReason.MERGED: gettext_noop("It is the same as another report. That one goes there."),
    HandoverReason.NO_CATEGORY: gettext_noop(
        "handover.toml names no category of the receiver for “%(category)s”. Add it there, then send the report again."
    ),
    HandoverReason.CATEGORY_GONE: gettext_noop(
        "The receiver has no category %(code)s any more. Correct handover.toml, then send the report again."
    ),
    HandoverReason.NOT_HERE: gettext_noop("The receiver does not take the category %(code)s at this place."),
    HandoverReason.OUTSIDE: gettext_noop("The place is outside the area of the receiver."),
    HandoverReason.INVALID: gettext_noop("The receiver does not take it like this: %(words)s"),
    HandoverReason.UNCONFIRMED: gettext_noop(
        "Nobody has confirmed it by the mail that came to the mailbox, and the receiver has deleted it. Look after the "
        "mailbox, then send it again."
    ),
    HandoverReason.DELETED: gettext_noop(
        "The receiver does not show it any more. Ask there what has become of it before you send it again."
    ),
    HandoverReason.WITHDRAWN: gettext_noop("Whoever left it has withdrawn it."),
    HandoverReason.NO_ANSWER: gettext_noop(
        "It was sent, and the answer did not come (%(detail)s). The hub looks for it over there before anything else."
    ),
    HandoverReason.SEVERAL: gettext_noop(
        "Several reports over there could be it: %(numbers)s. Look at them, and say which it is."
    ),
    HandoverReason.CANNOT_LOOK: gettext_noop(
        "The mail was sent, and the connection ended before the server said that it has it. Ask whether a mail with "
        "%(detail)s in its subject has come."
    ),
    HandoverReason.KEY: gettext_noop(
        "The receiver refuses our key or password (%(words)s). Ask for a new one, and put it into its file; until then "
        "reports wait here."
    ),
    HandoverReason.SILENT: gettext_noop("The receiver cannot be reached (%(detail)s). Reports wait here."),
    HandoverReason.TROUBLED: gettext_noop("The receiver has trouble of its own (%(detail)s). Reports wait here."),
    HandoverReason.ADDRESS: gettext_noop(
        "At this address answers something else than a receiver of reports (%(detail)s). Check handover.toml."
    ),
    HandoverReason.PHOTO_LARGE: gettext_noop("Without its photo, which is too large for the receiver."),
    HandoverReason.PHOTO_REFUSED: gettext_noop("Without its photo, which the receiver did not take."),
}

_MERGES: Words = {
    MergeFault.ITSELF: gettext_noop("Nothing is the same as itself."),
    MergeFault.OVER: gettext_noop("The other one was withdrawn or erased."),
    MergeFault.MERGED: gettext_noop("The other one is itself the same as a third: please choose that one."),
    MergeFault.OTHER_KIND: gettext_noop("Only two ideas, two wishes or two questions are the same."),
    MergeFault.DECIDED: gettext_noop(
        "This one is answered or decided, and the other one is not: please answer that one first."
    ),
}

_NOTICES: Words = {
    NoticeFault.NO_DISTRICT: gettext_noop("There is no district %(name)s."),
    NoticeFault.NO_STATION: gettext_noop("No station is called %(name)s."),
    NoticeFault.OVER: gettext_noop("This is over already."),
    NoticeFault.TOO_LONG: gettext_noop(
        "A warning lasts for at most %(days)s days: afterwards nobody reads it any more."
    ),
}

_POLLS: Words = {
    PollFault.CHANGED: gettext_noop(
        "People have been answering the poll “%(poll)s” since %(opens)s, so its answers, rules and days stay as they "
        "are (changed here: %(members)s). Its words can be mended. To ask in another way: let it close, or declare it "
        "void with a reason that people see, and ask again in a new poll."
    ),
    PollFault.OVER: gettext_noop(
        "The poll “%(poll)s” was open until %(closes)s. Its words stay as people have answered them."
    ),
    PollFault.VOID: gettext_noop(
        "The poll “%(poll)s” was declared void, and people were told so. Ask again in a new poll."
    ),
    PollFault.COUNTED: gettext_noop("The poll “%(poll)s” is counted. Nothing in it changes any more."),
}
_CODES: Words = {
    BatchFault.CONTROL: gettext_noop(
        "This is not the control code of batch %(batch)s. It stands on the sheet that stays in the office."
    ),
    BatchFault.VOID: gettext_noop("Batch %(batch)s is void already."),
    BatchFault.TOO_MANY_BACK: gettext_noop(
        "Of batch %(batch)s only %(out)s cards are outside: %(back)s cannot come back."
    ),
    BatchFault.POLL_COUNTED: gettext_noop("The poll “%(poll)s” is counted. Its codes are of no more use."),
    BatchFault.NUMBER: gettext_noop("A batch has 1 to %(most)s cards."),
}
_PAPER: Words = {
    PaperFault.UNKNOWN: gettext_noop("The poll “%(poll)s” was never published here."),
    PaperFault.WITH_CODES: gettext_noop(
        "The poll “%(poll)s” takes participation codes. It is answered at stations alone, where each code works once."
    ),
    PaperFault.NOT_ON_PAPER: gettext_noop(
        "This poll asks for words or a place on the map. It is not answered on paper."
    ),
    PaperFault.AT_STATION: gettext_noop(
        "The poll “%(poll)s” is for one evening at a station. It is not answered on paper."
    ),
    PaperFault.LATE: gettext_noop("The poll “%(poll)s” takes no more ballots."),
    PaperFault.IN_FUTURE: gettext_noop("On this day the poll was not open, or the day is still to come."),
    PaperFault.DONE: gettext_noop("This stack is in the box already."),
    PaperFault.TWO_HAVE: gettext_noop("Two people have typed this stack: %(who)s."),
    PaperFault.NO_FORM: gettext_noop("You have typed no form %(number)s."),
    PaperFault.NOT_TWICE: gettext_noop("A second person has to type the stack, too."),
    PaperFault.DIFFERENT: gettext_noop("What the two have typed differs at %(number)s forms. Look at the paper again."),
    PaperFault.READ_BY: gettext_noop(
        "%(who)s has forms of this stack read from pictures. Please type from the paper: so each checks the other."
    ),
    PaperFault.NOTHING_READ: gettext_noop(
        "No line of a form was found on the picture. Lay the sheet flat into the light, and let it fill the picture."
    ),
    PaperFault.OTHER_FORM: gettext_noop("The picture shows a form of another poll."),
    PaperFault.SEVERAL_FORMS: gettext_noop(
        "The same line stands there twice: these are several forms. Take them one by one."
    ),
    PaperFault.EMPTY: gettext_noop("No form was typed yet."),
}

_COUNTING: Words = {
    CountingFault.UNKNOWN: gettext_noop("The poll “%(poll)s” was never published here."),
    CountingFault.COUNTED: gettext_noop("The poll “%(poll)s” is counted already."),
    CountingFault.VOID: gettext_noop("The poll “%(poll)s” was declared void. It is not counted."),
    CountingFault.OPEN: gettext_noop(
        "The poll “%(poll)s” is open until %(until)s. It can be counted after that day and the days of grace."
    ),
    CountingFault.GRACE: gettext_noop(
        "The poll “%(poll)s” is closed, but ballots of stations without a network are waited for until %(until)s. It "
        "can be counted from the day after."
    ),
    CountingFault.TOO_FEW: gettext_noop(
        "The box of the poll “%(poll)s” holds %(ballots)s ballots. With fewer than %(smallest)s a result would tell "
        "who voted how."
    ),
    CountingFault.TOO_FEW_VALID: gettext_noop(
        "Only %(valid)s ballots are valid. With fewer than %(smallest)s no result is told."
    ),
    CountingFault.WAITING: gettext_noop(
        "%(ballots)s ballots have come and are not in the box yet. They enter it tonight, all together; count tomorrow."
    ),
    CountingFault.NO_FILE: gettext_noop(
        "This file does not belong here, or it was changed on its way. Choose the file that the step before has made. "
        "(%(form)s: %(detail)s)"
    ),
    CountingFault.OTHER_ENVELOPES: gettext_noop(
        "These envelopes were mixed from another poll, or from the box as it was before more ballots were let in. Take "
        "the box away again, and mix it."
    ),
    CountingFault.OTHER_BOX: gettext_noop(
        "This result was made from another poll, or from the box as it was before more ballots were let in. Begin "
        "again with the box."
    ),
    CountingFault.NOT_ADDING_UP: gettext_noop(
        "The figures of this result do not add up. It was not kept. Open the envelopes again."
    ),
    CountingFault.NO_EVENING_RESULT: gettext_noop("The station has not sent its result of the poll “%(poll)s” yet."),
    CountingFault.NOT_MIXED: gettext_noop(
        "Nobody has brought mixed envelopes of the poll “%(poll)s” as its box is now. Take the box away, and mix it "
        "first."
    ),
    CountingFault.SAME_PERSON: gettext_noop(
        "%(who)s has mixed these envelopes. Somebody else has to take them away and open them: so nobody sees who gave "
        "which answer."
    ),
    CountingFault.NOT_COUNTED: gettext_noop("The poll “%(poll)s” is not counted yet."),
    CountingFault.NOT_PUBLISHED: gettext_noop("The result of the poll “%(poll)s” is counted, but not published yet."),
    CountingFault.PUBLISHED: gettext_noop("The result of the poll “%(poll)s” is published already."),
}
_SHIFTS: Words = {
    ShiftFault.ENDS_FIRST: gettext_noop("The shift ends before it begins."),
    ShiftFault.OVER: gettext_noop("This is over already."),
    ShiftFault.TOO_LONG: gettext_noop("A shift lasts %(hours)s hours at most. Plan one for each day."),
    ShiftFault.SAME_NAME: gettext_noop("Two people are called %(name)s. Each needs a name of their own."),
}
REASON_WORDS: Mapping[type[Reason], Words] = {
    HandoverReason: _HANDOVER,
    RecordReason: _RECORDS,
    BatchReason: _BATCHES,
    DecisionFault: _DECISIONS,
    FileFault: _FILES,
    EnrolmentFault: _ENROLMENTS,
    DraftFault: DRAFTS,
    CalendarFault: CALENDARS,
    NoticeFault: _NOTICES,
    MergeFault: _MERGES,
    TextBlockFault: {TextBlockFault.TAKEN: gettext_noop("There is a text block of this name already.")},
    PaintingFault: PAINTING,
    PictureFault: PICTURES,
    PollFault: _POLLS,
    CountingFault: _COUNTING,
    PaperFault: _PAPER,
    BatchFault: _CODES,
    ShiftFault: _SHIFTS,
}
"""Every reason a page shows, by its enum. The names in the words are facts of the reason."""

_KEPT: Mapping[str, Reason] = {
    reason.value: reason for kept in (_RECORDS, _BATCHES, _HANDOVER, _POLLS, CALENDARS) for reason in kept
}
"""Reasons that stand beside records, batches, stations, reports on their way and calendars."""


def words_of(reason: Reason, facts: Mapping[str, Fact] | None = None) -> str:
    """Why, and where somebody can do something about it, what."""
    return _(REASON_WORDS[type(reason)][reason]) % {name: _told(name, fact) for name, fact in (facts or {}).items()}


def _told(name: str, fact: Fact) -> Fact:
    """Members of a poll by their names, days as people write them."""
    if name == "members":
        return ", ".join(map(part_words, str(fact).split(", ")))
    if name in ("opens", "closes"):
        return date_format(date.fromisoformat(str(fact)), "DATE_FORMAT")
    return fact


def refusal_words(error: Refused) -> str:
    """Why something is refused; a refusal without a reason in its own words."""
    return words_of(error.reason, error.facts) if error.reason is not None else str(error)


def reason_words(kept: str) -> str:
    """A reason as it is stored (``Reason.kept``). One of a newer version is shown as it is."""
    word, _space, facts = kept.partition(" ")
    try:
        return words_of(_KEPT[word], parse_json(facts) if facts else {})
    except (KeyError, ValueError, TypeError):
        return kept
