"""Is all well with this hub? Its keys, its disk, its backups, and what its own page says. Mends nothing.

To be run as root: only root may look at all keys.
"""

from __future__ import annotations

import argparse
import os
import stat
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from installer.check import as_json, as_lines
from installer.disks import encryption_below, plain_swap
from installer.install import CODE
from installer.machine import Machine
from installer.ownership import check_installed
from installer.readiness import Finding, Grade, is_fit, judge_encryption, judge_swap
from installer.steps import below
from sync.hub.config import HubConfig, HubConfigError, load_hub_config
from sync.hub.data_folder import DATA_VARIABLE, HubFolder
from sync.hub.database_version import why_unfit
from sync.key_files import is_locked
from sync.protocol.errors import Refused

HUB_DATA = Path("/var/lib/mitmachhub")
"""Where an installed hub keeps its data."""


def check_hub(folder: HubFolder, *, machine: Machine, now: datetime) -> list[Finding]:
    """Everything there is to say about one hub, the settings first. Django has to be set up for this very hub."""
    if folder.half_made.exists() or not folder.config.exists():
        return [Finding("settings", Grade.UNFIT, f"there is no whole hub in {folder.root}", "Run hub init or restore.")]
    try:
        config = load_hub_config(folder.config)
    except HubConfigError as error:
        return [Finding("settings", Grade.UNFIT, str(error), "Mend the file.")]
    return [
        Finding("settings", Grade.FIT, str(folder.config)),
        *_check_state(folder, config, now=now),
        *check_installed(below(machine.root, CODE), folder.root, owner=machine.owner),
        _check_modes(folder),
        _check_counting_keys(folder, config),
        _check_recovery_keys(folder),
        judge_encryption(encryption_below(folder.root, root=machine.root), folder.root),
        judge_swap(plain_swap(root=machine.root)),
    ]


def _check_state(folder: HubFolder, config: HubConfig, *, now: datetime) -> Iterable[Finding]:
    """What the hub's own page says, but for the counting keys, of which root sees more."""
    if why := why_unfit(folder, config):
        yield Finding("database", Grade.UNFIT, why)
        return
    from django.db import DatabaseError
    from django.utils.translation import override

    from sync.hub.console.wording.hub import matter_rows
    from sync.hub.monitoring.health_facts import measure_facts
    from sync.hub.monitoring.health_rules import Matter, State, judge

    grades = {State.BAD: Grade.UNFIT, State.WAITING: Grade.NOTICE}
    try:
        with override("en"):
            facts = measure_facts(folder, config, now=now)
            rows = matter_rows(facts, judge(facts))
        yield from _check_server()
    except DatabaseError as error:
        yield Finding("database", Grade.UNFIT, str(error).strip(), "Look at the database server, or at the disk.")
        return
    for row in rows:
        if row.matter is not Matter.COUNTING_KEYS:
            yield Finding(str(row.matter), grades.get(row.state, Grade.FIT), row.sentence, row.advice)


def _check_server() -> Iterable[Finding]:
    """Of a PostgreSQL server, what a connection cannot demand for itself: that it waits for its disk."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    off = []
    with connection.cursor() as cursor:
        for name in ("fsync", "full_page_writes"):
            cursor.execute(f"SHOW {name}")
            off += [name] if cursor.fetchone() == ("off",) else []
    if off:
        seen = f"{' and '.join(off)} off: a power cut can take what stations were told is stored, or the whole database"
        yield Finding("database server", Grade.UNFIT, seen, "Turn it on in postgresql.conf.")
    else:
        yield Finding("database server", Grade.FIT, "it waits for its disk")


def _check_modes(folder: HubFolder) -> Finding:
    private = [*folder.keys.rglob("*.pem"), folder.django_secret]
    loose = sorted(str(path) for path in private if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077)
    if loose:
        return Finding("keys", Grade.UNFIT, f"others can read {', '.join(loose)}", "chmod 600 these files.")
    if not os.access(folder.keys, os.R_OK | os.X_OK):
        return Finding("keys", Grade.NOTICE, f"{folder.keys} may not be looked into", "Check as root.")
    return Finding("keys", Grade.FIT, "each readable by its owner alone")


def _check_counting_keys(folder: HubFolder, config: HubConfig) -> Finding:
    there = sorted(folder.trustee_keys.glob("*/*.pem"))
    plain = sorted({path.parent.name for path in there if not is_locked(path)})
    advice = (
        "For demonstrations and small installations only. Let two people have them: each gives one key a password "
        "(hub key-password) and takes the file away; then set counting_keys_here to false in hub.toml."
    )
    if plain:
        seen = f"this hub holds those of {', '.join(plain)} without a password: whoever reaches it can read ballots"
        return Finding("counting keys", Grade.NOTICE, seen, advice)
    if config.counting_keys_here:
        return Finding("counting keys", Grade.NOTICE, "this hub will make those of new polls itself", advice)
    if there:
        return Finding("counting keys", Grade.FIT, "those that lie here are under passwords of their own")
    return Finding("counting keys", Grade.FIT, "none is here; the trustees of each poll hold them")


def _check_recovery_keys(folder: HubFolder) -> Finding:
    from sync.hub.backups.recovery import public_keys

    try:
        keys = public_keys(folder.recovery_keys)
    except (Refused, OSError) as error:
        return Finding("recovery key", Grade.UNFIT, str(error), "Without one no backup can be made.")
    return Finding("recovery key", Grade.FIT, f"backups are sealed to {', '.join(keys)}; is the private half at hand?")


def main(arguments: Sequence[str] | None = None) -> int:
    """Say whether all is well with this hub; 0 when it is, 1 when it is not."""
    parser = argparse.ArgumentParser(prog="mitmach check-hub", description="Is all well with this hub?")
    parser.add_argument("--data", type=Path, default=HUB_DATA, help=f"its data folder (default: {HUB_DATA})")
    parser.add_argument("--json", action="store_true", help="say it as one JSON object")
    options = parser.parse_args(arguments)
    folder = HubFolder(options.data.resolve())
    os.environ[DATA_VARIABLE] = str(folder.root)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.hub.settings"
    import django

    try:
        django.setup()
    except (HubConfigError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    findings = check_hub(folder, machine=Machine(), now=datetime.now(UTC))
    unfit = ", ".join(finding.check for finding in findings if finding.grade is Grade.UNFIT)
    verdict = f"Needs you: {unfit}." if unfit else "Nothing is wrong with this hub."
    print(as_json(findings) if options.json else "\n".join([*as_lines(findings), verdict]))
    return 0 if is_fit(findings) else 1


if __name__ == "__main__":
    sys.exit(main())
