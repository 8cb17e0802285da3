"""The way of a visit to what is being written: for each kind of content its pages, and how a person comes to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from accessibility.profile import Means, Profile
from kiosk.devtools.preview_station import DraftedContent, Drafts, PreviewStation
from kiosk.devtools.walk import Walk
from kiosk.moods.presenter import mood_view
from kiosk.moods.state import MoodState
from kiosk.moods.steps import MoodStep
from kiosk.session import flow
from kiosk.session.frame import Scene
from kiosk.session.session import Session
from kiosk.station.catalogue import Offer, read_offer
from kiosk.tasks import TASKS
from kiosk.texts import Texts
from kiosk.viewmodel import contributing_intents as say
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import View
from kiosk.voting.guided import can_guide
from sync.protocol.centre_dates import CentreCalendar
from sync.protocol.emergency_notice import EmergencyNotice
from sync.protocol.errors import Refused
from sync.protocol.polls.poll import Poll
from sync.protocol.projects import Project
from sync.protocol.surveys.survey import Survey
from sync.station.config import IdleConfig

Wishes = Sequence[wish.Intent]

NOON = 12


class UnpaintableError(Exception):
    """No station could show this, and why."""


@dataclass(frozen=True)
class Preview:
    """The pages of one thing that is being written, in the order in which people see them."""

    steps: Sequence[str]
    """The words of all pages."""
    view_at: Callable[[str], View]
    """What the page of this word shows."""
    read_file: Callable[[str], bytes]


def begin_preview(folder: Path, drafts: Drafts, shown: str, *, language: str, profile: Profile) -> Preview:
    """The preview of one of the drafts. Raises UnpaintableError."""
    kind = shown.removesuffix(".json").partition("/")[0]
    return _PREVIEWS[kind](folder, drafts, shown, language, profile)


def _walked(ways: Mapping[str, Wishes], start: Callable[[str], Walk], read_file: Callable[[str], bytes]) -> Preview:
    """Pages that a person comes to: by ``ways`` from the home page on, where ``start`` begins for each."""
    return Preview([*ways], lambda step: start(step).ask(*ways[step]), read_file)


def _preview_poll(folder: Path, drafts: Drafts, shown: str, language: str, profile: Profile) -> Preview:
    wire = drafts[shown]
    poll = _read(Poll.from_wire, wire)
    # Behind the page that asks for the code, which nobody has, everything is as it is without one.
    without = {**drafts, shown: {name: value for name, value in wire.items() if name not in ("codes", "void")}}
    content = DraftedContent.of(folder, drafts, poll.opens)
    offer = _offer(DraftedContent.of(folder, without, poll.opens))
    district = poll.districts[0] if poll.districts else next(iter(offer.districts))
    open_poll = (wish.OpenPolls(), wish.OpenPoll(poll.id))
    ways: dict[str, Wishes] = {"list": (wish.OpenPolls(),)}
    if poll.codes:
        ways["code"] = open_poll
    ways["question"] = open_poll
    if can_guide(poll):
        ways["one"] = (*open_poll, wish.ShowOneByOne())
    ways["about"] = (*open_poll, wish.OpenPollAbout())
    ways["review"] = (*open_poll, *_an_answer(poll, offer, district, language), wish.Continue())

    def start(step: str) -> Walk:
        whole = step in ("list", "code")
        at = _at(poll.opens, offer)
        package = content if whole else DraftedContent.of(folder, without, poll.opens)
        station = PreviewStation(package, district=district, now=at, stations=poll.stations)
        walk = Walk(language, profile, station)
        walk.go_home()
        return walk

    return _walked(ways, start, content.read_file)


def _an_answer(poll: Poll, offer: Offer, district: str, language: str) -> Wishes:
    """The smallest answer that can be cast."""
    options, fewest = [option.id for option in poll.options], max(poll.minimum, 1)
    if poll.kind == "yes_no":
        return (wish.Choose("yes"),)
    if poll.kind == "scale":
        return tuple(wish.Rate(option, 4) for option in options)
    if poll.kind in ("points", "budget_points"):
        return tuple(wish.GivePoint(options[number % len(options)]) for number in range(fewest))
    if poll.kind == "text":
        return (wish.Describe(poll.title.get(language) or poll.title.get("de") or "…"),)
    if poll.kind == "place":
        return (wish.PointAt(*offer.districts[district].centre),)
    return tuple(wish.Choose(option) for option in options[:fewest])


def _offer(content: DraftedContent) -> Offer:
    offer: Offer = _read(read_offer, content)
    return offer


def _read(read: Callable[[Any], Any], value: Any) -> Any:
    try:
        return read(value)
    except Refused as error:
        raise UnpaintableError(str(error)) from error


def _at(day: date, offer: Offer, hour: int = NOON) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=offer.zone or ZoneInfo("Europe/Berlin"))


def _preview_project(folder: Path, drafts: Drafts, shown: str, language: str, profile: Profile) -> Preview:
    project = _read(Project.from_wire, drafts[shown])
    district = project.districts[0] if project.districts else ""
    ways: dict[str, Wishes] = {"list": (wish.OpenProjects(),)}
    ways["page"] = (wish.OpenProjects(), wish.OpenProject(project.id))
    at = project.stations
    return _from(folder, drafts, ways, language, profile, district=district, day=_today(), stations=at)


def _preview_survey(folder: Path, drafts: Drafts, shown: str, language: str, profile: Profile) -> Preview:
    survey = _read(Survey.from_wire, drafts[shown])
    district = survey.districts[0] if survey.districts else ""
    begun = (wish.OpenSurveys(), wish.OpenSurvey(survey.id))
    ways: dict[str, Wishes] = {"list": begun[:1], "page": begun, "question": (*begun, wish.Continue())}
    return _from(folder, drafts, ways, language, profile, district=district, day=survey.opens, stations=survey.stations)


def _preview_dates(folder: Path, drafts: Drafts, shown: str, language: str, profile: Profile) -> Preview:
    calendar = _read(CentreCalendar.from_wire, drafts[shown])
    begins = sorted(span.begins.date() for one in calendar.dates for span in one.times)
    coming = [day for day in begins if day >= _today()]
    day = _today() if coming or not begins else begins[0]
    district = calendar.districts[0] if calendar.districts else ""
    ways: dict[str, Wishes] = {"list": (wish.OpenDates(),)}
    shown_at = calendar.stations
    return _from(folder, drafts, ways, language, profile, district=district, day=day, hour=0, stations=shown_at)


def _preview_dialogue(folder: Path, drafts: Drafts, shown: str, language: str, profile: Profile) -> Preview:
    """Where a topic that is not for everybody is shown, if there is one."""
    ways: dict[str, Wishes] = {"list": (say.OpenContribute(),)}
    ways["topics"] = (say.OpenContribute(), say.BeginContribution("idea"))
    topics = drafts[shown].get("topics", ())
    district, at = _target_of(next((one for one in topics if _target_of(one) != _EVERYBODY), {}))
    return _from(folder, drafts, ways, language, profile, district=district, day=_today(), stations=at)


def _preview_signposts(folder: Path, drafts: Drafts, shown: str, language: str, profile: Profile) -> Preview:
    listed = (wish.OpenReport(), wish.OpenSignposts())
    ways: dict[str, Wishes] = {"list": listed}
    first = drafts[shown][0] if drafts[shown] else {}
    if first:
        ways["page"] = (*listed, wish.OpenSignpost(str(first.get("id"))))
    district, at = _target_of(first)
    return _from(folder, drafts, ways, language, profile, district=district, day=_today(), stations=at)


def _preview_categories(folder: Path, drafts: Drafts, shown: str, language: str, profile: Profile) -> Preview:
    """The pictures, and behind each what exactly is asked."""
    ways: dict[str, Wishes] = {"list": (wish.OpenReport(),)}
    for category in drafts[shown]:
        if category.get("subcategories"):
            name = str(category.get("id"))
            ways[name] = (wish.OpenReport(), wish.ChooseCategory(name))
    district, at = _target_of(next((one for one in drafts[shown] if _target_of(one) != _EVERYBODY), {}))
    return _from(folder, drafts, ways, language, profile, district=district, day=_today(), stations=at)


def _preview_sentences(folder: Path, drafts: Drafts, shown: str, language: str, profile: Profile) -> Preview:
    """Of each category, behind the place."""
    offer = _offer(DraftedContent.of(folder, drafts, _today()))
    district, place = next(iter(offer.districts.items()))
    placed = (wish.ChooseDistrict(district), wish.PointAt(*place.centre), wish.Continue())
    ways: dict[str, Wishes] = {}
    for entry in drafts[shown]:
        if found := offer.category_of(str(entry.get("category"))):
            category, exactly = found
            chosen: list[wish.Intent] = [wish.OpenReport(), wish.ChooseCategory(category.id)]
            if category.subcategories:
                chosen.append(wish.ChooseCategory(exactly.id) if exactly else wish.ChooseSomethingElse())
            ways[(exactly or category).id] = (*chosen, *placed)
    return _from(folder, drafts, ways, language, profile, district=district, day=_today())


def _preview_warning(folder: Path, drafts: Drafts, shown: str, language: str, profile: Profile) -> Preview:
    """The greeting, in this language as long as nothing else is looked at."""
    wire, day = drafts[shown], _today()
    texts = [{language: wire[name].get(language) or wire[name]["de"]} for name in ("headline", "text")]
    content = DraftedContent.of(folder, drafts, day)
    offer = _offer(content)
    now = _at(day, offer)
    warning = EmergencyNotice(texts[0], texts[1], now + timedelta(days=1))

    def greeting(_step: str) -> View:
        station = PreviewStation(content, district=next(iter(offer.districts)), now=now, warning=warning)
        return Walk(language, profile, station).conductor.start()

    return Preview(["greeting"], greeting, content.read_file)


def _preview_places(folder: Path, drafts: Drafts, shown: str, language: str, profile: Profile) -> Preview:
    """The home page, and the house with its hours."""
    houses = [one for one in drafts[shown].get("centres", ()) if one.get("hours")]
    home = (wish.Home(),)
    ways: dict[str, Wishes] = {"home": home} | ({"house": (wish.OpenDates(),)} if houses else {})
    district = str(houses[0]["district"]) if houses else ""
    return _from(folder, drafts, ways, language, profile, district=district, day=_today())


def _preview_bank(folder: Path, drafts: Drafts, shown: str, language: str, profile: Profile) -> Preview:
    """Each question as it is asked at the end of a visit: chance asks, so no walk comes to one."""
    content = DraftedContent.of(folder, drafts, _today())
    offer = _offer(content)
    session = Session(language, next(iter(offer.districts)), profile=profile, path=flow.end(MoodStep.MOOD))
    words = Texts(language, by_touch=profile.means is Means.TOUCH)
    now = _at(_today(), offer)
    scene = Scene(session, words, offer, session.district, now, now.date(), IdleConfig(), tasks=TASKS)

    def view_of(question: str) -> View:
        session.states[MoodState] = MoodState(question)
        return mood_view(scene)

    return Preview([str(one["id"]) for one in drafts[shown]], view_of, content.read_file)


def _from(
    folder: Path,
    drafts: Drafts,
    ways: Mapping[str, Wishes],
    language: str,
    profile: Profile,
    *,
    district: str,
    day: date,
    hour: int = NOON,
    stations: Sequence[str] = (),
) -> Preview:
    """The pages of a station in this district, or in the first there is, on this day."""
    content = DraftedContent.of(folder, drafts, day)
    offer = _offer(content)

    def start(_step: str) -> Walk:
        at = _at(day, offer, hour)
        place = district or next(iter(offer.districts))
        station = PreviewStation(content, district=place, now=at, stations=stations)
        walk = Walk(language, profile, station)
        walk.go_home()
        return walk

    return _walked(ways, start, content.read_file)


_EVERYBODY: tuple[str, Sequence[str]] = ("", ())


def _target_of(wire: Mapping[str, Any]) -> tuple[str, Sequence[str]]:
    """A district in which this is shown, empty for any, and the stations at which it is; none for any."""
    return next(iter(wire.get("districts", ())), ""), tuple(wire.get("stations", ()))


def _today() -> date:
    return datetime.now(UTC).date()


_PREVIEWS: Mapping[str, Callable[[Path, Drafts, str, str, Profile], Preview]] = {
    "polls": _preview_poll,
    "projects": _preview_project,
    "surveys": _preview_survey,
    "dates": _preview_dates,
    "dialogue": _preview_dialogue,
    "signposts": _preview_signposts,
    "categories": _preview_categories,
    "ready_sentences": _preview_sentences,
    "warnings": _preview_warning,
    "places": _preview_places,
    "question_bank": _preview_bank,
}
"""The folder or file of a kind of content to its preview."""
