"""Polls written at the console: their steps, four eyes, and their way to the stations, past whatever cannot go."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from sync.hub.audit.models import AuditEntry
from sync.hub.content.source import DEFAULT_CONTENT
from sync.hub.drafts import services
from sync.hub.drafts.checks import problems_in
from sync.hub.drafts.models import DraftState, PollDraft
from sync.hub.drafts.steps import DraftFault
from sync.hub.polls.selectors import newest_version
from sync.hub.publishing.approved import publish_approved
from sync.hub.publishing.models import Publication
from sync.hub.stations.hub_clock import begin_clock
from sync.hub.versions import ChangedMeanwhile
from sync.hub.worker.announce import when_due
from sync.protocol.errors import Refused
from sync.protocol.polls.kinds import KINDS
from tests.kits.hub import NOW, Hub

TODAY = NOW.date()
POLL = "spielplatz"
MARKET = json.loads((DEFAULT_CONTENT / "polls/neuer-markt.json").read_bytes())


def written(**changes: Any) -> dict[str, Any]:
    """A complete poll in two languages, as somebody wrote it."""
    title = {"de": "Der Spielplatz", "en": "The playground"}
    options = [
        {"id": word, "title": {"de": word, "en": word}, "about": {"de": "So.", "en": "So."}}
        for word in ("bank", "baum")
    ]
    return {
        "id": POLL, "version": 1, "kind": "single", "districts": ["K"], "decides": "advises", "opens": "2026-12-01",
        "closes": "2026-12-31", "as_of": "2026-11-29", "order": "fixed", "min": 1, "max": 1, "codes": False,
        "title": title, "question": title, "about": title, "options": options,
        "promise": {"who": title, "by": "2027-02-01"}, **changes,
    }  # fmt: skip


def begun(**changes: Any) -> int:
    """A draft that erika has written. Returns its version."""
    draft = services.begin(POLL, "single", by="erika", today=TODAY, now=NOW)
    services.WAY.save(POLL, written(**changes), seen=draft.version, by="erika", now=NOW)
    return version()


def version() -> int:
    return PollDraft.objects.get(poll=POLL).version


def handed_in(**changes: Any) -> None:
    services.WAY.hand_in(POLL, seen=begun(**changes), problems=(), by="erika", now=NOW)


def approved(by: str = "otto", **changes: Any) -> None:
    handed_in(**changes)
    services.WAY.approve(POLL, seen=version(), by=by, now=NOW)


def publish(hub: Hub, **named: Any) -> tuple[list[str], list[str]]:
    now = timezone.now()
    return publish_approved(hub.folder, may_make_keys=True, by="test", today=TODAY, now=now, **named)


def refused_for(deed: Any, fault: DraftFault) -> None:
    with pytest.raises(Refused) as caught:
        deed()
    assert caught.value.reason is fault


@pytest.mark.parametrize("kind", KINDS)
def test_new_poll_of_every_kind_lacks_texts_alone(hub: Hub, kind: str) -> None:
    draft = services.begin("neu", kind, by="erika", today=TODAY, now=NOW)
    lacking = {problem.path.split(".")[0] for problem in problems_in(draft.value, districts="K")}
    assert lacking <= {"title", "question", "about", "options", "budget_euro", "promise", "cap", "scale"}
    assert {"title", "question", "about", "promise"} <= lacking


@pytest.mark.parametrize("poll", ["", "Groß", "a b", "-a", "a--b", "../x", "x" * 61, "polls/x", "ä"])
def test_wrong_names_are_refused(hub: Hub, poll: str) -> None:
    refused_for(lambda: services.begin(poll, "single", by="erika", today=TODAY, now=NOW), DraftFault.NO_ID)


def test_name_that_is_taken_is_refused(hub: Hub) -> None:
    for poll in ("neuer-markt", POLL):
        if poll == POLL:
            begun()
        refused_for(
            lambda poll=poll: services.begin(poll, "single", by="e", today=TODAY, now=NOW), DraftFault.POLL_THERE
        )


def test_poll_goes_its_steps_to_the_stations(hub: Hub) -> None:
    approved()
    assert publish(hub) == ([POLL], [])
    draft = PollDraft.objects.get(poll=POLL)
    assert draft.state == DraftState.PUBLISHED
    published = newest_version(POLL)
    assert published is not None
    assert {name: published.definition[name] for name in written()} == written()
    assert f"polls/{POLL}.json" in Publication.objects.first().files  # type: ignore[union-attr]
    events = [entry.event for entry in AuditEntry.objects.order_by("number")]
    steps = [events.index(step) for step in ("draft-handed-in", "draft-approved")]
    assert steps == sorted(steps)
    assert steps[-1] < len(events) - 1 - events[::-1].index("poll-published")


def test_later_publications_take_it_along(hub: Hub) -> None:
    approved()
    publish(hub)
    call_command("publish", stdout=StringIO())
    assert f"polls/{POLL}.json" in Publication.objects.first().files  # type: ignore[union-attr]


def test_worker_publishes_what_is_approved(hub: Hub) -> None:
    approved()
    work = when_due(hub.folder, every=timedelta(0), log_at_once=True, may_make_keys=True)
    work(timezone.now())
    assert PollDraft.objects.get(poll=POLL).state == DraftState.PUBLISHED
    count = Publication.objects.count()
    work(timezone.now())
    assert Publication.objects.count() == count


@pytest.mark.parametrize("changes", [{"decides": "decides"}, {"codes": True, "codes_at": {"de": "Hier", "en": "Here"}}])
def test_whoever_wrote_what_decides_or_takes_codes_does_not_approve_it(hub: Hub, changes: dict[str, Any]) -> None:
    handed_in(**changes)
    refused_for(lambda: services.WAY.approve(POLL, seen=version(), by="erika", now=NOW), DraftFault.FOUR_EYES)
    services.WAY.approve(POLL, seen=version(), by="otto", now=NOW)


def test_whoever_changed_one_letter_has_written_too(hub: Hub) -> None:
    seen = begun(decides="decides")
    services.WAY.save(POLL, written(decides="decides", as_of="2026-11-28"), seen=seen, by="otto", now=NOW)
    services.WAY.hand_in(POLL, seen=version(), problems=(), by="erika", now=NOW)
    for name in ("erika", "otto"):
        refused_for(
            lambda name=name: services.WAY.approve(POLL, seen=version(), by=name, now=NOW), DraftFault.FOUR_EYES
        )
    services.WAY.send_back(POLL, seen=version(), note="Bitte kürzer.", by="karl", now=NOW)
    services.WAY.hand_in(POLL, seen=version(), problems=(), by="otto", now=NOW)
    services.WAY.approve(POLL, seen=version(), by="karl", now=NOW)  # a note is no writing


def test_quick_poll_needs_one_person(hub: Hub) -> None:
    approved(by="erika")
    assert publish(hub) == ([POLL], [])


def test_steps_cannot_be_jumped(hub: Hub) -> None:
    seen = begun()
    refused_for(lambda: services.WAY.approve(POLL, seen=seen, by="otto", now=NOW), DraftFault.OTHER_STEP)
    refused_for(
        lambda: services.WAY.hand_in(POLL, seen=seen, problems=["title"], by="erika", now=NOW), DraftFault.INCOMPLETE
    )
    assert publish(hub) == ([], [])


def test_second_hand_overwrites_nothing(hub: Hub) -> None:
    seen = begun()
    services.WAY.save(POLL, written(as_of="2026-11-01"), seen=seen, by="erika", now=NOW)
    for deed in (
        lambda: services.WAY.save(POLL, written(as_of="2026-11-02"), seen=seen, by="otto", now=NOW),
        lambda: services.WAY.hand_in(POLL, seen=seen, problems=(), by="otto", now=NOW),
        lambda: services.WAY.throw_away(POLL, seen=seen, by="otto", now=NOW),
    ):
        with pytest.raises(ChangedMeanwhile) as caught:
            deed()
        assert caught.value.by == "erika"
    assert PollDraft.objects.get(poll=POLL).value["as_of"] == "2026-11-01"


def test_changed_after_approval_it_is_approved_no_more(hub: Hub) -> None:
    approved()
    services.WAY.save(POLL, written(as_of="2026-11-01"), seen=version(), by="erika", now=NOW)
    assert publish(hub) == ([], [])


def test_one_that_cannot_go_says_why_and_holds_up_no_other(hub: Hub) -> None:
    approved(codes=True, codes_at={"de": "Hier", "en": "Here"})  # and no codes were made
    services.begin("zoo", "single", by="erika", today=TODAY, now=NOW)
    services.WAY.save("zoo", written() | {"id": "zoo"}, seen=1, by="erika", now=NOW)
    services.WAY.hand_in("zoo", seen=2, problems=(), by="erika", now=NOW)
    services.WAY.approve("zoo", seen=3, by="otto", now=NOW)
    assert publish(hub) == (["zoo"], [POLL])
    assert "takes participation codes and has none" in PollDraft.objects.get(poll=POLL).refusal
    assert publish(hub) == ([], [])  # not tried for ever
    services.WAY.try_again(POLL, seen=version(), by="otto", now=NOW)
    assert publish(hub) == ([], [POLL])


def test_broken_content_on_the_machine_is_named_at_the_draft(hub: Hub) -> None:
    approved()
    (hub.folder.content / "categories.json").unlink()
    assert publish(hub) == ([], [POLL])
    assert "categories.json: the file is missing" in PollDraft.objects.get(poll=POLL).refusal


def test_published_poll_of_the_source_is_changed_at_the_console(hub: Hub) -> None:
    later = written() | {"id": "rathaus", "opens": "2099-01-01", "closes": "2099-02-01"}
    later["promise"] = later["promise"] | {"by": "2099-03-01"}
    (hub.folder.content / "polls/rathaus.json").write_text(json.dumps(later), encoding="utf-8")
    call_command("publish", stdout=StringIO())
    draft = services.take_up("rathaus", by="erika", now=NOW)
    assert draft.value == later | {"version": 2}
    services.WAY.save("rathaus", draft.value | {"as_of": "2026-10-01"}, seen=1, by="erika", now=NOW)
    services.WAY.hand_in("rathaus", seen=2, problems=(), by="erika", now=NOW)
    services.WAY.approve("rathaus", seen=3, by="otto", now=NOW)
    assert publish(hub) == (["rathaus"], [])
    call_command("publish", stdout=StringIO())  # the older file in the source takes nothing back
    assert newest_version("rathaus").version == 2  # type: ignore[union-attr]


def test_poll_that_has_begun_meanwhile_keeps_its_days(hub: Hub) -> None:
    approved(closes="2026-12-15")
    publish(hub)
    services.WAY.save(POLL, written(closes="2026-12-31"), seen=version(), by="erika", now=NOW)
    services.WAY.hand_in(POLL, seen=version(), problems=(), by="erika", now=NOW)
    services.WAY.approve(POLL, seen=version(), by="otto", now=NOW)
    later = date(2026, 12, 2)
    begin_clock(NOW)
    assert publish_approved(hub.folder, may_make_keys=True, by="test", today=later, now=NOW) == ([], [POLL])
    refusal = PollDraft.objects.get(poll=POLL).refusal
    assert refusal.startswith("changed ") and "closes" in refusal


def test_thrown_away_is_gone_and_published_stays(hub: Hub) -> None:
    services.WAY.throw_away(POLL, seen=begun(), by="erika", now=NOW)
    assert not PollDraft.objects.exists()
    approved()
    publish(hub)
    refused_for(lambda: services.WAY.throw_away(POLL, seen=version(), by="erika", now=NOW), DraftFault.STAYS)


def test_changed_again_it_gets_the_next_version(hub: Hub) -> None:
    approved()
    publish(hub)
    services.WAY.save(POLL, written(as_of="2026-11-01"), seen=version(), by="erika", now=NOW)
    assert PollDraft.objects.get(poll=POLL).value["version"] == 2
    services.WAY.save(POLL, written(as_of="2026-11-02") | {"version": 2}, seen=version(), by="erika", now=NOW)
    services.WAY.hand_in(POLL, seen=version(), problems=(), by="erika", now=NOW)
    services.WAY.approve(POLL, seen=version(), by="otto", now=NOW)
    assert publish(hub) == ([POLL], [])
    assert newest_version(POLL).version == 2  # type: ignore[union-attr]


def test_a_running_poll_says_again_what_it_said_before(hub: Hub) -> None:
    approved()
    publish(hub)
    assert services.written_before(POLL) is None
    mended = written(version=2, title={"de": "Der Spielplaz", "en": "x"})
    services.WAY.save(POLL, mended, seen=version(), by="erika", now=NOW)
    services.WAY.hand_in(POLL, seen=version(), problems=(), by="erika", now=NOW)
    services.WAY.approve(POLL, seen=version(), by="otto", now=NOW)
    publish(hub)
    before = services.written_before(POLL)
    services.WAY.roll_back(POLL, before, seen=version(), note="Tippfehler", by="otto", now=NOW)
    assert publish(hub) == ([POLL], [])
    newest = newest_version(POLL)
    assert newest is not None and (newest.version, newest.definition["title"]["de"]) == (3, "Der Spielplatz")
    assert json.loads(AuditEntry.objects.get(event="poll-rolled-back").facts)["note"] == "Tippfehler"
