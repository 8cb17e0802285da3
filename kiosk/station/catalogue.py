"""What a content package offers, read once: polls, districts, categories, the map. Values only; decides nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from accessibility.contrast import OwnColours
from kiosk.station.categories import Category, Signpost, Subcategory, read_category, read_signpost
from kiosk.station.city_settings import read_colours, read_receipt_address, read_zone
from kiosk.station.package import Package
from kiosk.station.place_lists import AddressList, ObjectList
from kiosk.station.place_words import phrases_of
from kiosk.texts import NO_PHRASES, Phrases
from sync.protocol.centre_dates import CentreCalendar, CentreDate, Span
from sync.protocol.dialogue import FILE as DIALOGUE
from sync.protocol.dialogue import Dialogue
from sync.protocol.districts import Box, Point, Ring, district_of, is_in_box
from sync.protocol.encoding import parse_json_list, parse_json_object
from sync.protocol.errors import Refused, SyncError
from sync.protocol.evening_polls import is_template
from sync.protocol.key_list import KeyList
from sync.protocol.keys import SealKey
from sync.protocol.languages import LANGUAGE_CODES, LANGUAGES, Language, languages_of_codes
from sync.protocol.participation_codes import CodeList
from sync.protocol.place_lists import ADDRESSES, MAP_PACK, OBJECTS
from sync.protocol.polls.poll import Poll
from sync.protocol.projects import Project
from sync.protocol.shifts import Shift
from sync.protocol.surveys.questions import BANK_FILE, BankQuestion
from sync.protocol.surveys.survey import Survey
from sync.protocol.targets import Targeted
from sync.station.content_store import POLLS

T = TypeVar("T")


@dataclass(frozen=True)
class District:
    """A part of the city (Stadtbereich)."""

    code: str
    name: str
    centre: Point
    bbox: Box


@dataclass(frozen=True)
class Centre:
    """A house where people meet. ``point``: where it stands, None where the content does not say; ``hours``: when it is
    open, in words."""

    name: str
    district: str
    address: str
    point: Point | None
    hours: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Landmark:
    """A place everybody knows."""

    name: Mapping[str, str]
    point: Point


ANNOUNCED_BEFORE = timedelta(days=28)
"""So long before its first day a poll is announced."""


@dataclass(frozen=True)
class Offer:
    """All that can be done at the station with this content."""

    as_of: date
    polls: Mapping[str, Poll]
    code_lists: Mapping[str, CodeList]
    """Of every poll that takes participation codes, the list of them."""
    city: str
    city_box: Box
    districts: Mapping[str, District]
    categories: Mapping[str, Category]
    landmarks: tuple[Landmark, ...]
    sketch: Mapping[str, Any]
    keys: KeyList
    zone: tzinfo | None = None
    """Where the days of polls begin and end, as the hub says; None: an older hub, which says nothing."""
    receipt_address: str = ""
    """Where a telephone looks up the code of a receipt, with a place for the code; empty: nowhere."""
    outlines: Mapping[str, Sequence[Ring]] = field(default_factory=dict)
    """The outlines of the districts by their codes; empty where the content brings none."""
    projects: Mapping[str, Project] = field(default_factory=dict)
    """What is planned in the city, by id."""
    calendars: tuple[CentreCalendar, ...] = ()
    """The dates of the centres."""
    shifts: tuple[Shift, ...] = ()
    """When attendants are at stations, and who proves to be one."""
    languages: tuple[Language, ...] = LANGUAGES
    """Those the city offers, in its order."""
    phrases: Mapping[str, Phrases] = field(default_factory=lambda: NO_PHRASES)
    """By language: how this place is called where the catalogues speak of a city."""
    colours: OwnColours | None = None
    """The place's own; None: the station's."""
    ready_sentences: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    """By the id of a category or subcategory: what may be said of it without writing, each in every language."""
    dialogue: Dialogue | None = None
    """What people can say to the city and who answers; None where the content says nothing of it."""
    surveys: Mapping[str, Survey] = field(default_factory=dict)
    """Surveys, by id."""
    bank: Mapping[str, BankQuestion] = field(default_factory=dict)
    """The questions of which one may be asked at the end of a visit, by id."""
    signposts: tuple[Signpost, ...] = ()
    """Whom to turn to with what is no report."""
    centres: tuple[Centre, ...] = ()
    """The houses where people meet, where stations stand."""
    addresses: AddressList | None = None
    """Streets and house numbers; None where the content brings none."""
    objects: ObjectList | None = None
    """What carries a number; None where the content brings none."""
    templates: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The polls that are opened for one evening, at a station, as they were published, by id."""
    map_pack: Path | None = None
    """Where the pack of map tiles lies; None where the content brings none."""
    station: str = ""
    """The name of the station it is offered at; empty while it is of none."""

    @property
    def reportable(self) -> frozenset[str]:
        """The ids a report can carry: those of categories and of subcategories."""
        parts = (part.id for category in self.categories.values() for part in category.subcategories)
        return frozenset((*self.categories, *parts))

    @property
    def takes_codes(self) -> bool:
        """Some poll here asks for a participation code."""
        return any(poll.codes for poll in self.polls.values())

    def category_of(self, reported: str) -> tuple[Category, Subcategory | None] | None:
        """The category an id belongs to, and which of its subcategories it is; None for an id nothing has."""
        for category in self.categories.values():
            if category.id == reported:
                return category, None
            for part in category.subcategories:
                if part.id == reported:
                    return category, part
        return None

    def sentences_for(self, reported: str) -> Sequence[Mapping[str, str]]:
        """What may be said of this without writing: what is its own, else what its category has; empty for neither."""
        found = self.category_of(reported)
        of_category = self.ready_sentences.get(found[0].id, ()) if found else ()
        return self.ready_sentences.get(reported, of_category)

    def signposts_in(self, district: str) -> list[Signpost]:
        """Those for this district, at this station. What is said for it alone stands before what holds everywhere."""
        near = (post for post in self.signposts if self.is_shown(post, district))
        return sorted(near, key=lambda post: not (post.districts or post.stations))

    def is_shown(self, thing: Targeted, district: str) -> bool:
        """True when it is for this station and the people of this district; with an empty one, of the whole city."""
        return thing.is_at(self.station) and (not district or thing.is_for(district))

    def district_at(self, point: Point, *, otherwise: str) -> str | None:
        """The code of the district a point is in; None outside the city.

        Without outlines only the boxes around the districts are known, and those overlap: a point in the box of the
        district ``otherwise`` is taken to be in that, else it is in the one with the nearest middle.
        """
        if self.outlines:
            return district_of(point, self.outlines)
        found = [district for district in self.districts.values() if is_in_box(point, district.bbox)]
        if otherwise in {district.code for district in found}:
            return otherwise
        return min(found, key=lambda district: math.dist(district.centre, point)).code if found else None

    def at(self, station: str, *, evening: Poll | None = None) -> Offer:
        """What of it is offered at the station of this name, with the poll that was opened there for one evening."""
        opened = {evening.id: evening} if evening else {}
        polls = {name: poll for name, poll in {**self.polls, **opened}.items() if poll.is_at(station)}
        surveys = {name: survey for name, survey in self.surveys.items() if survey.is_at(station)}
        templates = {name: wire for name, wire in self.templates.items() if Poll.from_wire(wire).is_at(station)}
        calendars = tuple(calendar for calendar in self.calendars if calendar.is_at(station))
        return replace(self, polls=polls, surveys=surveys, templates=templates, calendars=calendars, station=station)

    def templates_on(self, district: str, today: date) -> list[Poll]:
        """The polls that could be opened here for this evening."""
        polls = map(Poll.from_wire, self.templates.values())
        return [poll for poll in polls if poll.is_for(district) and poll.is_open(today)]

    def open_polls(self, district: str, today: date) -> list[Poll]:
        """The polls the people of this district can answer today."""
        return [poll for poll in self.polls.values() if poll.is_for(district) and poll.is_open(today)]

    def open_surveys(self, district: str, today: date) -> list[Survey]:
        """The surveys the people of this district can answer today."""
        return [survey for survey in self.surveys.values() if survey.is_for(district) and survey.is_open(today)]

    def coming_polls(self, district: str, today: date) -> list[Poll]:
        """The polls of this district that begin within the next weeks."""
        soon = today + ANNOUNCED_BEFORE
        return [poll for poll in self.polls.values() if poll.is_for(district) and today < poll.opens <= soon]

    def void_polls(self, district: str, today: date) -> list[Poll]:
        """The polls of this district that were declared void, as long as their ballots would have counted."""
        return [
            poll
            for poll in self.polls.values()
            if poll.void and poll.is_for(district) and poll.opens <= today <= poll.grace
        ]

    def question_of_the_day(self, district: str, now: datetime) -> Mapping[str, str]:
        """What the greeting asks: of what can be answered here, one each day in turn; where somebody listens, that.

        Empty where nothing is asked.
        """
        today = now.astimezone(self.zone).date()
        heard = [survey.questions[0].poll for survey in self.open_surveys(district, today) if survey.listens]
        polls = heard or self.open_polls(district, today)
        return polls[today.toordinal() % len(polls)].question if polls else {}

    def open_houses(self, district: str) -> list[Centre]:
        """The centres of a district that say when they are open."""
        return [centre for centre in self.centres if centre.district == district and centre.hours]

    def dates_at(self, district: str, now: datetime) -> list[tuple[Span, CentreDate]]:
        """What comes in the centres of a district, the next first."""
        on_the_wall = now.astimezone(self.zone).replace(tzinfo=None)
        here = (calendar.coming(on_the_wall) for calendar in self.calendars if calendar.is_for(district))
        return sorted(chain.from_iterable(here), key=lambda coming: coming[0].begins)

    def shifts_on(self, now: datetime, *, station: str) -> list[Shift]:
        """The shifts that open this station now."""
        on_the_wall = now.astimezone(self.zone).replace(tzinfo=None)
        return [shift for shift in self.shifts if shift.is_on(on_the_wall, station=station)]

    def project_of(self, poll_id: str) -> Project | None:
        """The project a poll belongs to; None for one that stands alone."""
        return next((project for project in self.projects.values() if poll_id in project.polls), None)

    def project_of_entry(self, name: str) -> Project | None:
        """The project that came of the idea or report with this public name; None where none did."""
        return next((one for one in self.projects.values() if name in one.ideas or name in one.reports), None)

    def seal_key(self, now: datetime) -> SealKey:
        """The hub's key to seal with. Raises Refused when there is none."""
        return self.keys.seal_key(now)


