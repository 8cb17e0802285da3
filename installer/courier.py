"""A USB stick at a station: hands over what the hub lacks, takes what the hub has answered. For whoever carries it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from installer.check import STATION_CONFIG
from installer.enrol import become_owner_of, enrol
from sync.agent.stick_exchange import StickClient, Trip
from sync.agent.stick_service import meet
from sync.protocol.errors import SyncError, TryLater
from sync.station.clock_trust import machine_time
from sync.station.config import ConfigError, load_config
from sync.station.database import DatabaseUnfit
from sync.station.events import Event
from sync.stick import Stick, StickTrouble


def tell(trip: Trip) -> list[str]:
    """What a trip came to, one sentence a line."""
    lines = []
    if trip.acknowledged:
        lines.append(f"The hub has {trip.acknowledged} more records; the stick has brought its word.")
    lines += [f"{note.event.sentence}" for note in trip.notes]
    lines += [f"{remark.value} ({detail})" for remark, detail in trip.remarks]
    lines.append(f"Batches on the stick for the hub: {trip.laid + trip.lying}, of which {trip.laid} are new.")
    if trip.trouble:
        lines.append(str(trip.trouble))
    elif Event.REVOKED not in {note.event for note in trip.notes}:
        lines.append("The stick can be taken out.")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Deal with a stick; 0 when all went well, 1 when something was not as it should be."""
    parser = argparse.ArgumentParser(
        prog="mitmach courier", description="Exchange with the hub over a USB stick, without a network."
    )
    parser.add_argument("stick", type=Path, help="the folder the stick is mounted at")
    parser.add_argument("--config", type=Path, default=STATION_CONFIG, help=f"its settings (default: {STATION_CONFIG})")
    parser.add_argument("--code", help="enrol this station by stick with the code the hub has given out")
    options = parser.parse_args(arguments)
    try:
        config = load_config(options.config)
        stick = Stick(options.stick)
        become_owner_of(config.device_key.parent)
        if options.code:
            identity = enrol(config, options.code, client=StickClient(stick), clock=machine_time)
            print(f"This station is now {identity.name}, district {identity.district or '-'}.")
        trip = meet(config, stick)
    except TryLater as error:
        print(f"Not enrolled yet: {error}.")
        return 0
    except (ConfigError, SyncError, DatabaseUnfit, StickTrouble, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    if trip is None:
        print("This station is not enrolled yet. Say --code with the code the hub has given out.", file=sys.stderr)
        return 1
    print("\n".join(tell(trip)))
    return 1 if trip.trouble or trip.remarks else 0


if __name__ == "__main__":
    sys.exit(main())
