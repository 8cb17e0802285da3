"""Map tiles fetched over HTTP from a source that counts, refuses and breaks off: whole in the end, never in haste."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from kiosk.widgets.map.tile_pack import open_pack
from sync.hub.content.map_building import MapNotBuilt, MapSource, build_map, tiles_of
from tests.kits.tile_packs import PNG_TILE

BOX = (12.12, 54.08, 12.16, 54.10)
ZOOMS = (11, 13)
WHOSE = "© the city (CC BY 4.0)"


@dataclass
class TileServer:
    """A source on this machine. ``answers`` are given before tiles, one to each request: a status and headers."""

    address: str = ""
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)


@pytest.fixture
def tiles() -> Iterator[TileServer]:
    twin = TileServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            twin.asked.append(self.path)
            twin.agents.add(self.headers["User-Agent"])
            status, headers, body = twin.answers.pop(0) if twin.answers else (200, {}, PNG_TILE)
            status = 404 if self.path in twin.gone else status
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        twin.address = f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.png"
        yield twin
        server.shutdown()


@dataclass
class Clock:
    """Time that passes only while somebody waits."""

    now: float = 0.0
    waited: list[float] = field(default_factory=list)

    def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


def build(target, tiles: TileServer, clock: Clock, **kw):
    source = MapSource(tiles.address, WHOSE, "map@example.org", kw.pop("per_second", 2.0))
    return build_map(
        target, source, box=kw.pop("box", BOX), zooms=ZOOMS, pause=clock.pause, clock=lambda: clock.now, **kw
    )


def test_every_tile_comes_once_into_a_pack_that_says_whose_it_is(tmp_path, tiles):
    built = build(tmp_path / "map", tiles, Clock())
    assert built.kept == built.wanted == len(set(tiles.asked)) == len(tiles.asked) > 5
    pack = open_pack(tmp_path / "map")
    assert (pack.least_zoom, pack.most_zoom, pack.attribution) == (11, 13, WHOSE)
    wanted = list(tiles_of(BOX, ZOOMS))
    assert pack.tiles(wanted) == dict.fromkeys(wanted, PNG_TILE)


def test_it_says_who_it_is_and_keeps_its_distance(tmp_path, tiles):
    clock = Clock()
    built = build(tmp_path / "map", tiles, clock, per_second=4.0)
    assert clock.now >= (built.wanted - 1) / 4.0
    (agent,) = tiles.agents
    assert agent.startswith("Mitmachstation/")
    assert "map@example.org" in agent


def test_what_has_come_is_kept_and_not_asked_for_again(tmp_path, tiles):
    tiles.answers = [(200, {}, PNG_TILE)] * 5 + [(500, {}, b"")]
    with pytest.raises(MapNotBuilt, match=r"answers 500.*5 tiles are kept; the same command goes on"):
        build(tmp_path / "map", tiles, Clock())
    first = tiles.asked[:5]
    built = build(tmp_path / "map", tiles, Clock())
    assert built.kept == built.wanted
    assert all(tiles.asked.count(path) == 1 for path in first)


def test_who_asks_to_be_left_alone_is_left_alone(tmp_path, tiles):
    clock = Clock()
    tiles.answers = [(429, {"Retry-After": "40"}, b""), (503, {}, b"")]
    built = build(tmp_path / "map", tiles, clock)
    assert built.kept == built.wanted
    assert 40.0 in clock.waited


def test_what_the_source_does_not_have_is_left_out(tmp_path, tiles):
    tiles.gone = {"/11/1092/655.png", *(f"/11/{x}/{y}.png" for x in range(1090, 1096) for y in range(650, 660))}
    built = build(tmp_path / "map", tiles, Clock())
    assert built.absent >= 1
    assert built.kept == built.wanted - built.absent


def test_a_page_of_a_portal_is_no_tile(tmp_path, tiles):
    tiles.answers = [(200, {}, b"<html>Welcome to the hotel")]
    with pytest.raises(MapNotBuilt, match="no picture"):
        build(tmp_path / "map", tiles, Clock())


def test_two_maps_are_not_mixed(tmp_path, tiles):
    build(tmp_path / "map", tiles, Clock())
    tiles.address = tiles.address.replace("{z}", "other/{z}")
    with pytest.raises(MapNotBuilt, match="begun with tiles of"):
        build(tmp_path / "map", tiles, Clock())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"address": "ftp://x/{z}/{x}/{y}"}, "the source is an address"),
        ({"address": "http://x/{z}/{x}"}, "the source is an address"),
        ({"attribution": " "}, "an attribution is needed"),
        ({"contact": "me"}, "a contact is needed"),
        ({"per_second": 50.0}, "polite"),
    ],
)
def test_nothing_is_fetched_on_other_terms(tmp_path, changed, said):
    terms = {"address": "http://127.0.0.1:1/{z}/{x}/{y}", "attribution": WHOSE, "contact": "a@b"} | changed
    with pytest.raises(MapNotBuilt, match=said):
        build_map(tmp_path / "map", MapSource(**terms), box=BOX, zooms=ZOOMS)
    assert not (tmp_path / "map").exists()


@pytest.mark.parametrize(
    ("box", "zooms", "said"),
    [(BOX, (13, 11), "zooms"), ((12.2, 54.0, 12.1, 54.2), ZOOMS, "the box"), ((0, 0, 80, 80), (0, 15), "at most")],
)
def test_a_box_that_is_none_or_too_much_is_refused(box, zooms, said):
    with pytest.raises(MapNotBuilt, match=said):
        list(tiles_of(box, zooms))


def test_a_pack_of_something_else_is_none(tmp_path):
    (tmp_path / "broken").write_bytes(b"no pack")
    assert open_pack(tmp_path / "broken") is None
    assert open_pack(tmp_path / "missing") is None
    with closing(sqlite3.connect(tmp_path / "vectors")) as database:
        database.executescript(
            "CREATE TABLE metadata (name, value); CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data);"
            "INSERT INTO metadata VALUES ('format', 'pbf'); INSERT INTO tiles VALUES (1, 1, 1, x'00');"
        )
    assert open_pack(tmp_path / "vectors") is None
