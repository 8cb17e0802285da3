"""Taking in counts of visits."""

from __future__ import annotations

from datetime import date

from sync.hub.stations.selectors import district_of, names_of_stations
from sync.hub.visits.models import VisitDay
from sync.protocol.visit_counts import VisitCounts


def receive_counts(record_id: str, counts: VisitCounts, *, device: str) -> None:
    """Keep the count of a day, once however often it comes."""
    VisitDay.objects.get_or_create(
        record_id=record_id,
        defaults={
            "district": counts.district or district_of(device),
            "place": counts.place or names_of_stations([device]).get(device, ""),
            "is_on_the_road": bool(counts.place),
            "day": date.fromisoformat(counts.day),
            "counts": counts.to_wire(),
        },
    )
