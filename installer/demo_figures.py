"""What the two databases of the demonstration say, and whether they agree with what was done. Reads only."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.sqlite_files import open_read_only


@dataclass(frozen=True)
class Figures:
    """Counts out of station and hub at one moment."""

    enrolled: bool = False
    content: bool = False
    acknowledged: int = 0
    """Records in batches of the station that the hub has acknowledged."""
    hub_ballots: int = 0
    hub_reports: int = 0

    @property
    def applied(self) -> int:
        """Records the hub has opened and put where they belong."""
        return self.hub_ballots + self.hub_reports


def read_figures(data: Path) -> Figures:
    """The figures of a demonstration's data folder; zeros for what is not there yet."""
    station, hub = data / "station" / "db" / "station.sqlite", data / "hub" / "db" / "hub.sqlite"
    return Figures(
        enrolled=bool(_count(station, "SELECT count(*) FROM identity")),
        content=bool(_count(station, "SELECT count(*) FROM content")),
        acknowledged=_count(
            station, "SELECT coalesce(sum(b.count), 0) FROM batches b JOIN chains c USING (inc) WHERE b.seq <= c.acked"
        ),
        hub_ballots=_count(hub, "SELECT count(*) FROM polls_boxedballot"),
        hub_reports=_count(hub, "SELECT count(*) FROM reports_defectreport"),
    )


def add_up(tour: Mapping[str, Any], *, before: Figures, after: Figures) -> tuple[dict[str, Any], bool]:
    """The summary of one visit, and whether both databases bear it out.

    ``tour`` is what the visit itself reports: votes_cast, reports_filed, screens.
    """
    summary = {
        "votes_cast": tour["votes_cast"],
        "reports_filed": tour["reports_filed"],
        "records_acknowledged": after.acknowledged - before.acknowledged,
        "hub_ballots": after.hub_ballots - before.hub_ballots,
        "hub_reports": after.hub_reports - before.hub_reports,
        "screens": list(tour["screens"]),
    }
    is_true = (
        summary["votes_cast"] == summary["hub_ballots"] == 1
        and summary["reports_filed"] == summary["hub_reports"] == 1
        and summary["records_acknowledged"] == 2
        and all(Path(path).is_file() for path in summary["screens"])
    )
    return summary, is_true


def _count(database: Path, question: str) -> int:
    if not database.exists():
        return 0
    with closing(open_read_only(database, timeout_seconds=10)) as connection:
        try:
            return int(connection.execute(question).fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # the tables are not made yet