def read_offer(package: Package) -> Offer:
    """Everything in the package. Raises Refused when a part is missing or cannot be read.

    Polls without counting keys are left out, a ballot in them could not be sealed; so are those that take participation
    codes and come without the list of them.
    """
    try:
        polls = {poll.id: poll for poll in package.polls() if poll.mix and poll.tally}
        code_lists = _read_code_lists(package, polls.values())
        places = parse_json_object(package.read("places.json"))
        sketch = parse_json_object(package.read("map.json"))
        keys = package.keylist()
        offer = Offer(
            as_of=package.as_of,
            polls={name: poll for name, poll in polls.items() if not poll.codes or name in code_lists},
            code_lists=code_lists,
            city=str(places["city"]["name"]),
            city_box=_box(places["city"]["bbox"]),
            districts={wire["code"]: _read_district(wire) for wire in places["districts"]},
            categories={wire["id"]: read_category(wire) for wire in parse_json_list(package.read("categories.json"))},
            landmarks=tuple(Landmark(wire["name"], _point(wire["point"])) for wire in sketch["landmarks"]),
            sketch=sketch,
            keys=keys,
            zone=read_zone(places["city"].get("time_zone")),
            receipt_address=read_receipt_address(places["city"].get("receipt_address")),
            outlines=_read_outlines(package, places),
            projects={project.id: project for project in package.projects()},
            calendars=tuple(package.calendars()),
            shifts=tuple(package.shifts()),
            languages=languages_of_codes(places["city"].get("languages", LANGUAGE_CODES)) or LANGUAGES,
            phrases=phrases_of(places["city"]),
            colours=read_colours(places["city"].get("colours")),
            ready_sentences={
                str(wire["category"]): list(wire["sentences"])
                for wire in _read_list_if_any(package, "ready_sentences.json")
            },
            dialogue=_read_dialogue(package),
            surveys={survey.id: survey for survey in package.surveys()},
            bank=_read_bank(package),
            signposts=tuple(map(read_signpost, _read_list_if_any(package, "signposts.json"))),
            centres=tuple(_read_centre(wire) for wire in places.get("centres", ())),
            addresses=_listed(package, ADDRESSES, AddressList),
            objects=_listed(package, OBJECTS, ObjectList),
            map_pack=_listed(package, MAP_PACK, Path),
            templates={
                poll.id: parse_json_object(package.read(f"{POLLS}{poll.id}.json"))
                for poll in package.polls()
                if is_template(poll)
            },
        )
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise Refused(f"the content package cannot be used: {error!r}") from error
    offer.seal_key(datetime.max.replace(tzinfo=UTC))
    return offer


