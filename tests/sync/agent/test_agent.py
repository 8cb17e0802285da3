"""The agent as a process: started, woken by the kiosk, stopped, against a hub twin behind a real socket."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random

import pytest

from sync.agent.agent import LOOK_SECONDS, Agent, kernel_routes, main
from sync.agent.back_off import BACK_OFF_SECONDS
from sync.agent.enrol import enrol_station
from sync.agent.hub_client import HttpHubClient
from sync.agent.hub_keys import AnswerKeys
from sync.protocol.encoding import random_id
from sync.protocol.enrolment import code_secret
from sync.protocol.key_list import KeyList, ListedKey
from sync.protocol.keys import SigningKey
from sync.protocol.records import Record, RecordKind
from sync.station.config import load_config
from sync.station.content_store import ContentSets
from sync.station.database import open_database
from sync.station.disk_reserve import Reserve
from sync.station.outbox import Outbox
from sync.station.round_wish import wish_for_round
from sync.station.state import read_identity
from sync.systemd import notify
from tests.kits.hub_twin import Answer, HubTwin
from tests.kits.repository_twin import RepositoryTwin
from tests.kits.waiting import wait_until

CODE = "0123-4567-89AB-CDEF"


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def twin(tmp_path: Path) -> HubTwin:
    twin = HubTwin(now)
    repository = RepositoryTwin(tmp_path / "repository", now())
    repository.publish({"keys.json": KeyList(()).to_bytes()})
    twin.repository, twin.root_sha256, twin.code = repository.folder, repository.root_sha256, code_secret(CODE)
    return twin


@pytest.fixture
def credentials() -> list[str | None]:
    """What came with each request besides the station's own proof."""
    return []


