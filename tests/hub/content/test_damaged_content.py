"""Whatever stands in a file of the content: it is taken, or what is wrong is said in words with the place."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.hub.content.definitions import POLL, PROJECT, json_schema
from sync.hub.content.problems import ContentProblems
from sync.hub.content.source import DEFAULT_CONTENT, load_source
from tests.kits.examples import examples

RING = [[12.1, 54.1], [12.2, 54.1], [12.2, 54.2], [12.1, 54.1]]
FILES = {
    file: json.loads((DEFAULT_CONTENT / file).read_bytes())
    for file in (
        "places.json",
        "map.json",
        "polls/garten-nordwest.json",
        "polls/neuer-markt.json",
        "polls/ortsbeirat-stadtmitte.json",
    )
}
WITHOUT_CHOICE = (*FILES, "district_shapes.json")
"""Files in which nothing the default content says can be left out."""
FILES |= {
    file: json.loads((DEFAULT_CONTENT / file).read_bytes())
    for file in ("categories.json", "projects/garten-nordwest.json", "projects/spielplatz-schmarl.json")
}
FILES["district_shapes.json"] = {
    "attribution": "the city",
    "districts": {district["code"]: [RING] for district in FILES["places.json"]["districts"]},
}


@dataclass(frozen=True)
class Nested:
    """Stands for lists in lists: some so deep that they can just be read, some deeper than any reader goes."""

    depth: int


class Written(float):
    """A number as it is written: further than floats reach, or none at all."""

    def __new__(cls, written: str) -> Written:
        number = super().__new__(cls, 0.0)
        number.written = written
        return number


WRONG_VALUES = st.one_of(
    st.sampled_from(
        [None, True, False, 0, -1, 1, 2**53, 10**400, "", " ", "\ud800", "a" * 500, "x", [], {}, [[]], [{}]]
    ),
    st.sampled_from(["9999-12-31", "0001-01-01", "2026-02-30", "\u0662\u0660\u0662\u0666-10-01", "../../keys/x.svg"]),
    st.sampled_from(["1e400", "-1e400", "NaN", "Infinity", "-Infinity", "1" * 5_000, "-0", "1e-400"]).map(Written),
    (st.integers(900, 1_000) | st.just(2_500)).map(Nested),
    st.text(max_size=20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=8,
    ),
)


def places_in(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every value inside a JSON value."""
    yield place
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from places_in(entry, (*place, name))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from places_in(entry, (*place, index))


def kinds_of_places_in(value: Any) -> list[tuple[str | int, ...]]:
    """Of places that differ by their place in a list alone, the first."""
    found = {
        tuple(step for step in place if isinstance(step, str)): place for place in reversed(list(places_in(value)))
    }
    return [place for place in found.values() if place]


PLACES_IN = {file: list(places_in(value)) for file, value in FILES.items()}


def as_written(value: Any) -> bytes:
    """JSON text, with the values that only text can hold."""
    found: list[str] = []

    def mark(entry: Any) -> Any:
        if isinstance(entry, Nested | Written):
            found.append("[" * entry.depth + "]" * entry.depth if isinstance(entry, Nested) else entry.written)
            return f"<<{len(found) - 1}>>"
        if isinstance(entry, dict):
            return {name: mark(inner) for name, inner in entry.items()}
        return [mark(inner) for inner in entry] if isinstance(entry, list) else entry

    text = json.dumps(mark(value))
    for index, written in enumerate(found):
        text = text.replace(f'"<<{index}>>"', written)
    return text.encode()


@st.composite
def damaged(draw: st.DrawFn, file: str) -> Any:
    """The valid value of a file, changed at one to three places."""
    value = copy.deepcopy(FILES[file])
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(PLACES_IN[file][1:]))
        try:
            around = value
            for step in way:
                around = around[step]
            around[last]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took this place away
        if not isinstance(around, dict | list):
            continue
        change = draw(st.sampled_from(("set", "delete", "add", "repeat")))
        if change == "delete":
            del around[last]
        elif change == "add" and isinstance(around, dict):
            around[draw(st.text(max_size=8) | st.just("\ud800"))] = draw(WRONG_VALUES)
        elif change == "repeat" and isinstance(around, list):
            around.append(copy.deepcopy(around[last]))
        else:
            around[last] = draw(WRONG_VALUES)
    return draw(WRONG_VALUES) if draw(st.integers(0, 30)) == 0 else value


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(DEFAULT_CONTENT, tmp_path_factory.mktemp("damaged") / "content"))
    (folder / "district_shapes.json").write_bytes(as_written(FILES["district_shapes.json"]))
    return folder


@pytest.mark.parametrize("file", FILES)
@settings(max_examples=examples(40), deadline=None)
@given(data=st.data())
def test_damage_is_said_or_harmless(folder: Path, file: str, data: st.DataObject) -> None:
    whole = (folder / file).read_bytes()
    (folder / file).write_bytes(as_written(data.draw(damaged(file))))
    try:
        source = load_source(folder)
    except ContentProblems as caught:
        assert caught.problems
        for problem in caught.problems:
            assert problem.message
            assert 0 < len(str(problem)) < 300
            str(problem).encode()
            assert not any(word in str(problem) for word in ("pydantic", "Input should", "Traceback", "validation"))
    else:
        published = json.loads(source.targets()[file])
        schema = json_schema({"polls": POLL, "projects": PROJECT}.get(file.split("/", maxsplit=1)[0], file))
        assert jsonschema_rs.validator_for(schema).is_valid(published)
    finally:
        (folder / file).write_bytes(whole)


MAY_BE_LEFT_OUT = {"picture", "background", "decided_by"}
"""What the default content says though nobody has to."""


@pytest.mark.parametrize("file", WITHOUT_CHOICE)
def test_every_member_that_goes_is_missed_by_its_path(folder: Path, file: str) -> None:
    """Nothing the default content says can be left out, and the complaint names just this place."""
    whole = (folder / file).read_bytes()
    for *way, last in kinds_of_places_in(FILES[file]):
        if not isinstance(last, str) or last in MAY_BE_LEFT_OUT:
            continue
        value = copy.deepcopy(FILES[file])
        around = value
        for step in way:
            around = around[step]
        del around[last]
        (folder / file).write_bytes(as_written(value))
        path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in (*way, last)).removeprefix(".")
        with pytest.raises(ContentProblems) as caught:
            load_source(folder)
            pytest.fail(path)
        assert f"{file}: {path} is missing" in [str(problem) for problem in caught.value.problems]
    (folder / file).write_bytes(whole)
