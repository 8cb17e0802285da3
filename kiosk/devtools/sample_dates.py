"""The calendar behind the samples: a house with dates and helper hours, none of which exists."""

from __future__ import annotations

from sync.protocol.centre_dates import CentreCalendar


def sample_calendar() -> CentreCalendar:
    """From the noon of the samples on."""
    weekly = [["2026-11-24T10:00", "2026-11-24T12:00"], ["2026-12-01T10:00", "2026-12-01T12:00"]]
    return CentreCalendar.from_wire(
        {
            "id": "sample",
            "districts": [],
            "dates": [
                {
                    "kind": "help",
                    "title": {"de": "Hilfe an der Station"},
                    "times": weekly,
                    "weekly": {"weekday": 2, "begins": "10:00", "ends": "12:00"},
                },
                {
                    "kind": "news",
                    "title": {
                        "de": "Am Mittwoch bleibt das Haus geschlossen",
                        "en": "On Wednesday the house is closed",
                    },
                    "times": [["2026-11-20T00:00", "2026-11-26T00:00"]],
                },
                {
                    "kind": "event",
                    "title": {"de": "Nachbarschaftscafé", "en": "Neighbourhood café"},
                    "where": {"de": "Saal", "en": "Hall"},
                    "times": [["2026-11-26T15:00", "2026-11-26T17:30"]],
                },
                {
                    "kind": "event",
                    "title": {"de": "Sitzung des Ortsbeirats", "en": "Meeting of the district council"},
                    "times": [["2026-12-03T18:30", "2026-12-03T20:00"]],
                },
                {
                    "kind": "event",
                    "title": {"de": "Adventsmarkt", "en": "Advent market"},
                    "where": {"de": "Hof", "en": "Courtyard"},
                    "times": [["2026-12-05T00:00", "2026-12-07T00:00"]],
                },
            ],
        }
    )
