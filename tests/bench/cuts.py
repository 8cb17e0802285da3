"""10,000 records while something breaks in the middle: how many arrived, how many doubled, how many different.

Real agent, real hub. Each break comes at a random 30 to 70 % of the bytes; after it the agent comes back until it has
nothing left to send. Every record is compared by its bytes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random, SystemRandom

from sync.protocol.batches import Batch, BatchHeader, read_records
from sync.protocol.jws import read_unproven
from sync.protocol.records import Record
from tests.bench.exchange import RECORD_BYTES, RECORDS, fill_outbox
from tests.bench.relay import Relay, counting_relay
from tests.kits.real.hubs import HubFiles, RunningHub, running_hub
from tests.kits.real.programs import environment, run_python
from tests.kits.real.station import StationFiles

EXPECTED_BYTES = int(RECORDS * RECORD_BYTES * 1.05)
MOST_ROUNDS = 10
_BATCHES = "SELECT id, line, body FROM intake_batch WHERE state = 'stored'"


@dataclass
class Bench:
    """One station and one hub with a relay between. ``at`` is the byte at which it breaks."""

    station: StationFiles
    folder: Path
    stack: ExitStack
    hub: RunningHub
    relay: Relay
    at: int

    def agent(self) -> subprocess.Popen[bytes]:
        """One round of the agent, begun."""
        command = [sys.executable, "-m", "sync.agent", "--config", str(self.station.config), "--once"]
        return subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def wait_for_the_byte(self) -> None:
        """Until so much has come up."""
        deadline = time.monotonic() + 120
        while self.relay.bytes_up < self.at:
            if time.monotonic() > deadline:
                raise TimeoutError("the middle of the exchange did not come")
            time.sleep(0.002)

    def start_hub(self, folder: Path) -> None:
        """This hub answers from now on."""
        self.hub = self.stack.enter_context(running_hub(folder))
        self.relay.target_port = self.hub.port


def measure_cuts(folder: Path) -> dict[str, Mapping[str, int]]:
    """Case to counts."""
    return {name: _measure(folder / name, break_it, SystemRandom()) for name, break_it in CASES.items()}


def _measure(folder: Path, break_it: Callable[[Bench], None], random: Random) -> Mapping[str, int]:
    folder.mkdir(parents=True)
    station = StationFiles(folder)
    with ExitStack() as stack:
        hub = stack.enter_context(running_hub(folder / "hub"))
        relay = stack.enter_context(counting_relay(hub.port))
        station.settle(relay.url)
        run_python("-m", "installer.enrol", "--config", str(station.config), "--code", hub.enrolment_code())
        station.exchange()  # fetches the content
        records = fill_outbox(station.database)
        at = relay.bytes_up + int(random.uniform(0.3, 0.7) * EXPECTED_BYTES)
        bench = Bench(station, folder, stack, hub, relay, at)
        break_it(bench)
        _come_back(station)
        return _compare(records, bench.hub)


def _come_back(station: StationFiles) -> None:
    for _ in range(MOST_ROUNDS):
        if station.exchange()["complete"]:
            return


def _cut_request(bench: Bench) -> None:
    bench.relay.cut_at = bench.at
    bench.agent().wait()


def _lose_answer(bench: Bench) -> None:
    bench.relay.swallow_at = bench.at
    bench.agent().wait()


def _kill_client(bench: Bench) -> None:
    agent = bench.agent()
    bench.wait_for_the_byte()
    agent.kill()
    agent.wait()


def _kill_server(bench: Bench) -> None:
    agent = bench.agent()
    bench.wait_for_the_byte()
    _kill_hub(bench.hub.pid)
    agent.wait()
    bench.start_hub(bench.hub.folder)


def _restore_hub(bench: Bench) -> None:
    backup, restored = bench.folder / "backup", bench.folder / "restored"
    backup.mkdir()
    agent = bench.agent()
    bench.wait_for_the_byte()
    bench.hub.command("backup", str(backup))
    agent.wait()
    _come_back(bench.station)
    key = HubFiles(bench.hub.folder).recovery_key
    HubFiles(restored).command("restore", str(backup), "--recovery-key", str(key))
    bench.start_hub(restored)


CASES: Mapping[str, Callable[[Bench], None]] = {
    "connection_cut_in_a_request": _cut_request,
    "answer_lost": _lose_answer,
    "client_killed": _kill_client,
    "server_killed": _kill_server,
    "hub_restored_from_a_backup_of_the_middle": _restore_hub,
}
"""What breaks."""


def _kill_hub(pid: int) -> None:
    """The programs it has started go with it, and theirs."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    os.kill(pid, signal.SIGKILL)
    for child in children:
        _kill_hub(int(child))


def _records(line: str, body: bytes) -> list[Record]:
    batch = Batch(line, body)
    return read_records(batch, BatchHeader.from_wire(read_unproven(line)))


def _compare(records: Mapping[str, bytes], hub: HubFiles) -> Mapping[str, int]:
    hub.see_to_all()
    rows = hub.ask("SELECT record_id, batch_id, place FROM intake_sealedrecord WHERE kid = 'bench'")
    batches = {number: _records(str(line), bytes(body)) for number, line, body in hub.ask(_BATCHES)}  # type: ignore[call-overload]
    arrived = {str(id_): batches[number][place].sealed for id_, number, place in rows}  # type: ignore[call-overload]
    return {
        "of": len(records),
        "arrived": len(records.keys() & arrived.keys()),
        "doubled": len(rows) - len(arrived),
        "different": sum(arrived[id_] != sealed for id_, sealed in records.items() if id_ in arrived),
        "never_sent": len(arrived.keys() - records.keys()),
    }
