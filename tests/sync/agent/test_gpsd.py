"""The position, from a real server that says what gpsd has said to others; nonsense and silence are no position."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from sync.agent.gpsd import locate, point_of
from sync.agent.stick_service import Attendance
from sync.station.config import StationConfig
from sync.station.database import open_database
from sync.station.position_wish import PositionWish, position_wish, tell_position, wish_for_position
from tests.kits.waiting import wait_until

VERSION = b'{"class":"VERSION","release":"3.22","rev":"3.22","proto_major":3,"proto_minor":14}\r\n'
DEVICES = (
    b'{"class":"DEVICES","devices":[{"class":"DEVICE","path":"/dev/ttyACM0","driver":"u-blox","native":1}]}\r\n'
    b'{"class":"WATCH","enable":true,"json":true,"nmea":false,"raw":0,"scaled":false}\r\n'
)
NO_FIX = b'{"class":"TPV","device":"/dev/ttyACM0","mode":1,"time":"2026-11-22T11:00:00.000Z"}\r\n'
SKY = b'{"class":"SKY","device":"/dev/ttyACM0","hdop":0.9,"satellites":[{"PRN":5,"el":31,"used":true}]}\r\n'
FIX = (
    b'{"class":"TPV","device":"/dev/ttyACM0","mode":3,"time":"2026-11-22T11:00:01.000Z","lat":54.0887,"lon":12.1405,'
    b'"alt":13.4,"eph":9.5,"speed":0.02}\r\n'
)
AT = (12.1405, 54.0887)


@contextmanager
def gpsd(*told: bytes, hangs_up: bool = False) -> Iterator[tuple[str, int]]:
    """A server that greets, waits for what gpsd wants to be told, and says this, piece by piece."""
    asked: list[bytes] = []

    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            connection.sendall(VERSION)
            asked.append(connection.recv(200))
            for piece in told:
                connection.sendall(piece)
            if not hangs_up:
                over.wait(10)

    over = threading.Event()
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()
        over.set()
        thread.join()
    assert asked == [b'?WATCH={"enable":true,"json":true};\n']


@pytest.mark.parametrize(
    "told",
    [
        (DEVICES, NO_FIX, SKY, FIX),
        (DEVICES[:40], DEVICES[40:] + FIX[:17], FIX[17:]),
        (b"\xff\xfe\n[1]\nnull\n" + b"[" * 3000 + b"\n", FIX),
    ],
    ids=["a start", "in pieces", "nonsense before"],
)
def test_the_first_position_that_is_one(told: tuple[bytes, ...]):
    with gpsd(*told) as address:
        assert locate(address=address) == AT


@pytest.mark.parametrize("told", [(), (DEVICES, NO_FIX, SKY), (FIX[:-20],)], ids=["nothing", "no fix", "cut"])
def test_a_connection_that_ends_before_is_no_position(told: tuple[bytes, ...]):
    with gpsd(*told, hangs_up=True) as address:
        assert locate(address=address) is None


def test_a_receiver_that_finds_nothing_is_not_waited_for_longer():
    with gpsd(DEVICES, NO_FIX) as address:
        assert locate(address=address, within_seconds=0.1) is None


def test_without_gpsd_there_is_no_position():
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        address = server.getsockname()
    assert locate(address=address) is None


@pytest.mark.parametrize(
    "changed",
    [
        (b'"mode":3', b'"mode":1'),
        (b'"mode":3', b'"mode":null'),
        (b'"class":"TPV"', b'"class":"POLL"'),
        (b'"eph":9.5', b'"eph":4000'),
        (b'"eph":9.5', b'"eph":NaN'),
        (b"54.0887", b"154.0887"),
        (b"54.0887", b"NaN"),
        (b"54.0887", b"[]"),
        (b'"lon"', b'"x"'),
    ],
)
def test_what_is_no_position(changed: tuple[bytes, bytes]):
    assert point_of(FIX) == AT
    assert point_of(FIX.replace(*changed)) is None


def test_the_agent_answers_the_newest_wish_and_asks_once(tmp_path: Path):
    config, asked = StationConfig(data=tmp_path, hub_url="http://127.0.0.1:1"), []
    with closing(open_database(config.database)) as connection:
        assert position_wish(connection) == PositionWish()
        attendance = Attendance(config, find=lambda: None, locate=lambda: asked.append(1) or AT)
        attendance.start(after="")
        wish = wish_for_position(connection)
        wait_until(lambda: position_wish(connection).is_met)
        attendance.stop()
        assert position_wish(connection) == PositionWish(wish, is_met=True, point=AT)
        assert asked == [1]
        newer = wish_for_position(connection)
        tell_position(connection, wish, AT)
        assert position_wish(connection) == PositionWish(newer, is_met=False), "an answer that comes too late is none"
