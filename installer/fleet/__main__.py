"""``./mitmach hub simulate``: a fleet of stations in simulated time against a hub, with everything that goes wrong.

    ./mitmach hub simulate --data DIR --stations 20 --days 7 --seed 1

Fills the hub in DIR, which has to be one for showing; if there is none, one is founded and its login told. The last
line of standard output is one JSON object; 0 when everything shown as stored is at the hub once or waits at a station.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from installer.fleet.hub_there import HubThere
from installer.fleet.runs import run_fleet
from installer.fleet.simulation import Plan, Time
from installer.programs import Failed, run
from sync.hub.data_folder import DATA_VARIABLE


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="mitmach hub simulate", description="A fleet of stations in simulated time.")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--data", type=Path, help="the hub's data folder (default: hub-data)")
    where.add_argument("--url", help="a running hub instead; its days are its own, its memory is left alone")
    parser.add_argument("--codes", type=Path, help="with --url: a file with one enrolment code per line and station")
    parser.add_argument("--authority", type=Path, help="with --url: a file with the certificate of who signs for it")
    parser.add_argument("--stations", type=int, default=20)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same visits and the same trouble")
    parser.add_argument("--until", type=_moment, help="the moment after the last day, as 2026-11-22 (default: now)")
    parser.add_argument("--every", type=int, default=6, metavar="HOURS", help="how often a station talks with the hub")
    parser.add_argument("--calm", action="store_true", help="without any trouble")
    parser.add_argument("--settle", action="store_true", help="at the end everything comes in")
    options = parser.parse_args(arguments)
    if options.url and not options.codes:
        parser.error("--url needs --codes: enrolment codes are made at the hub")
    if min(options.stations, options.days, options.every) < 1:
        parser.error("there must be a station, a day and an hour")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Simulate; 0 when everything shown as stored is accounted for, once."""
    options = read_arguments(arguments)
    try:
        summary = _simulate_there(options) if options.url else _simulate_here(options)
    except Failed as failed:
        print(f"Nothing was simulated: {failed}", file=sys.stderr)
        return 1
    print(json.dumps(summary, ensure_ascii=False))
    return 0 if summary["is_true"] else 1


def _simulate_here(options: argparse.Namespace) -> dict[str, object]:
    data: Path = (options.data or Path(os.environ.get(DATA_VARIABLE, "hub-data"))).resolve()
    is_new = not (data / "hub.toml").exists()
    if is_new:
        said = run(["-m", "sync.hub", "--data", str(data), "init", "--showing", "--json"])
        login = json.loads(said)
        print(f"A hub was founded. Login: {login['user']}  Password: {login['password']}", file=sys.stderr)
    os.environ[DATA_VARIABLE] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.hub.settings"
    import django
    from django.conf import settings

    django.setup()
    if not settings.HUB_CONFIG.for_showing_only:
        raise Failed(f"the hub in {data} is not for showing only; made-up votes do not belong into it")
    from installer.fleet.hub_here import HubHere

    for name in ("django.request", "sync.hub.intake.views"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # its stumbling and its wrong clock are meant
    plan = _plan(options)
    time = Time(plan.until)
    return run_fleet(plan, HubHere(time, may_forget=is_new), time, settle=options.settle).summary()


def _simulate_there(options: argparse.Namespace) -> dict[str, object]:
    codes = options.codes.read_text(encoding="ascii").split()
    if len(codes) < options.stations:
        raise Failed(f"{options.codes} holds {len(codes)} codes for {options.stations} stations")
    plan = _plan(options)
    hub = HubThere(options.url, codes=codes, authority=options.authority)
    return run_fleet(plan, hub, Time(plan.until), settle=options.settle).summary()


def _plan(options: argparse.Namespace) -> Plan:
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    return Plan(
        options.stations,
        options.days,
        options.seed,
        until=options.until or now,
        every_hours=options.every,
        faults=not options.calm,
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
