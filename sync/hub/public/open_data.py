"""Open data: everything public as files that programs read, each table with its description, and all of it as one ZIP.

What is made here follows from the published files alone, and from the months that were told once and for all. The
files to count a poll again also need its counted ballots; they are offered where none of their figures is of one to
four people.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar

from django.conf import settings

from sync.hub.ballot_log import selectors as ballot_log
from sync.hub.counting.published import files_of
from sync.hub.counting.services import publication
from sync.hub.counting.tables import describe, write_csv
from sync.hub.public.city_app import app_file
from sync.hub.public.edition import Edition
from sync.hub.public.indicators import indicator_files
from sync.hub.training import marked_title
from sync.protocol.announced_paths import FOLDER
from sync.protocol.ballot_log import PREFIX as LOG
from sync.protocol.contributions import Released
from sync.protocol.encoding import canonical_json, parse_json
from sync.protocol.errors import Refused
from sync.protocol.open_reports import KnownReport
from sync.protocol.poll_results import LEAST_FIGURE, PollResult

Files = Mapping[str, bytes]
"""Name to bytes."""

_Made = TypeVar("_Made")

KINDS = {
    "csv": "text/csv; charset=utf-8", "json": "application/json", "geojson": "application/geo+json",
    "pb": "text/plain; charset=utf-8", "checkpoint": "text/plain; charset=utf-8", "zip": "application/zip",
}  # fmt: skip
"""What a file is, by the end of its name."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_DATE = (1980, 1, 1, 0, 0, 0)
"""Of all files in a ZIP: the same files give the same bytes."""

COUNT_AGAIN = "to-count-again"
_TOLD = "result-told."
_WHOLE = {"supports", "ballots"}
_DATATYPES = {"since": "date", "longitude": "number", "latitude": "number"}
TITLES: Mapping[str, Mapping[str, str]] = {
    "id": {"de": "Öffentlicher Name", "en": "Public name"},
    "kind": {"de": "Art", "en": "Kind"},
    "topic": {"de": "Thema", "en": "Topic"},
    "category": {"de": "Kategorie (Kennung)", "en": "Category (id)"},
    "category_title": {"de": "Kategorie", "en": "Category"},
    "district": {"de": "Stadtbereich (Kennung)", "en": "District (code)"},
    "district_name": {"de": "Stadtbereich", "en": "District"},
    "project": {"de": "Vorhaben", "en": "Project"},
    "state": {"de": "Stand", "en": "State"},
    "since": {"de": "Stand seit", "en": "State since"},
    "supports": {"de": "Unterstützungen", "en": "Supports"},
    "language": {"de": "Sprache", "en": "Language"},
    "text": {"de": "Text", "en": "Text"},
    "answer": {"de": "Antwort der Stadt", "en": "Answer of the city"},
    "longitude": {"de": "Länge (WGS 84)", "en": "Longitude (WGS 84)"},
    "latitude": {"de": "Breite (WGS 84)", "en": "Latitude (WGS 84)"},
    "option": {"de": "Antwort (Kennung)", "en": "Option (id)"},
    "title": {"de": "Antwort", "en": "Option"},
    "ballots": {"de": "Stimmen, leer: weniger als fünf", "en": "Votes, empty: fewer than five"},
}
"""What people call each column."""

_CONTRIBUTIONS = (
    "id", "kind", "topic", "district", "district_name", "project", "state", "since", "supports", "language", "text",
    "answer",
)  # fmt: skip
_REPORTS = ("id", "category", "category_title", "state", "since", "supports", "longitude", "latitude")
_making = Lock()


def general_files(edition: Edition) -> Files:
    """The files of everything but the polls' ballots."""
    return {**_made(edition, "general", lambda: dict(_general(edition))), **indicator_files()}


def files_of_poll(edition: Edition, poll_id: str) -> Files:
    """The files of a poll whose result is told; none before."""
    result = edition.results.get(poll_id)
    if result is None:
        return {}
    return _made(edition, f"polls/{poll_id}", lambda: _of_poll(edition, result))


def log_names(edition: Edition) -> list[str]:
    """The names of the files of the ballot log."""
    return [path.removeprefix(FOLDER) for path in edition.files.below(FOLDER + LOG)]


def whole_zip(edition: Edition) -> bytes:
    """Everything as one ZIP, with the licence."""
    told = indicator_files()
    return _made(edition, f"zip/{tag_of_files(told)}", lambda: _zip(_all(edition, told)))


def tag_of_files(files: Files) -> str:
    """What names exactly these files."""
    return hashlib.sha256(b"".join(files[name] for name in sorted(files))).hexdigest()


def poll_zip(edition: Edition, poll_id: str) -> bytes:
    """The files of one poll as a ZIP, with the licence."""
    files = files_of_poll(edition, poll_id)
    return _zip([*_in_folders(files), ("LICENCE.txt", licence_text())])


def licence_address() -> str:
    """The name of the licence, as DCAT-AP.de gives it."""
    return f"http://dcat-ap.de/def/licenses/{settings.HUB_CONFIG.open_data_licence}"


def licence_text() -> bytes:
    """What a ZIP says of its licence."""
    mark = "Übung: Alles hier ist erfunden.\nTraining: everything here is made up.\n\n"
    is_made_up = settings.HUB_CONFIG.for_training
    return f"{mark if is_made_up else ''}{settings.HUB_CONFIG.open_data_licence}\n{licence_address()}\n".encode()


