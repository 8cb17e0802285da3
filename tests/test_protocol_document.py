"""docs/protocol.md says what the code does: its paths, words, limits and formulas are compared with the code."""

import base64
import hashlib
import re
from datetime import date
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

from sync.agent.back_off import BACK_OFF_AT_MOST_SECONDS, BACK_OFF_SECONDS
from sync.agent.exchange import MAX_TURNS
from sync.agent.hub_client import MAX_WAIT_SECONDS
from sync.hub.intake.services import Outcome
from sync.hub.intake.views import MAX_REQUEST_BYTES, RETRY_SECONDS
from sync.hub.stations.services import CODE_LIFETIME, CODE_TRIES
from sync.hub.worker.apply import MAX_TRIES
from sync.protocol import announced_paths, ballot_log, dialogue, key_list, participation_codes, report_status
from sync.protocol.attachment_messages import MAX_PIECE_BYTES, MAX_SEALED_PIECE_BYTES, NAMES_AT_ONCE
from sync.protocol.batches import MAX_BATCH_BYTES, MAX_BODY_BYTES, MAX_RECORDS, VERSION, BatchHeader
from sync.protocol.contributions import (
    RELEASED_FILE,
    STATES_FILE,
    Contribution,
    ContributionKind,
    ContributionState,
    Released,
    Support,
    public_name_of,
)
from sync.protocol.day_closure import DayClosure, DaySums
from sync.protocol.encoding import CROCKFORD
from sync.protocol.enrolment import CODE_LENGTH, code_secret
from sync.protocol.jws import MAX_HEADER_BYTES, MAX_KID_LENGTH
from sync.protocol.keys import SEAL_OVERHEAD_BYTES, OpenKey, derive_key
from sync.protocol.polls.kinds import KINDS
from sync.protocol.records import (
    MAX_PLAINTEXT_BYTES,
    MAX_SEALED_BYTES,
    Damage,
    RecordKind,
    Report,
    ReportWord,
    Stream,
    WordKind,
    stream_of,
)
from sync.protocol.surveys.answers import SurveyAnswer
from sync.protocol.surveys.questions import BANK_FILE
from sync.protocol.surveys.survey import FOLDER as SURVEYS
from sync.protocol.visit_counts import VisitCounts
from sync.station.content_store import CALENDARS, PROJECTS
from sync.station.disk_reserve import RESERVE_BYTES
from sync.station.journal_rules import KEEP_DAYS
from sync.stick import ack_path, ask_path, batch_path, enrolment_name, heads_path, piece_path, status_path, told_path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("sync/protocol", "sync/hub/forwarding")
    for path in sorted((ROOT / folder).rglob("*.py"))
)
CODE = "0123456789ABCDEF"
DAY = "2026-11-22"


def table_after(heading: str) -> list[list[str]]:
    """The rows of the first table with this in its first line, each as its cells."""
    lines = PAGE[PAGE.index(f"| {heading} |") :].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def first_words(heading: str) -> set[str]:
    return {word for row in table_after(heading) for word in re.findall(r"`([^`]+)`", row[0])}


# --- words ---------------------------------------------------------------------------------------------------------


def test_every_type_of_message_is_named_and_no_other():
    assert first_words("typ") == set(re.findall(r'"(ck1-[a-z]+)"', SOURCES))
    assert set(re.findall(r"ck1-[a-z]+", PAGE)) == first_words("typ")


def test_the_answer_of_every_kind_of_poll_is_described():
    assert first_words("kind | answer") == set(KINDS)


def test_every_kind_of_record_is_named_with_its_stream():
    told = {row[0].strip("`"): row[1].strip("`") for row in table_after("kind | stream | plaintext")}
    assert told == {kind.value: stream_of(kind).value for kind in RecordKind}


def test_every_reason_of_a_refusal_is_named():
    signed = set(Outcome) - {Outcome.ACKNOWLEDGED, Outcome.UNKNOWN}
    assert set(re.findall(r"ck1-refusal `([a-z]+)`", PAGE)) == {outcome.value for outcome in signed}


def test_the_members_of_a_header_are_those_of_a_batch():
    header = BatchHeader("d", Stream.BALLOTS, "0" * 32, 1, "", 1, "", 1, DAY, rekey="r", clock_unsure=True)
    assert first_words("member") == set(header.to_wire())


