"""Ideas and questions that were said aloud and shown: from the station's disk to what everybody reads, and until they
are withdrawn. Reports go the same way (``test_enclosures``)."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from sync.hub.accounts.roles import Role
from sync.hub.announcements import selectors as announcements
from sync.hub.contributions.models import CitizenContribution
from sync.hub.contributions.selectors import ContributionQuery, find_contributions
from sync.hub.contributions.services import redact_contribution, review_contribution, set_contribution_state
from sync.hub.enclosures.erasing import erase_enclosures
from sync.hub.enclosures.models import Enclosure, EnclosureList, StoredBytes
from sync.hub.enclosures.selectors import waiting_for_attachments
from sync.hub.enclosures.services import blacken, write_down
from sync.hub.entries.models import ReviewState
from sync.hub.reports.models import DefectReport
from sync.protocol.contributions import RELEASED_FILE, STATES_FILE, ContributionKind, ContributionState, read_released
from sync.protocol.envelope import seal_word
from sync.protocol.records import ReportWord, WordKind
from sync.protocol.report_status import StandingsFile, record_id_of, withdrawal_mark
from tests.hub.console.test_reach import of_role
from tests.hub.enclosures.test_enclosures import BOX, NUMBER, PHOTO, SPOKEN, Left, left, logged
from tests.kits.hub import NOW, on_both

__all__ = ("left",)
SAID = "Am Hafen fehlt ein Trinkbrunnen"
CODE = "471118"


def released() -> list[str]:
    """What everybody reads, at every station."""
    return [one.text for one in read_released(announcements.contents([RELEASED_FILE])[RELEASED_FILE])]


def approve(record: str, *, seen: int = 0) -> None:
    review_contribution(record, ReviewState.APPROVED, note="", by="erika", now=NOW, seen=seen)


@on_both
def test_what_is_said_and_shown_is_opened_heard_and_seen_and_every_look_is_logged(left: Left) -> None:
    record = left.say(SPOKEN, PHOTO, text="", bring=False)
    assert waiting_for_attachments(left.station.device, is_here=left.store.has) == 2
    assert b"attachments on their way" in left.get("contribution", record).content
    left.bring()
    page = left.get("contribution", record).content.decode()
    assert "all here" in page
    assert "<audio" in page
    assert "not written down yet" in page
    assert left.get("contribution-enclosure", record, 0, "whole").content.startswith(b"OggS")
    assert left.get("contribution-enclosure", record, 1, "whole")["Content-Type"] == "image/jpeg"
    assert [facts["form"] for facts in logged("enclosure-seen")] == ["spoken-whole", "photo-whole"]
    assert left.get("enclosure", record, 0, "whole").status_code == 404, "it is no report"


def test_a_district_council_hears_what_comes_from_its_districts_alone(left: Left) -> None:
    record = left.say(SPOKEN, text="", district="K")
    address = reverse("console:contribution-enclosure", args=(record, 0, "whole"))
    assert of_role("beirat", Role.DISTRICT_COUNCIL, "K").get(address).status_code == 200
    assert of_role("nachbar", Role.DISTRICT_COUNCIL, "L").get(address).status_code == 404
    assert len(logged("enclosure-seen")) == 1


def test_everybody_reads_of_a_voice_what_was_written_down_once_it_is_approved(left: Left) -> None:
    record = left.say(SPOKEN, text="")
    approve(record)
    assert released() == []
    assert "before what is said is written down" in left.get("contribution", record).content.decode()
    address = reverse("console:contribution-spoken-transcript", args=(record, 0))
    assert left.hub.client.post(address, {"transcript": SAID, "seen": "0"}).status_code == 302
    assert released() == [SAID]
    found = find_contributions(ContributionQuery(text="trinkbrunnen"), now=NOW, today=NOW.date())
    assert [row.record_id for row in found] == [record]
    redact_contribution(record, "Ein Trinkbrunnen fehlt", because="Ort", by="erika", now=NOW, seen=1)
    assert released() == ["Ein Trinkbrunnen fehlt"], "what is hidden of it stays hidden"
    redact_contribution(record, "", because="Alles", by="erika", now=NOW, seen=2)
    assert released() == []


def test_what_was_said_and_not_approved_is_read_by_nobody_else(left: Left) -> None:
    left.say(SPOKEN, text="")
    write_down(Enclosure.objects.get().id, SAID, by="erika", now=NOW, seen=0)
    assert released() == []


def test_who_left_a_photo_reads_why_something_is_blackened(left: Left) -> None:
    record = left.say(PHOTO, text=SAID)
    blacken(Enclosure.objects.get().id, [BOX], because="Ein Gesicht", by="erika", now=NOW, seen=0)
    standing = StandingsFile.from_bytes(announcements.contents([STATES_FILE])[STATES_FILE]).find(record)
    assert standing is not None
    assert standing.hidden == "Ein Gesicht"


def test_an_answer_said_aloud_to_a_survey_is_read_by_everybody_once_it_is_written_down_and_approved(left: Left) -> None:
    record = left.say(SPOKEN, kind=ContributionKind.SPOKEN_ANSWER, text="", topic="zuhoeren")
    assert CitizenContribution.objects.get().due is None, "nobody has promised an answer"
    write_down(Enclosure.objects.get().id, SAID, by="erika", now=NOW, seen=0)
    assert released() == []
    approve(record)
    assert released() == [SAID]


def withdraw(left: Left, record: str) -> None:
    """As a person does it at any station."""
    word = ReportWord(record, WordKind.WITHDRAWN, "2026-11-23", code=CODE)
    left.hub.accept(left.station.batch([seal_word(word, key=left.station.seal)]))
    left.hub.work()


def everything_kept(left: Left) -> bytes:
    """All that stands in the hub's tables and lies in its folder of pieces."""
    rows: list[Any] = []
    with closing(connection.cursor()) as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [value for row in cursor.fetchall() for value in row]
    texts = [bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in rows]
    return b"\n".join(texts + [path.read_bytes() for path in left.hub.folder.blobs.rglob("*") if path.is_file()])