def _read_dialogue(package: Package) -> Dialogue | None:
    """Rules that this version cannot read are none: a station that takes no ideas is better than no station."""
    try:
        return Dialogue.from_wire(parse_json_object(package.read(DIALOGUE)))
    except (KeyError, Refused):
        return None


def _read_outlines(package: Package, places: Mapping[str, Any]) -> dict[str, list[Ring]]:
    """Of the districts there are, and of all of them: a point in one without an outline would be in none."""
    try:
        shapes = parse_json_object(package.read("district_shapes.json"))["districts"]
    except KeyError:
        return {}
    codes = [wire["code"] for wire in places["districts"]]
    if not set(codes) <= shapes.keys():
        return {}
    return {code: [[_point(point) for point in ring] for ring in shapes[code]] for code in codes}


def _read_code_lists(package: Package, polls: Iterable[Poll]) -> dict[str, CodeList]:
    found = {}
    for poll in polls:
        if poll.codes:
            with suppress(KeyError):
                found[poll.id] = package.code_list(poll.id)
    return found


def _read_bank(package: Package) -> dict[str, BankQuestion]:
    """A bank that a newer hub writes otherwise is none: nobody is asked, and the station serves."""
    found = {}
    with suppress(KeyError, TypeError, ValueError, SyncError):
        found = {wire["id"]: BankQuestion.from_wire(wire) for wire in parse_json_list(package.read(BANK_FILE))}
    return found


def _read_list_if_any(package: Package, target: str) -> list[Any]:
    """Empty where the content brings none."""
    try:
        data = package.read(target)
    except KeyError:
        return []
    return parse_json_list(data)


def _read_district(wire: Mapping[str, Any]) -> District:
    return District(str(wire["code"]), str(wire["name"]), _point(wire["centre"]), _box(wire["bbox"]))


def _read_centre(wire: Mapping[str, Any]) -> Centre:
    point = wire.get("point")
    return Centre(
        str(wire["name"]),
        str(wire["district"]),
        str(wire.get("address") or ""),
        _point(point) if point else None,
        wire.get("hours") or {},
    )


def _listed(package: Package, target: str, read: Callable[[Path], T]) -> T | None:
    """What is made of a file where it lies; None where there is none."""
    try:
        return read(package.path_of(target))
    except KeyError:
        return None


def _point(wire: Any) -> Point:
    longitude, latitude = wire
    return float(longitude), float(latitude)


def _box(wire: Any) -> Box:
    west, south, east, north = wire
    return float(west), float(south), float(east), float(north)
