"""What others have said, for the samples: ideas in several states and an answered question, of nobody."""

from __future__ import annotations

from datetime import date

from sync.protocol.contributions import ContributionKind, ContributionState, Released

_DAY = date(2026, 11, 16)

SAMPLE_RELEASED = [
    Released(
        "1" * 32,
        ContributionKind.IDEA,
        "Mehr Bänke mit Lehne am Weg zum Friedhof, damit man sich zwischendurch ausruhen kann.",
        "de",
        "E",
        ContributionState.RECEIVED,
        _DAY,
        topic="green",
        project="garten-nordwest",
        supports=12,
    ),
    Released(
        "2" * 32,
        ContributionKind.IDEA,
        "Ein Trinkbrunnen auf dem Spielplatz.",
        "de",
        "E",
        ContributionState.BEFORE_COUNCIL,
        _DAY,
        topic="play-and-sport",
        supports=21,
    ),
    Released(
        "3" * 32,
        ContributionKind.WISH_TO_BE_ASKED,
        "Soll die Bibliothek auch am Samstag öffnen?",
        "de",
        "N",
        ContributionState.TAKEN_UP,
        _DAY,
        topic="together",
        answer="Ja: Im März fragen wir alle im Stadtteil.",
        supports=34,
    ),
    Released(
        "4" * 32,
        ContributionKind.QUESTION,
        "Warum wird der Garten nachts abgeschlossen?",
        "de",
        "E",
        ContributionState.ANSWERED,
        _DAY,
        receiver="city",
        project="garten-nordwest",
        answer="Weil nachts niemand aufpassen kann. Ab Mai bleibt er bis 22 Uhr offen.",
    ),
]