def has_small(figures: Any) -> bool:
    """True when any number in it, however deep, is of one to four."""
    if isinstance(figures, Mapping):
        return any(map(has_small, figures.values()))
    if isinstance(figures, list | tuple):
        return any(map(has_small, figures))
    return isinstance(figures, int) and not isinstance(figures, bool) and 0 < figures < LEAST_FIGURE


def _made(edition: Edition, name: str, make: Callable[[], _Made]) -> _Made:
    if name not in edition.made:
        with _making:  # what is dear is made once, and one at a time
            if name not in edition.made:
                edition.made[name] = make()
    made: _Made = edition.made[name]
    return made


def _general(edition: Edition) -> Iterator[tuple[str, bytes]]:
    yield "projects.json", _wires(edition, "projects/", "projects")
    yield "polls.json", _wires(edition, "polls/", "polls")
    yield "app.json", app_file(edition)
    ideas = [_contribution(edition, one) for one in edition.released]
    yield from _table("contributions.csv", _CONTRIBUTIONS, ideas, {"de": "Ideen und Fragen", "en": "Ideas, questions"})
    yield "contributions.geojson", _collection((None, row) for row in ideas)
    reports = [_report(edition, one) for one in edition.reports]
    yield from _table("reports.csv", _REPORTS, reports, {"de": "Offene Meldungen", "en": "Open reports"})
    yield "reports.geojson", _collection(([row["longitude"], row["latitude"]], row) for row in reports)


def _all(edition: Edition, told: Files) -> Iterator[tuple[str, bytes]]:
    yield "LICENCE.txt", licence_text()
    yield from _general(edition)
    yield from told.items()
    for poll_id, result in sorted(edition.results.items()):
        files = edition.made.get(f"polls/{poll_id}") or _of_poll(edition, result)
        yield from ((f"polls/{poll_id}/{name}", data) for name, data in _in_folders(files))
    yield from ((f"ballot-log/{name}", edition.files.announced(name)) for name in log_names(edition))


def _wires(edition: Edition, folder: str, name: str) -> bytes:
    return canonical_json({name: [parse_json(edition.files.read(path)) for path in edition.files.below(folder)]})


def _contribution(edition: Edition, one: Released) -> dict[str, Any]:
    return {
        "id": one.name,
        "kind": one.kind.value,
        "topic": one.topic,
        "district": one.district,
        "district_name": edition.districts.get(one.district, ""),
        "project": one.project,
        "state": one.state.value,
        "since": one.since.isoformat(),
        "supports": one.supports,
        "language": one.language,
        "text": one.text,
        "answer": one.answer,
    }


def _report(edition: Edition, one: KnownReport) -> dict[str, Any]:
    return {
        "id": one.name,
        "category": one.category,
        "category_title": edition.categories.get(one.category, {}).get("de", ""),
        "state": one.state.value,
        "since": one.since.isoformat(),
        "supports": one.supports,
        "longitude": one.point[0],
        "latitude": one.point[1],
    }


def _of_poll(edition: Edition, result: PollResult) -> Files:
    return {**_told(result), **_to_count_again(edition, result)}


def _in_folders(files: Files) -> Iterator[tuple[str, bytes]]:
    """What ``./mitmach recount`` takes lies in a folder of its own."""
    for name, data in files.items():
        yield (name if name.startswith(_TOLD) else f"{COUNT_AGAIN}/{name}"), data


def _told(result: PollResult) -> Files:
    titles = {option.id: option.title.get("de", "") for option in result.poll.options}
    rows = [
        {"option": figure.option, "title": titles.get(figure.option, ""), "ballots": figure.count}
        for figure in result.figures
    ]
    table = dict(_table(f"{_TOLD}csv", ("option", "title", "ballots"), rows, result.poll.title))
    return {f"{_TOLD}json": result.to_bytes(), **table}


def _to_count_again(edition: Edition, result: PollResult) -> Files:
    """The files ``./mitmach recount`` takes; none while a ballot is not in the log, or where they tell of few."""
    if edition.checkpoint is None:
        return {}
    signed = ballot_log.first_checkpoint_with(result.poll.id, origin=edition.checkpoint.origin)
    if signed is None or signed.size > edition.checkpoint.size:
        return {}
    return _published(str(edition.files.folder), result.poll.id, result.counted_on, signed.size, signed.note)


@lru_cache(maxsize=8)
def _published(_folder: str, poll_id: str, _counted_on: Any, size: int, note: str) -> Files:
    logged = ballot_log.hashes_of_poll(poll_id, size=size)
    try:
        told = publication(poll_id, checkpoint=note, logged=logged, smallest=settings.HUB_CONFIG.smallest_tally)
    except Refused:
        return {}
    return {} if has_small(told.figures) else files_of(told)


def _table(
    name: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]], title: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    yield name, write_csv(columns, ([_cell(row[column]) for column in columns] for row in rows))
    description = describe(name, columns, title=marked_title(title), titles=TITLES, whole=_WHOLE, datatypes=_DATATYPES)
    yield f"{name}-metadata.json", description


def _cell(value: Any) -> Any:
    """No spreadsheet runs anything: a text that begins like a formula gets an apostrophe before it."""
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value


def _collection(features: Iterable[tuple[Sequence[float] | None, Mapping[str, Any]]]) -> bytes:
    """A FeatureCollection (RFC 7946); what has no place has no geometry."""
    rows = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": place} if place else None,
            "properties": {name: value for name, value in row.items() if name not in {"longitude", "latitude"}},
        }
        for place, row in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": rows}, ensure_ascii=False).encode() + b"\n"


def _zip(files: Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, _DATE), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