def test_the_members_of_what_is_sealed_are_those_of_its_kind():
    report = Report("1", "c", "A", 12.0, 54.0, "", "de", DAY, attachments=(("p",),), seen=DAY, unsure=True,
                    radius_metres=100, withdrawal="0" * 32, contact="0381", may_publish=True, by_team=True)  # fmt: skip
    word = ReportWord("0" * 32, WordKind.WITHDRAWN, DAY, "123456")
    said = Contribution(
        ContributionKind.QUESTION, "1", "?", "A", "de", DAY, topic="t", receiver="r", project="p", about="0" * 32,
        is_public=True, place=(12.0, 54.0), attachments=(("p",),), seen=DAY, unsure=True, withdrawal="0" * 32,
        by_team=True,
    )  # fmt: skip
    samples = {
        "report": report.to_wire(),
        "damage": Damage(DAY, 1, 1, "f").to_wire(),
        "word": word.to_wire(),
        "contribution": said.to_wire(),
        "support": Support("0" * 32, DAY).to_wire(),
        "visits": VisitCounts(DAY).to_wire(),
        "closure": DayClosure(DAY, DAY, "", "A", DaySums(), 0, ("a", "b"), True).to_wire(),
        "answer": SurveyAnswer("bank", "q", "0" * 16, {"it": 1}, "D", DAY).to_wire(),
    }
    for name, wire in samples.items():
        described = re.search(rf"^    {name}  (\{{.*?\}})$", PAGE, re.MULTILINE | re.DOTALL)
        assert set(re.findall(r'"([a-z]+)":?', described[1])) - {"unsure"} == set(wire)


def test_the_states_of_a_report_and_of_a_contribution_are_named():
    for state in (*report_status.ReportState, *ContributionState):
        assert f"`{state.value}`" in PAGE


def test_the_kinds_and_members_of_contributions_are_named():
    for kind in ContributionKind:
        assert f"`{kind.value}`" in PAGE
    shown = Released("0" * 32, ContributionKind.IDEA, "", "de", "A", ContributionState.RECEIVED, date(2026, 11, 22))
    described = re.search(r'\{"released":\[\{(.*?)\}\]\}', PAGE)
    assert set(re.findall(r'"([a-z]+)"', described[1])) == set(shown.to_wire())
    name = hashlib.sha256(b"ck1|contribution|public|" + b"0" * 32).hexdigest()[:32]
    assert public_name_of("0" * 32) == name
    assert "SHA-256(`ck1|contribution|public|` + record id)" in PAGE


# --- addresses -----------------------------------------------------------------------------------------------------


def test_every_address_exists():
    asked = re.findall(r"`(?:GET|POST|PUT) (/[^`]+)`", PAGE)
    assert len(asked) >= 9
    for address in asked:
        resolve(address.replace("<sha256>", "0" * 64).replace("<path>", "metadata/timestamp.json"))


def test_every_address_that_stations_call_is_on_the_page():
    from sync.hub.attachments import urls as attachments
    from sync.hub.forwarding import urls as forwarding
    from sync.hub.intake import urls as intake

    for pattern in (*intake.urlpatterns, *attachments.urlpatterns, *forwarding.urlpatterns):
        assert "/" + re.sub(r"<.*", "", str(pattern.pattern)) in PAGE


def test_an_address_that_is_not_there_would_be_noticed():
    with pytest.raises(Resolver404):
        resolve("/api/v1/no-such-thing")


@pytest.mark.parametrize(
    ("told", "path"),
    [
        ("<device>/<inc>/<seq>.batch", batch_path("<device>", "<inc>", "<seq>")),
        ("blobs/<first two digits>/<sha256>", piece_path("00<rest>").replace("00<rest>", "<sha256>")),
        ("acks/<device>-<inc>.jws", ack_path("<device>", "<inc>")),
        ("acks/<device>.jws", heads_path("<device>")),
        ("asks/<device>-<inc>.status", status_path("<device>", "<inc>")),
        ("asks/<device>-<number>.ask", ask_path("<device>", "<number>")),
        ("acks/<device>-<number>.pieces", told_path("<device>", "<number>")),
    ],
)
def test_a_stick_is_laid_out_as_described(told, path):
    assert f"ck1/{told} " in PAGE
    assert path.replace("/00/", "/<first two digits>/") == told


def test_a_request_on_a_stick_is_named_after_itself():
    assert "name = first 32 hex digits of SHA-256(request)" in PAGE
    assert enrolment_name(b"request") == hashlib.sha256(b"request").hexdigest()[:32]


def test_the_files_of_the_content_are_named():
    assert first_words("path") == {
        key_list.TARGET_PATH,
        f"{PROJECTS}<id>.json",
        f"{CALENDARS}<id>.json",
        f"{SURVEYS}<id>.json",
        BANK_FILE,
        "polls/<id>.json",
        dialogue.FILE,
        participation_codes.list_path("<id>"),
        announced_paths.PATTERN,
    }
    assert f"`{min(report_status.PART_NAMES)}` to `{max(report_status.PART_NAMES)}`" in PAGE
    for name in (STATES_FILE, RELEASED_FILE):
        assert f"`{name}`" in PAGE
    assert f"`{ballot_log.CHECKPOINT}`" in PAGE


