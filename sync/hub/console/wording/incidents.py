"""Incidents in the reader's language: as one open problem, and told on their own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from sync.hub.intake.models import IncidentKind


@dataclass(frozen=True)
class IncidentWords:
    """In English: ``title`` (with the station's name) and ``advice`` of an open problem, ``story`` of it all."""

    title: str
    advice: str
    story: str


INCIDENTS: Mapping[str, IncidentWords] = {
    IncidentKind.FORK: IncidentWords(
        gettext_noop("%(name)s: two histories"),
        gettext_noop(
            "Nothing is lost: both are kept. A stick may have been under way while the station changed its key; else "
            "the station may have been copied, or restored from a backup."
        ),
        gettext_noop(
            "There are two different batches for one place, or one was signed with a key that the station has given "
            "up. Nothing is lost: what came is kept here, and what the hub has not taken in the station sends again by "
            "itself. That happens when a stick was under way while the station changed its key, and when the station "
            "was restored from a backup; then there is nothing to do. If two machines work with the same key, it is a "
            "copy: revoke the station and enrol both machines anew."
        ),
    ),
    IncidentKind.DOUBLED_RECORD: IncidentWords(
        gettext_noop("%(name)s: two records under one id"),
        gettext_noop("Both are kept. Look which one is meant."),
        gettext_noop("Two records carry the same id but differ. The first counts; the second waits for your decision."),
    ),
    IncidentKind.UNREADABLE_BATCH: IncidentWords(
        gettext_noop("%(name)s: a batch cannot be read"),
        gettext_noop("It is kept as it came. The station's software may be newer than the hub's."),
        gettext_noop(
            "The station signed this batch, but its records cannot be read. Probably its software is newer than "
            "the hub's. The chain goes on."
        ),
    ),
    IncidentKind.BALLOT_MISSED: IncidentWords(
        gettext_noop("Somebody does not find their ballot"),
        gettext_noop("Look whether it has come by now, and answer with a reason."),
        gettext_noop(
            "Somebody typed the code of their receipt at a station, did not find the ballot in the box and said so. "
            "Perhaps the station it was cast at has not been connected since. Among the missing ballots stands which "
            "code it is; what you answer there is shown at every station to whoever types that code. Then settle it."
        ),
    ),
    IncidentKind.DATABASE_DAMAGED: IncidentWords(
        gettext_noop("%(name)s: its database was damaged"),
        gettext_noop("What could be read was saved, and it goes on. Its disk may be failing."),
        gettext_noop("What could be read was saved, and it goes on. Its disk may be failing."),
    ),
    IncidentKind.LOG_DOUBTED: IncidentWords(
        gettext_noop("%(name)s does not believe the ballot log"),
        gettext_noop("It was shown another log than before. It keeps the last good one and goes on."),
        gettext_noop(
            "The ballot log may only grow. This station was shown one that is not the one it knew, gone on: "
            "shorter, with another beginning, or not signed. It keeps the last good log, and voting goes on. The "
            "event log tells what it keeps and what it was shown. Compare the seal of the ballot box on other "
            "stations, and find out who can reach the hub's keys. If two logs were signed, begin another one: "
            "./mitmach hub ballot-log begin-again --note REASON"
        ),
    ),
    IncidentKind.AUDIT_REWRITTEN: IncidentWords(
        gettext_noop("The event log was rewritten"),
        gettext_noop("It is not the one that stations have witnessed. Compare it with the backups."),
        gettext_noop(
            "The head of the event log stands in every checkpoint of the ballot log, under a signature that stations "
            "keep. The log in this database is another one: somebody who reaches the database has changed or removed "
            "an entry. Keep the database as it is, and compare it with a backup: ./mitmach hub audit-check --backup "
            "DIR"
        ),
    ),
    IncidentKind.TWO_MACHINES: IncidentWords(
        gettext_noop("%(name)s: two machines work under one key"),
        gettext_noop("Revoke the station and enrol each of the machines anew. What both have sent is kept."),
        gettext_noop(
            "This station goes on with a chain that it had given up: so there are two machines with the same key, for "
            "example two copies of one disk. Nothing is lost: what both have sent is kept, and records that come twice "
            "count once. Find both machines, revoke the station, and enrol each of them with a code of its own. The "
            "event log names both chains. If there is only one machine, its disk was put back to an earlier image: it "
            "goes on by itself, but an image should be made before a station is enrolled."
        ),
    ),
    IncidentKind.PUT_BACK: IncidentWords(
        gettext_noop("%(name)s knows less than it has sent"),
        gettext_noop(
            "It was put back to an earlier state, or it is a copy. If there is only one machine, it goes on by itself."
        ),
        gettext_noop(
            "The hub has batches of this station that the station itself does not know: its disk was put back to an "
            "earlier state, or this is a copy of another machine. If there is only one machine, it goes on by itself "
            "with new chains, and there is nothing to do. If there are two: revoke the station, and enrol each of them "
            "with a code of its own."
        ),
    ),
    IncidentKind.OLD_KEY: IncidentWords(
        gettext_noop("%(name)s: a machine speaks with its old key"),
        gettext_noop("It was put back to an earlier state, or it is a copy. Enrol that machine anew."),
        gettext_noop(
            "This station has changed its key, and a machine still speaks with the one before: its disk was put back "
            "to a state before the change, or it is a copy of another machine. The hub takes nothing from it and has "
            "told it that it is out of service. What people have left there stays on its disk. Find it, and enrol it "
            "with a code of its own: then all that it keeps goes on under its new name. If nobody knows of such a "
            "machine: revoke the station, too, and enrol it anew."
        ),
    ),
    IncidentKind.CLOCK_WRONG: IncidentWords(
        gettext_noop("The hub's clock was wrong"),
        gettext_noop("Ballots that came meanwhile were set aside. Decide about them under: Set aside."),
        gettext_noop(
            "While the clock of this hub was ahead, ballots came that it may have taken for late. They were set aside: "
            "each that you let in counts as come in time, if its poll is not counted yet."
        ),
    ),
    IncidentKind.LOG_BEHIND: IncidentWords(
        gettext_noop("%(name)s has seen more of the ballot log"),
        gettext_noop(
            "This hub was restored from a backup. Rebuild the log from a published copy, for example a stick: "
            "./mitmach hub ballot-log rebuild STICK/ck1/repo"
        ),
        gettext_noop(
            "The station keeps a log that this hub has signed and no longer holds: its database comes from a backup. "
            "No ballot enters the log until it is rebuilt from a published copy: a mirror of the repository, the "
            "folder ck1/repo of a stick, or the folder of announcements of the station. Command: ./mitmach hub "
            "ballot-log rebuild FOLDER. If the copies contradict each other, begin another log: ./mitmach hub "
            "ballot-log begin-again --note REASON"
        ),
    ),
    IncidentKind.LOG_FORKED: IncidentWords(
        gettext_noop("Two ballot logs were signed"),
        gettext_noop(
            "They can never become one. Begin another log: ./mitmach hub ballot-log begin-again --note REASON"
        ),
        gettext_noop(
            "A published copy of the ballot log contradicts the log of this hub: both were signed with the same key. "
            "Stations that saw the first will never believe the second. Keep both copies, tell the public, and begin "
            "another log with a new key: ./mitmach hub ballot-log begin-again --note REASON, then publish the "
            "content. All ballots enter the new log; the result of a poll does not change."
        ),
    ),
    IncidentKind.PROMISE_OVERDUE: IncidentWords(
        gettext_noop("A promised answer is overdue"),
        gettext_noop("Stations say so. Publish the answer as an update of its project; the event log names the poll."),
        gettext_noop(
            "A poll told people who answers them and by which day. That day is over, and the published content holds "
            "no answer. Stations show it as overdue until there is one. The event log names the poll. Write the "
            "answer as an update of its project (answers: the id of the poll) and publish it."
        ),
    ),
    IncidentKind.PROMISE_LEFT_OUT: IncidentWords(
        gettext_noop("New content leaves out a promise"),
        gettext_noop("Stations go on showing it. Put the poll back into the content; the event log names it."),
        gettext_noop(
            "A poll told people who answers them and by which day. The newest content no longer holds that poll, and "
            "it was never answered. Stations remember the promise and go on showing it. The event log names the poll. "
            "Put the poll back into the content. It may go once it is answered by an update of its project."
        ),
    ),
    IncidentKind.AFTER_REVOCATION: IncidentWords(
        gettext_noop("%(name)s was revoked and still sends"),
        gettext_noop("The station was revoked and still sent this batch. It is set aside until you decide about it."),
        gettext_noop("The station was revoked and still sent this batch. It is set aside until you decide about it."),
    ),
}
"""By kind. What is known of a damaged database is told by its page."""
