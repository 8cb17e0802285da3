"""Content that is no poll, written at the console: taken apart and put together, approved, published, put back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone

from kiosk.devtools.sample_surveys import SURVEY
from sync.hub.audit.models import AuditEntry
from sync.hub.content.source import DEFAULT_CONTENT, load_source
from sync.hub.drafts import content_services as services
from sync.hub.drafts.content_kinds import KINDS_OF_CONTENT, problems_of_content
from sync.hub.drafts.content_parts import PartKind, parts_of, put_together, text_parts, value_at
from sync.hub.drafts.models import ContentDraft, DraftState
from sync.hub.drafts.steps import DraftFault
from sync.hub.publishing.approved import publish_approved
from sync.hub.publishing.earlier import value_before
from sync.hub.publishing.repository import ContentRepository
from sync.hub.publishing.selectors import newest_publications
from sync.hub.versions import ChangedMeanwhile
from sync.protocol.errors import Refused
from tests.kits.hub import NOW, Hub

PROJECT = "projects/garten-nordwest.json"
KINDS = KINDS_OF_CONTENT
DATES = {
    "id": "boergerhus",
    "districts": ["K"],
    "dates": [
        {"kind": "event", "title": {"de": "Fest"}, "times": [["2026-12-01T10:00", "2026-12-01T12:00"]]},
        {
            "kind": "help",
            "title": {"de": "Hilfe am Handy"},
            "times": [["2026-12-01T10:00", "2026-12-01T12:00"]],
            "weekly": {"weekday": 1, "begins": "10:00", "ends": "12:00"},
        },
    ],
}


def in_folder(path: str) -> Any:
    return json.loads((DEFAULT_CONTENT / path).read_bytes())


VALUES = [
    *((kind, in_folder(path)) for kind in KINDS.values() for path in kind.files_in(DEFAULT_CONTENT)),
    (KINDS["dates"], DATES),
    (KINDS["surveys"], json.loads(json.dumps(SURVEY))),
]


@pytest.mark.parametrize(("kind", "value"), VALUES)
def test_every_part_can_be_filled_in_and_what_nobody_touches_stays(kind: Any, value: Any) -> None:
    schema = kind.schema()
    parts = list(parts_of(schema, value))
    assert put_together(value, {part.place: value_at(value, part.place) for part in parts}) == value
    # Filled in from nothing, it is the same again: there is no part that no field stands for.
    again: Any = kind.begin(value["id"], NOW.date()) if kind.has_many else type(value)()
    while again != (again := put_together(again, filled_in(schema, again, value))):
        pass  # there is room for two more rows now
    assert {part.key for part in parts if said(value, part.place) != said(again, part.place)} == set()


def said(value: Any, place: Any) -> Any:
    """What stands there; False and an empty text are the same as nothing."""
    one = value_at(value, place)
    return None if one is False or one == {"de": ""} else one


def filled_in(schema: Any, there: Any, value: Any) -> Any:
    return {part.place: value_at(value, part.place) for part in parts_of(schema, there)}


def test_a_row_that_was_emptied_goes_and_takes_its_translations_with_it() -> None:
    value = in_folder("signposts.json")
    parts = [part for part in parts_of(KINDS["signposts"].schema(), value) if part.place[0] == 0]
    emptied = {part.place: {} if part.kind is PartKind.TEXTS else None for part in parts if part.place[-1] != "id"}
    assert put_together(value, emptied) == value[1:]


def test_only_what_is_there_in_german_is_there_to_translate() -> None:
    schema, value = KINDS["projects"].schema(), in_folder(PROJECT)
    texts = list(text_parts(schema, value))
    value["area"] = {"en": "Somewhere"}
    assert [part.key for part in text_parts(schema, value)] == [part.key for part in texts if part.key != "area"]


def go(hub: Hub) -> tuple[list[str], list[str]]:
    now = timezone.now()
    return publish_approved(hub.folder, may_make_keys=True, by="worker", today=now.date(), now=now)


def seen(path: str = PROJECT) -> int:
    return ContentDraft.objects.get(path=path).version


def approve(hub: Hub, path: str = PROJECT) -> None:
    value = ContentDraft.objects.get(path=path).value
    problems = problems_of_content(path, value, folder=hub.folder.content)
    services.WAY.hand_in(path, seen=seen(path), problems=problems, by="anna", now=NOW)
    services.WAY.approve(path, seen=seen(path), by="otto", now=NOW)


@pytest.fixture
def written(hub: Hub) -> Hub:
    """A project that somebody has changed."""
    services.take_up(PROJECT, folder=hub.folder.content, by="anna", now=NOW)
    value = in_folder(PROJECT)
    value["title"]["de"] = "Der Garten für alle"
    services.WAY.save(PROJECT, value, seen=seen(), by="anna", now=NOW)
    return hub


def test_what_was_approved_goes_to_stations_and_can_be_put_back(written: Hub) -> None:
    assert go(written) == ([], []), "nobody has approved it"
    approve(written)
    assert go(written) == ([PROJECT], [])
    assert load_source(written.folder.content).projects["garten-nordwest"]["title"]["de"] == "Der Garten für alle"
    targets = newest_publications()[0].files
    assert (
        PROJECT in targets
        and ContentRepository(written.folder.repository).version() == newest_publications()[0].version
    )
    assert ContentDraft.objects.get().state == DraftState.PUBLISHED
    services.WAY.put_back(PROJECT, 1, seen=seen(), by="anna", now=NOW)
    approve(written)
    assert go(written) == ([PROJECT], [])
    assert load_source(written.folder.content).projects["garten-nordwest"] == in_folder(PROJECT)
    assert newest_publications()[0].files[PROJECT] != targets[PROJECT]


def test_what_the_whole_content_is_not_fit_with_is_taken_out_again_and_told(written: Hub) -> None:
    approve(written)
    ContentDraft.objects.update(value={**in_folder(PROJECT), "polls": ["ortsbeirat-stadtmitte", "no-such-poll"]})
    before = (written.folder.content / PROJECT).read_bytes()
    published = newest_publications().count()
    assert go(written) == ([], [PROJECT])
    assert (written.folder.content / PROJECT).read_bytes() == before and newest_publications().count() == published
    assert "no-such-poll" in ContentDraft.objects.get().refusal
    assert go(written) == ([], []), "it waits for somebody"


def test_whoever_may_not_sign_leaves_it_as_it_was_for_who_may(written: Hub) -> None:
    approve(written)
    before = (written.folder.content / PROJECT).read_bytes()
    key = written.folder.publisher_keys / "targets.pem"
    key.rename(key.with_suffix(".away"))
    with pytest.raises(OSError, match=r"targets\.pem"):
        go(written)
    assert (written.folder.content / PROJECT).read_bytes() == before
    key.with_suffix(".away").rename(key)
    assert go(written) == ([PROJECT], [])


def test_two_hands_on_one_draft_and_steps_out_of_turn_are_told(written: Hub) -> None:
    with pytest.raises(ChangedMeanwhile):
        services.WAY.save(PROJECT, in_folder(PROJECT), seen=1, by="otto", now=NOW)
    with pytest.raises(Refused) as refused:
        services.WAY.approve(PROJECT, seen=seen(), by="otto", now=NOW)
    assert refused.value.reason is DraftFault.OTHER_STEP
    with pytest.raises(Refused) as refused:
        services.WAY.hand_in(PROJECT, seen=seen(), problems=["one"], by="anna", now=NOW)
    assert refused.value.reason is DraftFault.INCOMPLETE
    with pytest.raises(Refused) as refused:
        services.take_up(PROJECT, folder=written.folder.content, by="otto", now=NOW)
    assert refused.value.reason is DraftFault.CONTENT_THERE
    approve(written)
    go(written)
    with pytest.raises(Refused) as refused:
        services.WAY.throw_away(PROJECT, seen=seen(), by="anna", now=NOW)
    assert refused.value.reason is DraftFault.STAYS


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"{", DraftFault.NO_JSON),
        (b"[]", DraftFault.NO_JSON),
        (b'{"id": "other"}', DraftFault.OTHER_FILE),
        (b"[" * 100_000, DraftFault.NO_JSON),
        (b'{"id": "garten-nordwest", "title": "no text by language"}', DraftFault.NO_JSON),
        (b'{"id": "garten-nordwest", "cost_euro": "much"}', DraftFault.NO_JSON),
        (b'{"id": "garten-nordwest", "updates": [{"text": {"de": 1}}]}', DraftFault.NO_JSON),
        (b" " * 200_001, DraftFault.TOO_LONG),
    ],
)
def test_a_file_that_is_not_this_one_is_refused(data: bytes, fault: DraftFault) -> None:
    with pytest.raises(Refused) as refused:
        services.read_file(PROJECT, data)
    assert refused.value.reason is fault


def test_a_draft_taken_as_a_file_and_brought_again_is_the_same() -> None:
    for kind, value in VALUES:
        path = kind.path_of(value["id"] if kind.has_many else "all")
        assert services.read_file(path, services.write_file(value)) == value


@pytest.mark.parametrize(
    ("kind", "name"), [("projects", "../x"), ("signposts", "x"), ("nothing", "x"), ("surveys", "")]
)
def test_nothing_begins_under_a_name_that_is_none(hub: Hub, kind: str, name: str) -> None:
    with pytest.raises(Refused):
        services.begin(kind, name, folder=hub.folder.content, by="anna", today=NOW.date(), now=NOW)
    assert not ContentDraft.objects.exists()


def test_the_version_before_holds_again_as_a_new_one_and_the_log_says_why(written: Hub) -> None:
    folder = written.folder
    approve(written)
    go(written)
    before = value_before(folder, PROJECT)
    assert before == in_folder(PROJECT), "what was shown before anybody wrote at the console"
    assert value_before(folder, "places.json") is None, "it never was another one"
    services.WAY.roll_back(PROJECT, before, seen=seen(), note="Falscher Ort.", by="otto", now=NOW)
    packages = newest_publications().count()
    assert go(written) == ([PROJECT], [])
    assert load_source(folder.content).projects["garten-nordwest"] == in_folder(PROJECT)
    assert newest_publications().count() == packages + 1
    entry = AuditEntry.objects.get(event="content-rolled-back")
    assert (entry.by, json.loads(entry.facts)["note"]) == ("otto", "Falscher Ort.")
    with pytest.raises(ChangedMeanwhile):
        services.WAY.roll_back(PROJECT, before, seen=1, note="x", by="anna", now=NOW)
