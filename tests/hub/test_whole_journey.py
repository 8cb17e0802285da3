"""The whole way in simulated time, from an idea to the evaluation of what was built: at each step its slips (numbers of
idea and report, the code of a ballot) tell the truth at another station, which has no network between."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.viewmodel import contributing_intents as say
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import AnswerView, IdeaView, ProjectView, SimilarView
from sync.hub.content.problems import ContentProblems
from sync.hub.contributions.services import review_contribution, set_contribution_state
from sync.hub.entries.models import ReviewState
from sync.protocol.contributions import ContributionState, public_name_of
from sync.protocol.dialogue import FILE
from sync.protocol.open_reports import public_name
from sync.protocol.report_status import record_id_of
from tests.hub.test_idea_journey import SUPPORTS_NEEDED, House, houses, left, look_up, write
from tests.hub.test_promise_journey import POLL, PROJECT, WORDS, City, cast, count, everywhere, written
from tests.kits.hub import Hub

__all__ = ["houses"]

IDEA = "Linden statt Parkplätze in der Langen Straße"
REPORT = "4711181501234567"
"""Somebody has reported that the street is too hot; the project deals with that, too."""
OPENS, CLOSES, GRACE, PROMISED = 30, 37, 39, 70
"""Days of the poll that the council makes of the idea."""


@pytest.fixture
def city(hub: Hub) -> City:
    """Nothing is planned yet; so many supports bring an idea before the council."""
    made = City(hub, datetime.now(UTC))
    rules = json.loads((hub.folder.content / FILE).read_text("utf-8"))
    rules["ideas"]["supports_needed"] = SUPPORTS_NEEDED
    (hub.folder.content / FILE).write_text(json.dumps(rules), "utf-8")
    made.publish(0)
    return made


def phases(city: City, **days: int) -> list[dict[str, str]]:
    return [{"phase": phase, "begins": city.day(day).isoformat()} for phase, day in days.items()]


def leads_to(house: House, day: int, code: str) -> str:
    """What stands on the page that a slip leads to at this station, with the answer before it."""
    answer = look_up(house, day, code)
    assert isinstance(answer, AnswerView)
    assert answer.outcome is not None
    page = look_up(house, day, code, answer.outcome.intent)
    assert isinstance(page, ProjectView), f"on day {day} the slip leads nowhere"
    return f"{answer.answer}\n{written(page)}"


def test_the_slips_of_the_first_days_tell_the_truth_until_what_was_built_is_evaluated(
    city: City, houses: tuple[House, House]
) -> None:
    one, other = houses

    def publish(day: int, *updates: dict[str, Any], **changes: Any) -> None:
        city.write_project(*updates, **changes)
        city.publish(day)
        other.hear(day)

    # An idea of its own, released; at the other station it is found as alike, and supported.
    number, _ = left(one, 1, *write(IDEA), say.SendContribution())
    record_id = record_id_of(number)
    name = public_name_of(record_id)
    one.bring(1)
    about = record_id_of(REPORT)
    city.hub.accept(one.sender.batch([one.sender.report(record_id=about, number=REPORT)]), now=city.on(1))
    city.hub.work()
    review_contribution(record_id, ReviewState.APPROVED, note="", by="amt", now=city.on(2), seen=0)
    city.tell(2)
    other.hear(2)
    for _ in range(SUPPORTS_NEEDED):
        similar = other.ask(3, *write("Bitte Linden in die Lange Straße"))
        assert isinstance(similar, SimilarView)
        assert [choice.intent for choice in similar.choices] == [say.OpenIdea(name)]
        other.ask(3, *write("Bitte Linden in die Lange Straße"), say.OpenIdea(name), say.SupportIdea())
    other.bring(3)
    city.tell(4)
    other.hear(4)
    before_council = WORDS.text("answer.contribution.before_council", date=WORDS.date(city.day(3)))
    answer = look_up(other, 4, number)
    assert isinstance(answer, AnswerView)
    assert answer.answer.startswith(before_council)

    # The council takes it up: a project, and a poll that is announced.
    taken_up = ContributionState.TAKEN_UP
    set_contribution_state(record_id, taken_up, note="Wir fragen alle.", by="rat", now=city.on(20), seen=1)
    days = {"opens": OPENS, "closes": CLOSES, "grace": GRACE, "as_of": 20}
    promise = {"who": everywhere("Der Ortsbeirat"), "by": city.day(PROMISED).isoformat()}
    city.write_poll(**{member: city.day(day).isoformat() for member, day in days.items()}, promise=promise)
    with pytest.raises(ContentProblems, match="is no public name"):
        publish(21, ideas=[number])
    of_the_idea = {"ideas": [name], "reports": [public_name(about)]}
    publish(21, **of_the_idea, phases=phases(city, idea=1, poll=OPENS))
    assert WORDS.text("project.next") in leads_to(other, 22, REPORT)
    page = leads_to(other, 22, number)
    assert page.startswith(WORDS.text("answer.contribution.taken_up", date=WORDS.date(city.day(20))))
    assert WORDS.text("project.from", phase=WORDS.text("phase.poll"), date=WORDS.date(city.day(OPENS))) in page
    assert WORDS.text("project.take_part") not in page
    idea = other.ask(22, say.OpenContribute(), say.OpenIdeas(), say.OpenIdea(name))
    assert isinstance(idea, IdeaView)
    assert wish.OpenProject(PROJECT) in [choice.intent for choice in idea.choices]

    # Open, by the other station's own calendar; closed, counted.
    assert WORDS.text("project.take_part") in leads_to(other, OPENS, number)
    tracker = cast(city, day=OPENS + 1, votes={"library": 9, "market-hall": 6, "open": 5}, sender=one.sender)
    city.tell(OPENS + 2)
    other.hear(OPENS + 2)
    for code in (number, tracker):
        assert WORDS.text("project.take_part") in leads_to(other, OPENS + 2, code)
        closed = leads_to(other, CLOSES + 1, code)
        assert WORDS.text("project.take_part") not in closed
        assert WORDS.text("result.waits", date=WORDS.date(city.day(GRACE + 1))) in closed
    count(city, day=GRACE + 2)
    city.tell(GRACE + 2)
    other.hear(GRACE + 2)
    for code in (number, tracker):
        assert WORDS.plural("result.ballots", 20) in leads_to(other, GRACE + 3, code)

    # Decided with a reason, milestones, what changed, evaluated.
    because = {"de": "Vierzig Bäume sind bezahlbar."}
    decided = {"day": city.day(60).isoformat(), "text": {"de": "Der Ortsbeirat sagt ja."}, "answers": [POLL]}
    decided |= {"taken_up": True, "because": because}
    begun = phases(city, idea=1, poll=OPENS, decision=60)
    publish(60, decided, **of_the_idea, phases=begun)
    for code in (number, tracker):
        page = leads_to(other, PROMISED + 1, code)
        assert because["de"] in page
        assert WORDS.text("promise.answered", date=WORDS.date(city.day(60))) in page
    half = {"day": city.day(100).isoformat(), "text": {"de": "Die ersten zwanzig Linden stehen."}}
    publish(100, decided, half, **of_the_idea, phases=phases(city, idea=1, poll=OPENS, decision=60, building=90))
    assert half["text"]["de"] in leads_to(other, 101, tracker)
    outcome = {"de": "Vierzig Linden stehen da, und es ist im Sommer kühler."}
    last = phases(city, idea=1, poll=OPENS, decision=60, building=90, done=200, evaluated=300)
    publish(200, decided, half, **of_the_idea, phases=last, outcome=outcome)
    evaluated = WORDS.text("project.since", phase=WORDS.text("phase.evaluated"), date=WORDS.date(city.day(300)))
    for code in (number, tracker):
        built = leads_to(other, 201, code)
        assert outcome["de"] in built
        assert evaluated not in built
        assert evaluated in leads_to(other, 301, code), "by its own calendar, without a network"
    assert leads_to(other, 301, number).startswith(
        WORDS.text("answer.contribution.taken_up", date=WORDS.date(city.day(20)))
    )
