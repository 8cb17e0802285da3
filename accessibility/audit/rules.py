"""All rules together, and what each requirement asks for in one sentence. Measures nothing itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from accessibility.audit import colours, geometry, reading, words
from accessibility.audit.measure import Measurement
from accessibility.audit.reading import Type
from accessibility.audit.shot import Shot

REQUIREMENTS = {
    "R01": "Capitals of each text size are as high as they have to be: 3.5, 4.8, 6.4 and 8.5 mm (VVSG 2.0, 7.1-G)",
    "R03": "In the largest size a capital is seen under at least 0.7 degrees (EN 301 549, 5.1.4)",
    "R05": "Nothing is cut off, covered or outside the screen, in any size (VVSG 2.0, 7.1-H and 7.2-D)",
    "R07": "What informs stands out at least 10:1 (VVSG 2.0, 7.1-C)",
    "R08": "High contrast at least 20:1, soft contrast 4.5:1 to 8:1 (VVSG 2.0, 7.1-D)",
    "R10": "Borders of controls stand out at least 3:1 (WCAG 2.2, 1.4.11)",
    "R11": "What keys act on has a ring of at least two CSS pixels and 3:1 (WCAG 2.2, 2.4.13)",
    "R12": "Chosen and not chosen differ without colour (VVSG 2.0, 7.1-E; WCAG 2.2, 1.4.1)",
    "R20": "Targets at least 12.7 mm wide and high, at least 2.54 mm apart (VVSG 2.0, 7.2-I)",
    "R30": "Keys come to every control, and on from it, and back (EN 301 549, 5.1.6.2; WCAG 2.2, 2.1.2)",
    "R31": "Keys go on in the order in which eyes read (WCAG 2.2, 2.4.3)",
    "R33": "With low reach no control is above 1,100 mm over the floor (EN 301 549, 8.3, recommended)",
    "R40": "Everything has a name and is read aloud (EN 301 549, 5.1.2.2 and 5.1.3)",
    "R52": "Everything is in the language the person has chosen (EN 301 549, 5.1.3.14)",
    "R80": "Every character has a letter in the font; lines begin where the language begins them",
}
"""What is measured. The numbers are those of the project's table of requirements."""


@dataclass(frozen=True)
class AuditedStation:
    """What the rules have to know besides the picture.

    ``lower_edge_mm`` is how high the screen's lower edge is above the floor; ``foreign`` maps a language to sentences
    of other languages.
    """

    letters: Type
    viewing_distance_mm: float
    lower_edge_mm: float
    foreign: Mapping[str, Set[str]]


def audit(shot: Shot, station: AuditedStation) -> Iterator[Measurement]:
    """Everything that is measured on one shot."""
    yield from audit_another_theme(shot, station)
    yield from reading.reading(shot, letters=station.letters, viewing_distance_mm=station.viewing_distance_mm)
    yield from reading.fonts(shot, letters=station.letters)
    yield from geometry.targets(shot)
    yield from geometry.places(shot)
    yield from geometry.reach(shot, lower_edge_mm=station.lower_edge_mm)
    yield from words.walk(shot)
    yield from words.order(shot)
    yield from words.mirrored(shot)


def audit_another_theme(shot: Shot, station: AuditedStation) -> Iterator[Measurement]:
    """What another theme may change on a screen where everything is at the same place in the same letters."""
    yield from colours.contrasts(shot)
    yield from colours.borders(shot)
    yield from colours.changes(shot)
    yield from words.names(shot)
    yield from words.language(shot, foreign=station.foreign.get(shot.language, frozenset()))
