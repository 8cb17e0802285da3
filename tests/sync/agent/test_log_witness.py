"""A station lets the ballot log only grow, whoever shows it another."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.agent.log_witness import LogFault, LogVerdict, judge
from sync.protocol.ballot_log import CHECKPOINT, LEAVES_PER_FILE, LogEntry, origin_of, write_files
from sync.protocol.keys import SigningKey
from sync.protocol.merkle import root_of
from sync.protocol.signed_note import Checkpoint

KEY = SigningKey.generate()
OTHER = SigningKey.generate()
LEAVES = [
    LogEntry("garden", "", hashlib.sha256(b"%d" % number).hexdigest()).leaf for number in range(LEAVES_PER_FILE + 20)
]
STRANGE = LogEntry("garden", "", "f" * 64).leaf


def note(leaves: list[bytes], key: SigningKey = KEY, size: int | None = None) -> str:
    return Checkpoint(origin_of(key.public), len(leaves) if size is None else size, root_of(leaves)).sign(key)


def log(leaves: list[bytes], key: SigningKey = KEY) -> dict[str, bytes]:
    return write_files(leaves, note(leaves, key))


def see(files: dict[str, bytes], *, kept: str) -> LogVerdict:
    return judge(files, kept=kept, key=KEY.public)


@pytest.mark.parametrize(
    ("before", "after"), [(0, 0), (0, 3), (3, 3), (3, 9), (1, LEAVES_PER_FILE), (LEAVES_PER_FILE, LEAVES_PER_FILE + 7)]
)
def test_a_log_that_grows_is_believed(before, after):
    assert see(log(LEAVES[:after]), kept=note(LEAVES[:before])) == LogVerdict(note(LEAVES[:after]))


def test_the_first_log_is_believed_when_the_hub_has_signed_it():
    assert see(log(LEAVES[:3]), kept="") == LogVerdict(note(LEAVES[:3]))
    assert see({"reports.json": b"{}"}, kept="") == LogVerdict("")


FAULTS = {
    "another beginning": (log([STRANGE, *LEAVES[1:9]]), LogFault.FORKED),
    "another of the same size": (log([*LEAVES[:4], STRANGE]), LogFault.FORKED),
    "shorter": (log(LEAVES[:4]), LogFault.SHORTER),
    "empty": (log([]), LogFault.SHORTER),
    "gone": ({"reports.json": b"{}"}, LogFault.GONE),
    "of another key": (log(LEAVES[:9], OTHER), LogFault.UNSIGNED),
    "without a checkpoint": ({"log.00000": LEAVES[0] + b"\n"}, LogFault.UNSIGNED),
    "with another's checkpoint": (write_files(LEAVES[:9], note(LEAVES[:8])), LogFault.UNSIGNED),
    "with a size that is not its own": (write_files(LEAVES[:9], note(LEAVES[:9], size=8)), LogFault.UNSIGNED),
    "not whole": (log(LEAVES) | {"log.00000": LEAVES[0] + b"\n"}, LogFault.UNSIGNED),
    "not even text": (log(LEAVES[:9]) | {CHECKPOINT: b"\xff\xfe"}, LogFault.UNSIGNED),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_else_is_and_the_last_good_one_stays(fault):
    files, finding = FAULTS[fault]
    kept = note(LEAVES[:5])
    verdict = see(files, kept=kept)
    assert (verdict.believed, verdict.finding) == (kept, finding)
    assert verdict.refused == files.get(CHECKPOINT, b"").decode(errors="replace")


def test_a_new_key_in_the_published_content_begins_another_log():
    """People publish keys; the hub alone cannot change them."""
    kept = note(LEAVES[:5], OTHER)
    assert see(log(LEAVES[:2]), kept=kept) == LogVerdict(note(LEAVES[:2]))
    assert see({}, kept=kept) == LogVerdict(kept)
    assert judge(log(LEAVES[:9]), kept="", key=None).finding is LogFault.UNSIGNED


leaves = st.lists(st.sampled_from([*LEAVES[:6], STRANGE]), max_size=8, unique=True)


@given(leaves, leaves)
def test_of_any_two_logs_the_second_is_believed_just_if_it_begins_with_the_first(before, after):
    """Both signed by the right key: a hub that shows two logs."""
    verdict = see(log(after), kept=note(before))
    assert (verdict.finding is None) == (after[: len(before)] == before)
    assert verdict.believed == (note(before) if verdict.finding else note(after))


@given(st.data())
def test_what_was_cut_or_changed_on_its_way_is_not_believed(data):
    files, kept = log(LEAVES[:9]), note(LEAVES[:5])
    name = data.draw(st.sampled_from(sorted(files)))
    whole = files[name]
    place = data.draw(st.integers(0, len(whole) - 1))
    files[name] = data.draw(
        st.sampled_from([whole[:place], whole[place + 1 :], whole[:place] + b"\xc3" + whole[place + 1 :], b""])
    )
    verdict = see(files, kept=kept)
    assert verdict.finding is LogFault.UNSIGNED
    assert verdict.believed == kept
