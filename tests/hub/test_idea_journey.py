"""From an idea at one station to the decision read at another: written, released, found as alike, supported, brought
before the council, decided with a reason, withdrawn. Between, no station has a network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.texts import Texts
from kiosk.viewmodel import contributing_intents as say
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import AnswerView, IdeasView, IdeaView, ProjectView, ReceiptView, SimilarView, View
from sync.hub.contributions.models import CitizenContribution
from sync.hub.contributions.services import review_contribution, set_contribution_state
from sync.hub.entries.models import ReviewState
from sync.protocol.contributions import ContributionState, public_name_of
from sync.protocol.dialogue import FILE
from sync.protocol.records import Record
from sync.protocol.report_status import record_id_of
from tests.hub.announcements.test_announcements import Listener
from tests.hub.test_promise_journey import PROJECT, City, OtherStation, written
from tests.kits.hub import Hub, Station

WORDS = Texts("de")
TEXT = "Mehr Bänke mit Lehne an der Langen Straße"
SUPPORTS_NEEDED = 3


class House(OtherStation):
    """A station where people leave something; what it has kept is brought to the hub when it has a network."""

    sender: Station

    def bring(self, day: int) -> list[Record]:
        """Hand over all that waits."""
        connection = self.listener.connection
        rows = connection.execute("SELECT id, kind, kid, sealed FROM waiting").fetchall()
        connection.execute("DELETE FROM waiting")
        records = [Record(*row) for row in sorted(rows)]
        self.city.hub.accept(self.sender.batch(records), now=self.city.on(day))
        self.city.hub.work()
        return records


@pytest.fixture
def city(hub: Hub) -> City:
    made = City(hub, datetime.now(UTC))
    made.write_poll()
    made.write_project()
    rules = json.loads((hub.folder.content / FILE).read_text("utf-8"))
    rules["ideas"]["supports_needed"] = SUPPORTS_NEEDED
    (hub.folder.content / FILE).write_text(json.dumps(rules), "utf-8")
    made.publish(0)
    return made


@pytest.fixture
def houses(city: City, tmp_path: Path) -> Iterator[tuple[House, House]]:
    with ExitStack() as opened:
        made = []
        for name in ("one", "other"):
            (tmp_path / name).mkdir()
            house = House(Listener(city.hub, tmp_path / name), city)
            opened.callback(house.listener.connection.close)
            house.sender = city.hub.enrolled_station(name)
            house.hear(0)
            made.append(house)
        yield made[0], made[1]


def write(text: str, *, project: str = "") -> tuple[wish.Intent, ...]:
    begin = (say.OpenContribute(project), say.BeginContribution("idea", project=project))
    return (
        *begin,
        say.ChooseTopic("green"),
        wish.ChooseDistrict("N"),
        wish.Continue(),
        wish.Describe(text),
        wish.Continue(),
    )


def left(house: House, day: int, *wishes: wish.Intent) -> tuple[str, str]:
    """What is on the slip: the number and the second code."""
    receipt = house.ask(day, *wishes)
    assert isinstance(receipt, ReceiptView)
    assert receipt.second is not None
    return receipt.code.replace(" ", ""), receipt.second.value.replace(" ", "")


def look_up(house: House, day: int, number: str, *more: wish.Intent) -> View:
    return house.ask(day, wish.OpenLookUp(), wish.TypeCode(number), wish.LookUp(), *more)


def test_an_idea_goes_from_one_station_to_the_decision_at_another_and_is_gone_when_it_is_withdrawn(
    city: City, houses: tuple[House, House]
) -> None:
    one, other = houses
    number, code = left(one, 1, *write(TEXT, project=PROJECT), say.SendContribution())
    record_id, name = record_id_of(number), public_name_of(record_id_of(number))
    waiting = look_up(one, 1, number)
    assert isinstance(waiting, AnswerView)
    assert waiting.answer == WORDS.text("answer.contribution.waits")
    one.bring(1)

    # Nobody sees it before somebody of the office has looked at it.
    city.tell(1)
    other.hear(1)
    assert isinstance(other.ask(1, say.OpenContribute(), say.OpenIdeas()), IdeasView)
    assert other.ask(1, say.OpenContribute(), say.OpenIdeas()).choices == ()  # type: ignore[attr-defined]
    review_contribution(record_id, ReviewState.APPROVED, note="", by="amt", now=city.on(2), seen=0)
    city.tell(2)
    other.hear(2)

    # At the other station, without a network, it is found as alike, and supported in place of the same once more.
    for _ in range(SUPPORTS_NEEDED):
        alike = other.ask(3, *write("Bitte Sitzbänke in der Langen Straße!"))
        assert isinstance(alike, SimilarView)
        assert [choice.intent for choice in alike.choices] == [say.OpenIdea(name)]
        page = other.ask(3, *write("Bitte Sitzbänke in der Langen Straße!"), say.OpenIdea(name), say.SupportIdea())
        assert isinstance(page, IdeaView)
    assert len(other.bring(3)) == SUPPORTS_NEEDED
    assert CitizenContribution.objects.get().state == "before_council"

    # The slip of the first day tells it at the other station, and leads to the project.
    city.tell(4)
    other.hear(4)
    answer = look_up(other, 4, number)
    assert isinstance(answer, AnswerView)
    assert answer.answer.startswith(WORDS.text("answer.contribution.before_council", date=WORDS.date(city.day(3))))
    assert WORDS.plural("idea.supports", SUPPORTS_NEEDED) in [line.value for line in answer.lines]
    assert answer.outcome is not None
    project = look_up(other, 4, number, answer.outcome.intent)
    assert isinstance(project, ProjectView)
    assert project.headline == "Bäume für die Lange Straße"

    decided = ContributionState.TAKEN_UP
    note = "Vier Bänke mit Lehne kommen im Mai."
    set_contribution_state(record_id, decided, note=note, by="rat", now=city.on(20), seen=1)
    city.tell(20)
    other.hear(20)
    page = other.ask(21, say.OpenContribute(), say.OpenIdeas(), say.OpenIdea(name))
    assert isinstance(page, IdeaView)
    assert note in written(page)
    assert say.SupportIdea() not in [choice.intent for choice in page.choices]

    # Withdrawn by number and second code: gone at the hub, and at every station that hears of it.
    look_up(other, 22, number, wish.OpenWithdraw(), wish.TypeCode(code), wish.Withdraw())
    other.bring(22)
    city.tell(22)
    for house in houses:
        house.hear(22)
        assert house.ask(23, say.OpenContribute(), say.OpenIdeas()).choices == ()  # type: ignore[attr-defined]
        gone = look_up(house, 23, number)
        assert isinstance(gone, AnswerView)
        assert WORDS.text("answer.contribution.withdrawn", date=WORDS.date(city.day(22))) == gone.answer
        package = house.listener.content.announced.active()
        assert package is not None
        assert not any(TEXT.encode() in package.read(file) for file in package.files)
    assert CitizenContribution.objects.get().description == ""


def test_a_question_is_answered_at_another_station_and_shown_to_all_where_that_was_asked_for(
    city: City, houses: tuple[House, House]
) -> None:
    one, other = houses
    ask = (say.OpenContribute(PROJECT), say.BeginContribution("question", project=PROJECT))
    words = (say.ChooseReceiver("council"), wish.Describe("Wann kommen die Bäume?"), wish.Continue())
    numbers = [
        left(one, 1, *ask, *words, say.ChoosePublicity(is_public=is_public), say.SendContribution())[0]
        for is_public in (True, False)
    ]
    one.bring(1)
    city.tell(1)
    other.hear(1)
    promised = look_up(other, 1, numbers[0])
    assert isinstance(promised, AnswerView)
    assert WORDS.text("answer.contribution.due", date=WORDS.date(city.day(57))) in promised.answer
    for number, answer in zip(numbers, ("Im Oktober.", "Nur für Sie: im Oktober."), strict=True):
        record_id = record_id_of(number)
        review_contribution(record_id, ReviewState.APPROVED, note="", by="amt", now=city.on(5), seen=0)
        answered = ContributionState.ANSWERED
        set_contribution_state(record_id, answered, note=answer, by="rat", now=city.on(5), seen=0)
    city.tell(5)
    other.hear(5)
    private = look_up(other, 6, numbers[1])
    assert isinstance(private, AnswerView)
    assert "Nur für Sie: im Oktober." in [line.value for line in private.lines]
    page = other.page(6, wish.OpenProjects(), wish.OpenProject(PROJECT))
    assert "Wann kommen die Bäume?: Im Oktober." in page
    assert "Nur für Sie" not in page
