"""The key that signs slips: the hub hears of it before it signs, and it is the screens' alone, until it is renewed."""

import stat
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.station.slip_signer import DAYS_OF_A_KEY
from kiosk.station.station import StationFile
from sync.protocol.envelope import open_slip_key
from sync.protocol.keys import VerifyKey
from sync.protocol.records import Record, RecordKind
from sync.protocol.slip_proofs import hint_of, read_proof, read_slip
from sync.station.database import open_database, transaction
from sync.station.disk_reserve import RESERVE_BYTES
from sync.station.state import read_identity
from tests.kits.kiosk_station import make_station
from tests.kits.station_twin import Seconds

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TRACKER = "K7QF2M3AXW5TPJ4C6RBD"


class Place:
    """A station in a folder, started as often as a test wants, on whatever day."""

    def __init__(self, folder, keys):
        self.config, self.keys = make_station(folder, keys), keys
        self.now, self.free = NOON, 4 * RESERVE_BYTES
        self.station = self.start()

    def start(self):
        return StationFile(self.config, monotonic=Seconds(), clock=lambda: self.now, free=lambda _folder: self.free)

    def look(self):
        self.station.renew_slip_key(lambda _now: self.keys.seal.public)

    def announced(self):
        connection = open_database(self.config.database)
        rows = connection.execute("SELECT id, kind, kid, sealed FROM waiting WHERE kind = ?", (RecordKind.SLIP_KEY,))
        told = [open_slip_key(Record(*row), key=self.keys.seal) for row in rows]
        self.device = read_identity(connection).device
        connection.close()
        return {VerifyKey.from_jwk(one.jwk).kid: one for one in told}

    def proof(self):
        return read_proof(self.station.prove("neuer-markt", TRACKER))

    def key(self):
        (found,) = [one for kid, one in self.announced().items() if hint_of(kid) == self.proof().hint]
        return found


@pytest.fixture
def place(tmp_path, keys):
    made = Place(tmp_path, keys)
    yield made
    made.station.close()


def test_the_hub_hears_of_the_key_and_nobody_but_the_screens_reads_it(place):
    assert place.proof() is None
    place.look()
    place.look()
    (told,) = place.announced().values()
    assert told.is_of(place.device) and not told.is_of("another") and told.day == "2026-11-22"
    assert place.proof().fits(VerifyKey.from_jwk(told.jwk), poll="neuer-markt", tracker=TRACKER)
    assert not place.proof().fits(VerifyKey.from_jwk(told.jwk), poll="garten", tracker=TRACKER)
    assert stat.S_IMODE(place.config.slip_key.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.config.slip_key.parent.stat().st_mode) == 0o700
    assert not place.config.device_key.exists()  # nothing here has anything to do with the key of the exchange


def test_the_same_key_goes_on_after_a_restart_and_another_one_each_quarter(place):
    place.look()
    first = place.key()
    place.station.close()
    place.station = place.start()
    place.look()
    assert place.key() == first
    place.now += timedelta(days=DAYS_OF_A_KEY)
    place.look()
    assert place.key() != first and len(place.announced()) == 2


@pytest.mark.parametrize("reset", ["another station", "another key", "no key"])
def test_after_a_reset_no_slip_is_signed_with_a_key_the_hub_does_not_know_as_this_stations(place, reset):
    place.look()
    first = place.key()
    place.station.close()
    if reset == "another station":
        connection = open_database(place.config.database)
        with transaction(connection):
            connection.execute("UPDATE identity SET device = ?", ("e" * 32,))
        connection.close()
    elif reset == "another key":
        place.config.slip_key.write_bytes(b"no key at all")
    else:
        place.config.slip_key.unlink()
    place.station = place.start()
    place.look()
    assert place.key() != first and place.key().is_of(place.device)


def test_on_a_full_disk_the_key_of_before_signs_on(place):
    place.look()
    first = place.key()
    place.now += timedelta(days=DAYS_OF_A_KEY)
    place.free = 0
    place.look()
    assert place.key() == first


def test_a_slip_is_read_from_whatever_its_code_holds(place):
    place.look()
    proof = place.station.prove("neuer-markt", TRACKER)
    assert len(proof) == 111
    held = f"{TRACKER}.{proof}"
    for scanned in (held, f"https://www.example.org/mitmachen#{held}", f"https://a.example/look?c={held}\n"):
        assert read_slip(scanned) == (TRACKER, proof)
    for other in (TRACKER, f"https://www.example.org/mitmachen#{TRACKER}", held[:-1], held + "A", ""):
        assert read_slip(other) == ("", "")