@pytest.fixture
def hub_url(twin: HubTwin, credentials: list[str | None]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            credentials.append(self.headers["Authorization"])
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = twin.answer(self.command, self.path, body)
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def config_file(tmp_path: Path, hub_url: str) -> Path:
    path = tmp_path / "station.toml"
    path.write_text(f'data = "data"\nhub_url = "{hub_url}"\n[sync]\ninterval_seconds = 3600\nballots_together = 2\n')
    return path


def enrol(config_file: Path) -> None:
    config = load_config(config_file)
    client = HttpHubClient(config.hub_url, find_key=lambda kid: None)
    enrol_station(config, CODE, client=client, model="test", clock=now)


def put(config_file: Path, kind: str = RecordKind.REPORT) -> str:
    connection = open_database(load_config(config_file).database)
    record = Record(random_id(), kind, "k", b"sealed")
    Outbox(connection, clock=now).put(record)
    connection.close()
    return record.id


def once(config_file: Path, capsys) -> tuple[int, dict[str, object]]:
    code = main(["--config", str(config_file), "--once"])
    return code, json.loads(capsys.readouterr().out)


def test_one_round_is_said_in_one_line(config_file, twin, capsys):
    enrol(config_file)
    record = put(config_file)
    code, said = once(config_file, capsys)
    assert code == 0
    assert (said["enrolled"], said["complete"], said["acknowledged"], said["waiting"]) == (True, True, 1, 0)
    assert said["notes"] == ["content-new"]
    assert record in twin.memory.records


def test_before_enrolment_it_says_so(config_file, capsys):
    code, said = once(config_file, capsys)
    assert (code, said["enrolled"], said["notes"]) == (1, False, ["not-enrolled"])


def test_a_hub_out_of_reach_is_said_and_counts_as_not_done(config_file, twin, capsys, tmp_path):
    enrol(config_file)
    put(config_file)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        text = config_file.read_text().replace(
            load_config(config_file).hub_url, f"http://127.0.0.1:{unused.getsockname()[1]}"
        )
    config_file.write_text(text)
    code, said = once(config_file, capsys)
    assert code == 1
    assert (said["complete"], said["waiting"], said["notes"]) == (False, 1, ["content-unreachable", "hub-silent"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('data = "data"\nhub_url = "x"\nhub_ulr = "y"\n', "unknown key 'hub_ulr'"),
        ('data = "data"\n', "'hub_url' is missing"),
        ("data = ", "not valid TOML"),
        ('data = "data"\nhub_url = 7\n', "'hub_url' must be str"),
        ('data = "data"\nhub_url = "x"\nsync = 7\n', "'sync' must be a table"),
        ('data = "data"\nhub_url = "x"\n[sync]\ninterval_seconds = -1\n', "must not be negative"),
        ('data = "data"\nhub_url = "x"\n[sync]\ninterval = 1\n', "unknown key 'sync.interval'"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_name(tmp_path, capsys, text, words):
    path = tmp_path / "station.toml"
    path.write_text(text)
    assert main(["--config", str(path), "--once"]) == 2
    said = capsys.readouterr().err
    assert words in said and str(path) in said


def test_a_settings_file_that_is_not_there_is_named(tmp_path, capsys):
    assert main(["--config", str(tmp_path / "no.toml")]) == 2
    assert "no.toml: cannot be read" in capsys.readouterr().err


def test_a_whole_number_serves_where_a_fraction_may_stand(tmp_path):
    (tmp_path / "s.toml").write_text('data = "d"\nhub_url = "http://x"\n[screen]\npx_per_mm = 4\n')
    assert load_config(tmp_path / "s.toml").screen.px_per_mm == 4.0


def test_another_programs_database_stops_the_start_with_its_name(config_file, capsys):
    config = load_config(config_file)
    config.database.parent.mkdir(parents=True)
    other = sqlite3.connect(config.database)
    other.execute("CREATE TABLE theirs (x)")
    other.close()
    assert main(["--config", str(config_file), "--once"]) == 2
    assert str(config.database) in capsys.readouterr().err


def test_a_damaged_database_is_put_aside_and_the_service_goes_on(config_file, twin, capsys):
    enrol(config_file)
    config = load_config(config_file)
    once(config_file, capsys)
    record = put(config_file)
    damaged = b"no database" * 20 + config.database.read_bytes()[220:]
    config.database.write_bytes(damaged)
    assert main(["--config", str(config_file), "--once"]) == 0
    said = capsys.readouterr()
    assert "database-salvaged" in said.err and "damaged/001" in said.err
    assert record in twin.memory.records
    assert (config.database.parent / "damaged" / "001" / "station.sqlite").read_bytes() == damaged


@pytest.fixture
def agent(config_file: Path, tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "sync.agent", "--config", str(config_file)]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stderr.close()


def test_it_wakes_for_what_may_go_and_ends_cleanly(config_file, twin, agent):
    enrol(config_file)
    process = agent()
    wait_until(lambda: len(twin.statuses) == 1)
    report = put(config_file)
    wait_until(lambda: report in twin.memory.records)
    ballots = [put(config_file, RecordKind.BALLOT)]
    ballots.append(put(config_file, RecordKind.BALLOT))
    wait_until(lambda: set(ballots) <= set(twin.memory.records))
    process.send_signal(signal.SIGTERM)
    assert process.wait() == 0
    said = process.stderr.read()
    assert "started:" in said and "round-done:" in said and "stopped:" in said
    assert report not in said and ballots[0] not in said


def test_a_station_enrolled_later_begins_without_a_new_start(config_file, twin, agent):
    process = agent()
    assert "started" in process.stderr.readline()
    assert "not-enrolled" in process.stderr.readline()
    record = put(config_file)
    enrol(config_file)
    wait_until(lambda: record in twin.memory.records)


class Steps(Random):
    """Draws the longest wait every time."""

    def uniform(self, a, b):
        return b


@pytest.fixture
def in_process(config_file) -> Iterator[Agent]:
    enrol(config_file)
    config = load_config(config_file)
    connection = open_database(config.database)
    routes = iter([{("eth0",)}] * 2 + [{("wlan0",)}] * 100)
    yield Agent(config, connection, random=Steps(), look_at_routes=lambda: next(routes))
    connection.close()


def test_failures_lengthen_the_wait_and_a_success_ends_them(in_process, twin, config_file):
    put(config_file)
    twin.faults = [connection_closed] * 2
    waits = [in_process._round() for _ in range(3)]
    assert waits == [BACK_OFF_SECONDS, 2 * BACK_OFF_SECONDS, 3600 * 1.2]


def test_a_netrc_of_the_machine_is_not_sent_with_a_round(in_process, config_file, credentials, tmp_path, monkeypatch):
    netrc = tmp_path / ".netrc"
    netrc.write_text("default login somebody password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NETRC", raising=False)
    put(config_file)
    in_process._round()
    assert len(credentials) > 3  # enrolment, heads, the batch, content
    assert set(credentials) == {None}


def connection_closed(take):
    return Answer(503, b"")


def test_a_network_that_comes_back_is_tried_at_once(in_process, twin, config_file):
    put(config_file)
    twin.faults = [connection_closed] * 3
    assert [in_process._round() for _ in range(2)] == [BACK_OFF_SECONDS, 2 * BACK_OFF_SECONDS]
    in_process._wait(3600, in_process._look())  # ends because the routes differ at the second look
    assert in_process._round() == BACK_OFF_SECONDS


def test_a_ballot_that_has_to_wait_for_others_wakes_nobody(in_process, twin, config_file):
    """A request just then would tell when it was cast."""
    in_process._round()
    put(config_file, RecordKind.BALLOT)
    assert not in_process._is_wanted()
    put(config_file, RecordKind.BALLOT)
    assert in_process._is_wanted()
    twin.faults = [connection_closed]
    in_process._round()
    assert not in_process._is_wanted()  # the hub is not there: wait for the time or for the network


def test_who_wants_it_sent_now_waits_for_no_back_off(in_process, twin, config_file):
    put(config_file)
    twin.faults = [connection_closed]
    in_process._look_at_routes = lambda: {("eth0",)}
    in_process._round()
    assert not in_process._is_asked() and not in_process._is_wanted()
    with closing(open_database(load_config(config_file).database)) as kiosk:
        wish_for_round(kiosk)
    in_process._wait(3600, in_process._look()._replace(changes=0))  # ends at the second look
    assert in_process._round() > BACK_OFF_SECONDS, "the hub was there"
    assert not in_process._is_asked(), "once"


def test_what_is_put_while_a_round_ends_is_not_overlooked(in_process, config_file):
    """Too late for this round, and before the wait for the next one begins."""
    in_process._look_at_routes = lambda: {("eth0",)}
    seen = in_process._look()
    seconds = in_process._round()
    put(config_file)
    give_up = threading.Timer(20, in_process._stopping.set)
    give_up.start()
    in_process._wait(seconds, seen)
    give_up.cancel()
    assert not in_process._stopping.is_set()
    assert in_process._is_wanted()


def test_a_disk_that_is_full_is_said_and_waited_for(in_process, config_file, capsys):
    in_process._connection.execute("PRAGMA query_only = ON")
    assert in_process._round() == BACK_OFF_SECONDS
    assert "disk:" in capsys.readouterr().err


def test_the_reserve_is_kept_and_given_up_for_handing_over(in_process, config_file, twin, capsys):
    reserve = Reserve(load_config(config_file).database.parent)
    big = Record(random_id(), RecordKind.REPORT, "k", random.randbytes(200_000))
    Outbox(in_process._connection, clock=now).put(big)
    pages = in_process._connection.execute("PRAGMA page_count").fetchone()[0]
    in_process._connection.execute(f"PRAGMA max_page_count = {pages}")
    assert in_process._round() == BACK_OFF_SECONDS
    assert not reserve.is_whole
    in_process._connection.execute("PRAGMA max_page_count = 100000")
    assert in_process._round() == 3600 * 1.2
    assert reserve.is_whole


def test_the_kernels_routes_are_read_alike_twice():
    assert kernel_routes() == kernel_routes()
    assert LOOK_SECONDS <= 1


def test_a_second_agent_is_refused(config_file, twin, agent, capsys):
    enrol(config_file)
    agent()
    wait_until(lambda: len(twin.statuses) == 1)
    assert main(["--config", str(config_file), "--once"]) == 2
    assert "another agent" in capsys.readouterr().err


def test_systemd_is_told(tmp_path, monkeypatch):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        monkeypatch.setitem(os.environ, "NOTIFY_SOCKET", str(tmp_path / "notify"))
        notify("READY=1")
        assert listener.recv(100) == b"READY=1"


def test_answers_are_proven_with_the_pinned_key_and_with_those_of_the_content(config_file, station_content):
    identity, content, listed = station_content
    keys = AnswerKeys(identity, content)
    assert keys(listed.kid).kid == listed.kid
    assert keys(SigningKey.generate().kid) is None
    pinned = SigningKey.generate()
    assert AnswerKeys(type(identity)(**(vars(identity) | {"hub": pinned.public.jwk})), content)(pinned.kid) is not None


@pytest.fixture
def station_content(config_file, twin, tmp_path):
    enrol(config_file)
    config = load_config(config_file)
    connection = open_database(config.database)
    content, listed = ContentSets(connection, config.content), SigningKey.generate()
    staged = tmp_path / "staged"
    staged.mkdir()
    (staged / "keys.json").write_bytes(KeyList((ListedKey("ack", listed.public.jwk, now()),)).to_bytes())
    content.activate(staged, as_of=now().date())
    yield read_identity(connection), content, listed
    connection.close()
