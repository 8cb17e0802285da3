"""Is this station ready to open? Looks at everything once, says it as a table in words or as JSON. Mends nothing."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sqlite3
import stat
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from accessibility.calibration import nominal_px_per_mm
from accessibility.calibration_file import read_calibration
from accessibility.metrics import usual_lower_edge_mm
from hardware.detect import detect
from hardware.ports import CaptureState, PrinterState
from hardware.self_test import try_out
from installer.disks import encryption_below, plain_swap
from installer.install import CODE
from installer.machine import Machine, free_bytes
from installer.ownership import check_installed
from installer.readiness import (
    Finding,
    Grade,
    is_fit,
    judge_battery,
    judge_brightness,
    judge_capture,
    judge_clock,
    judge_connection,
    judge_contact,
    judge_content,
    judge_disk,
    judge_display,
    judge_encryption,
    judge_height,
    judge_keys,
    judge_lamp,
    judge_position,
    judge_room,
    judge_size,
    judge_sound,
    judge_swap,
    judge_touch,
)
from installer.steps import below
from sync.agent.gpsd import locate
from sync.connection import look_at_hub
from sync.http_session import new_session
from sync.key_files import load_signing_key
from sync.protocol.districts import Point
from sync.protocol.errors import Refused, SyncError
from sync.protocol.records import Stream
from sync.station.assembly import StationParts
from sync.station.config import ConfigError, StationConfig, load_config
from sync.station.database import DatabaseUnfit, open_database
from sync.station.events import Note
from sync.station.recovery.salvage import salvages
from sync.station.staff_pin import NAME as STAFF_PIN
from sync.station.state import Identity

STATION_CONFIG = Path("/etc/mitmachstation/station.toml")
"""Where an installed station has its settings."""

Clock = Callable[[], datetime]

Locate = Callable[[], Point | None]
"""Asks gpsd where the station is."""

LookAtHub = Callable[[str], None]
"""Asks whether a hub answers at an address. Raises SyncError with the cause when none does."""


def look_over_network(url: str) -> None:
    """See LookAtHub."""
    with new_session() as session:
        look_at_hub(url, session)


def check_station(
    config_path: Path,
    *,
    machine: Machine,
    clock: Clock,
    look: LookAtHub = look_over_network,
    find_position: Locate = locate,
) -> list[Finding]:
    """Everything there is to say about one station, the settings first. Opens nothing for writing but the database."""
    try:
        config = load_config(config_path)
    except ConfigError as error:
        findings = [Finding("settings", Grade.UNFIT, str(error), "Enrol the station, or mend the file.")]
        return findings + _check_devices(machine)
    return [
        Finding("settings", Grade.FIT, str(config_path)),
        *_check_database(config, machine=machine, clock=clock),
        _check_connection(config, look),
        judge_disk(free_bytes(config.data)),
        judge_encryption(encryption_below(config.data, root=machine.root), config.data),
        judge_swap(plain_swap(root=machine.root)),
        judge_display(
            machine.displays(), machine.session(), width=config.screen.width_px, height=config.screen.height_px
        ),
        *_check_screen(config),
        *_check_devices(machine),
        *check_installed(below(machine.root, CODE), config.data, owner=machine.owner),
        *_check_keys(config),
        *_check_capture(config, machine),
        _check_printer(config),
        judge_lamp(config.lamp, machine.lamp_trigger(config.lamp)),
        judge_brightness(machine.backlights(), machine.light_sensors(), dims=config.screen.dims),
        judge_position(find_position()),
        judge_battery(machine.batteries(), is_minded=config.battery, has_upower=machine.has_upower()),
        _check_staff_pin(config),
    ]


def _check_screen(config: StationConfig) -> list[Finding]:
    """How large the display is, and how high it hangs."""
    screen = config.screen
    nominal = nominal_px_per_mm(
        width_px=screen.width_px, height_px=screen.height_px, diagonal_inch=screen.diagonal_inch
    )
    measured = read_calibration(config.data, width_px=screen.width_px, height_px=screen.height_px, nominal=nominal)
    px_per_mm = screen.px_per_mm or measured or nominal
    usual = usual_lower_edge_mm(screen.height_px / px_per_mm)
    return [
        judge_room(screen.width_px / px_per_mm, screen.height_px / px_per_mm)
        or judge_size(measured, told=screen.px_per_mm, nominal=nominal, height_px=screen.height_px),
        judge_height(screen.lower_edge_mm, usual_mm=usual),
    ]


def _check_keys(config: StationConfig) -> list[Finding]:
    return [
        judge_keys(kind, device, is_there=Path(device).exists(), is_readable=os.access(device, os.R_OK))
        for kind, device in (("keypad", config.keys.keypad), ("switches", config.keys.switches))
    ]


def _check_capture(config: StationConfig, machine: Machine) -> list[Finding]:
    """Camera, scanner and microphone are tried out where there is any sign of one."""
    cameras = machine.cameras()
    signs = {"camera": cameras, "scanner": cameras, "microphone": machine.sound_cards()}
    devices = {"camera": config.camera, "scanner": config.scanner, "microphone": config.microphone}
    if config.scanner == config.camera:
        del devices["scanner"]  # one and the same: tried out once
    findings = []
    for kind, device in devices.items():
        is_there = device not in {"none", "auto"} or (device == "auto" and signs[kind])
        findings.append(judge_capture(kind, device, try_out(kind, device) if is_there else CaptureState.MISSING))
    return findings


def _check_devices(machine: Machine) -> list[Finding]:
    return [judge_touch(machine.touch_screens()), judge_sound(machine.sound_cards())]


def _check_database(config: StationConfig, *, machine: Machine, clock: Clock) -> list[Finding]:
    # A file that is not there must not be made by looking for it.
    if not config.database.exists() or not config.database.stat().st_size:
        return [Finding("database", Grade.UNFIT, f"{config.database} is not there", "Enrol the station first.")]
    try:
        with closing(open_database(config.database, check=True)) as connection:
            found = [Finding("database", Grade.FIT, "whole"), *_check_salvages(config)]
            return [*found, *_check_rows(connection, config, machine, clock)]
    except DatabaseUnfit as error:
        return [Finding("database", Grade.UNFIT, str(error), "Do as it says, and leave everything where it is.")]


def _check_staff_pin(config: StationConfig) -> Finding:
    if not (config.data / STAFF_PIN).exists():
        words = "nobody can open the attendants' page yet"
        return Finding("staff PIN", Grade.NOTICE, words, "Run ./mitmach staff-pin.")
    return Finding("staff PIN", Grade.FIT, "is set")


def _check_salvages(config: StationConfig) -> list[Finding]:
    return [
        Finding(
            "salvage",
            Grade.NOTICE,
            f"a damaged database lies in {salvage.folder}; {salvage.records} records were saved from it",
            "The hub is told by itself. Who knows databases can try to read more out of it. This disk may be failing.",
        )
        for salvage in salvages(config.database)
    ]


def _check_rows(connection: sqlite3.Connection, config: StationConfig, machine: Machine, clock: Clock) -> list[Finding]:
    station = StationParts(config, connection, wall=clock)
    identity, state, outbox = station.identity, station.state, station.outbox
    package = station.content.active()
    now = clock()
    floor = max(filter(None, (state.hub_time, identity.enrolled_at if identity else None)), default=now)
    return [
        _check_identity(identity),
        _check_key(config.device_key, identity),
        judge_content(
            len(package.polls()) if package else None,
            len(package.unreadable_polls()) if package else 0,
            now.date() - package.as_of if package else timedelta(0),
        ),
        judge_contact(
            revoked=state.is_revoked,
            waiting=sum(outbox.counts(stream).waiting for stream in Stream),
            last_success=state.last_success,
            trouble=_in_sentences(station.troubles(now, up_seconds=machine.up_seconds())),
        ),
        judge_clock(now, floor, follows_network=machine.clock_follows_network()),
    ]


def _in_sentences(troubles: Sequence[Note] | None) -> list[str]:
    if troubles is None:
        return ["The agent does not work: it should long have tried again. See journalctl -u mitmach-agent."]
    return [_told(note) for note in troubles]


def _told(note: Note) -> str:
    return f"{note.event.sentence} Cause: {note.detail}." if note.cause else note.event.sentence


def _check_connection(config: StationConfig, look: LookAtHub) -> Finding:
    try:
        look(config.hub_url)
    except SyncError as error:
        return judge_connection(config.hub_url, str(error))
    return judge_connection(config.hub_url, "")


def _check_identity(identity: Identity | None) -> Finding:
    if identity is None:
        return Finding("enrolment", Grade.UNFIT, "this station belongs to no hub yet", "Run ./mitmach enrol.")
    return Finding("enrolment", Grade.FIT, f"{identity.name}, district {identity.district or '-'}")


def _check_key(path: Path, identity: Identity | None) -> Finding:
    again = "Enrol this station again with a new code."
    if not path.exists():
        return Finding("keys", Grade.UNFIT, f"{path} is not there, or you may not see it", f"Check as root. {again}")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Finding("keys", Grade.UNFIT, f"{path} can be read by other users", f"chmod 600 {path}")
    try:
        key = load_signing_key(path)
    except (OSError, Refused) as error:
        return Finding("keys", Grade.UNFIT, str(error), again)
    if identity and identity.kid != key.kid:
        return Finding("keys", Grade.UNFIT, "the key is not the one this station was enrolled with", again)
    return Finding("keys", Grade.FIT, "the station's own key, readable by nobody else")


def _check_printer(config: StationConfig) -> Finding:
    printer = detect(config).printer
    if printer is None:
        return Finding("printer", Grade.FIT, "none is set up; codes are shown on the screen")
    if printer.state() is PrinterState.UNPLUGGED:
        advice = "Switch the printer on, check its cable."
        return Finding("printer", Grade.UNFIT, f"{config.printer} is not there", advice)
    if Path(config.printer).exists() and not os.access(config.printer, os.W_OK):
        return Finding("printer", Grade.UNFIT, f"{config.printer} may not be written to", "Check as root.")
    return Finding("printer", Grade.FIT, config.printer)


def as_lines(findings: Sequence[Finding]) -> list[str]:
    """The findings in words, one paragraph each."""
    width = max(len(finding.check) for finding in findings)
    lines = []
    for finding in findings:
        lines.append(f"{finding.grade:<7} {finding.check:<{width}}  {finding.seen}")
        if finding.advice:
            lines.append(f"{'':<{width + 8}}  -> {finding.advice}")
    return lines


def as_table(findings: Sequence[Finding]) -> str:
    """The findings in words, one paragraph each, and the verdict as the last line."""
    lines = as_lines(findings)
    unfit = ", ".join(finding.check for finding in findings if finding.grade is Grade.UNFIT)
    lines.append(f"Not ready to open: {unfit}." if unfit else "This station is ready to open.")
    return "\n".join(lines)


def as_json(findings: Sequence[Finding]) -> str:
    """The findings as one JSON object: ``{"fit": bool, "findings": [{"check", "grade", "seen", "advice"}]}``."""
    told = {"fit": is_fit(findings), "findings": [dataclasses.asdict(finding) for finding in findings]}
    return json.dumps(told, ensure_ascii=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Say whether this station is ready to open; 0 when it is, 1 when it is not."""
    parser = argparse.ArgumentParser(prog="mitmach check-station", description="Is this station ready to open?")
    parser.add_argument("--config", type=Path, default=STATION_CONFIG, help=f"its settings (default: {STATION_CONFIG})")
    parser.add_argument("--json", action="store_true", help="say it as one JSON object")
    options = parser.parse_args(arguments)
    findings = check_station(options.config, machine=Machine(), clock=lambda: datetime.now(UTC))
    print(as_json(findings) if options.json else as_table(findings))
    return 0 if is_fit(findings) else 1


if __name__ == "__main__":
    sys.exit(main())