@pytest.mark.parametrize("kind", [ContributionKind.IDEA, ContributionKind.QUESTION, ContributionKind.SPOKEN_ANSWER])
def test_withdrawn_means_gone_at_the_hub_and_at_the_station(left: Left, kind: ContributionKind) -> None:
    record = record_id_of(NUMBER)
    mark = withdrawal_mark(record, CODE)
    left.say(SPOKEN, PHOTO, kind=kind, text="", receiver="council", is_public=True, withdrawal=mark)
    write_down(Enclosure.objects.get(position=0).id, SAID, by="erika", now=NOW, seen=0)
    approve(record)
    answered = ContributionState.ANSWERED if kind is ContributionKind.QUESTION else ContributionState.IN_PROGRESS
    set_contribution_state(record, answered, note="Danke.", by="erika", now=NOW, seen=0)
    assert released() == [SAID]
    pieces = [piece.name for piece in left.blobs.kept()]
    voice, photo = (bytes(row.whole) for row in StoredBytes.objects.order_by("enclosure__position"))
    before = everything_kept(left)
    assert SAID.encode() in before and voice in before and photo in before

    withdraw(left, record)
    now = timezone.now()
    assert erase_enclosures(kept=timedelta(days=180), now=now) == 2
    left.store.remove_erased()
    assert released() == []
    after = everything_kept(left)
    assert not any(gone in after for gone in (SAID.encode(), voice, photo))
    assert not any(map(left.store.has, pieces))
    assert CitizenContribution.objects.get().attachments == EnclosureList.objects.get().pieces == []
    assert b"Erased" in left.get("contribution", record).content

    told = left.store.whereabouts(pieces)
    assert told.erased == frozenset(pieces)
    left.blobs.note(pieces, missing=told.missing, safe=told.safe, erased=told.erased)
    assert left.blobs.kept() == []
    assert not any(path.is_file() for path in Path(left.blobs._folder).rglob("*"))


def test_what_others_left_stays_when_somebody_withdraws(left: Left) -> None:
    other = left.leave(PHOTO, number="1234567890123456", record_id=record_id_of("1234567890123456"))
    left.say(SPOKEN, text="", withdrawal=withdrawal_mark(record_id_of(NUMBER), CODE))
    withdraw(left, record_id_of(NUMBER))
    assert erase_enclosures(kept=timedelta(days=180), now=timezone.now()) == 1
    assert left.get("enclosure", other, 0, "whole").status_code == 200
    assert DefectReport.objects.get().attachments != []