# --- numbers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("At most {:,} bytes in ASCII", MAX_HEADER_BYTES),
        ("`kid` of at most {} characters", MAX_KID_LENGTH),
        ("{} bytes longer than the plaintext", SEAL_OVERHEAD_BYTES),
        ("a code of {} Crockford characters", CODE_LENGTH),
        ("single use, {} hours", CODE_LIFETIME.total_seconds() / 3600),
        ("hours, {} tries", CODE_TRIES),
        ("plaintext has at most {:,} bytes", MAX_PLAINTEXT_BYTES),
        ("a seal at most {:,}", MAX_SEALED_BYTES),
        ("| `v` | {} |", VERSION),
        ("number of records, 1 to {}", MAX_RECORDS),
        ("when decompressed, at most {:,}", MAX_BODY_BYTES),
        ("at most {:,} bytes below line 1", MAX_BATCH_BYTES),
        ("| a batch, {:,} |", MAX_REQUEST_BYTES),
        ("| a sealed piece, {:,} |", MAX_SEALED_PIECE_BYTES),
        ("pieces of at most {:,} bytes", MAX_PIECE_BYTES),
        ("at most {} names", NAMES_AT_ONCE),
        ("`Retry-After: {}`", RETRY_SECONDS),
        ("at most {} times over", MAX_TURNS),
        ("and all of {} s x 2^n", BACK_OFF_SECONDS),
        ("at most {} minutes, and never shorter", BACK_OFF_AT_MOST_SECONDS // 60),
        ("older than {} days, or the disk", KEEP_DAYS),
        ("quarantine after {} tries", MAX_TRIES),
        ("a reserve of {} MiB", RESERVE_BYTES // 1024**2),
        ("{:,} in each file but the last", ballot_log.LEAVES_PER_FILE),
    ],
)
def test_a_limit_on_the_page_is_that_of_the_code(sentence, value):
    assert sentence.format(int(value)) in " ".join(PAGE.split())


def test_the_longest_wait_a_station_believes_is_an_hour():
    assert MAX_WAIT_SECONDS == 3600
    assert "a station believes at most an hour" in PAGE


def test_the_alphabet_of_codes_is_the_one_on_the_page():
    assert f"`{CROCKFORD}`" in PAGE


# --- formulas, computed here as the page tells them -----------------------------------------------------------------


def test_the_infos_of_seals_are_those_of_the_code():
    told = set(re.findall(r'info = "(ck1\|[a-z]+)\|', PAGE))
    assert told == {"ck1|rec", "ck1|blob", "ck1|tally", "ck1|mix"}
    for begin in ("ck1|rec|{", "ck1|blob|{", "ck1|{layer}|{"):
        assert f'f"{begin}' in SOURCES


def test_a_record_opens_by_the_info_on_the_page():
    from sync.protocol.envelope import seal_damage

    key = OpenKey.generate()
    record = seal_damage(Damage(DAY, 1, 1, "f"), key=key.public)
    assert key.open(record.sealed, f"ck1|rec|{key.kid}|{record.id}".encode()).startswith(b'{"day":')


def test_the_secrets_of_a_code_are_those_of_the_page():
    secret = code_secret(CODE)
    assert 'info "ck1 enrol locator"' in PAGE
    assert secret.locator == derive_key(CODE.encode(), "ck1 enrol locator")[:8].hex()
    assert secret.key == derive_key(CODE.encode(), "ck1 enrol")


def test_mark_and_entry_of_a_participation_code_are_those_of_the_page():
    code = participation_codes.ParticipationCode(CODE)
    assert code.mark("p") == hashlib.sha256(f"ck1|spent|p{CODE}".encode()).hexdigest()
    assert code.entry("p") == hashlib.sha256(f"ck1|list|p|{CODE}".encode()).digest()[:16]
    assert f"`{participation_codes.SCANNED_PREFIX}`" in PAGE


def test_the_record_of_a_report_is_found_by_its_number():
    described = re.search(r'scrypt\(number, salt "([^"]+)", n (\d+), r (\d+), p (\d+), (\d+) bytes\)', PAGE)
    salt, n, r, p, length = described.groups()
    computed = hashlib.scrypt(b"123456789012", salt=salt.encode(), n=int(n), r=int(r), p=int(p), dklen=int(length),
                              maxmem=64 * 2**20)  # fmt: skip
    assert report_status.record_id_of("123456789012") == computed.hex()


def test_a_tracker_is_the_beginning_of_a_hash():
    from sync.protocol.envelope import tracker_of

    assert "the first 20 characters of base32(SHA-256(inner))" in PAGE
    assert tracker_of(b"inner") == base64.b32encode(hashlib.sha256(b"inner").digest()).decode()[:20]


def test_a_leaf_of_the_log_is_written_as_on_the_page():
    assert "`poll|mark|sha256(inner)`" in PAGE
    assert ballot_log.LogEntry("p", "", "ab").leaf == b"p||ab"
