"""The catalogue of the open data by DCAT-AP.de 2.0, as JSON-LD: what portals such as GovData fetch.

https://www.dcat-ap.de/def/dcatde/2.0/spec/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.hub.public.edition import Edition
from sync.hub.public.indicators import NAME, TITLE
from sync.hub.public.open_data import files_of_poll, general_files, licence_address
from sync.hub.training import marked_title

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EU = "http://publications.europa.eu/resource/authority"
_FORMATS = {"csv": "CSV", "json": "JSON", "geojson": "GEOJSON", "zip": "ZIP", "pb": "TXT", "checkpoint": "TXT"}


@dataclass(frozen=True)
class _Dataset:
    id: str
    title: str
    about: str
    files: Sequence[str]
    """Their addresses below that of the open data."""


def catalogue_of(edition: Edition, *, base: str) -> dict[str, Any]:
    """The catalogue. ``base`` is the address of the open data, which ends with a slash."""
    datasets = [*_datasets(edition)]
    publisher = {
        "@id": f"{base}#publisher",
        "@type": ["foaf:Agent", "foaf:Organization"],
        "foaf:name": edition.city or "Mitmachstation",
    }
    catalogue = {
        "@id": f"{base}catalogue.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _german(marked_title({"de": f"{f'Mitmachstation {edition.city}'.strip()}: offene Daten"})["de"]),
        "dct:description": _german("Umfragen, Ergebnisse, Vorhaben, freigegebene Ideen und offene Meldungen."),
        "dct:publisher": {"@id": publisher["@id"]},
        "dct:language": {"@id": f"{_EU}/language/DEU"},
        "dcat:dataset": [{"@id": f"{base}#{dataset.id}"} for dataset in datasets],
    }
    graph = [catalogue, publisher, *(node for one in datasets for node in _nodes(one, base, publisher))]
    return {"@context": _CONTEXT, "@graph": graph}


def _datasets(edition: Edition) -> Iterator[_Dataset]:
    names = general_files(edition)
    for part, title, about in (
        ("projects", "Vorhaben", "Was die Stadt plant: Phasen, Umfragen, Neues."),
        ("polls", "Umfragen", "Was gefragt wurde und wird, mit allen Antworten zur Wahl."),
        (
            "app",
            "Vorhaben, Umfragen und Ergebnisse",
            "Was die Seiten sagen, in allen Sprachen, für Apps.",
        ),
        ("contributions", "Freigegebene Ideen und Fragen", "Was Menschen gesagt haben und die Stadt freigegeben hat."),
        ("reports", "Offene Mängelmeldungen", "Art, Ort und Stand; keine Worte derer, die gemeldet haben."),
    ):
        files = [name for name in names if name.split(".")[0] == part and not name.endswith("-metadata.json")]
        yield _Dataset(part, title, about, files)
    if NAME in names:
        yield _Dataset("indicators", TITLE["de"], "Besuche und Einträge nach Monaten, ohne kleine Zahlen.", [NAME])
    for poll_id, result in sorted(edition.results.items()):
        title = result.poll.title.get("de", poll_id)
        files = [f"polls/{poll_id}/{name}" for name in files_of_poll(edition, poll_id) if "-metadata." not in name]
        yield _Dataset(f"result-{poll_id}", f"Ergebnis: {title}", result.poll.question.get("de", title), files)
    yield _Dataset("all", "Alles zusammen", "Alle offenen Daten der Mitmachstation mit der Lizenz.", ["open-data.zip"])


def _nodes(dataset: _Dataset, base: str, publisher: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield {
        "@id": f"{base}#{dataset.id}",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{base}#{dataset.id}",
        "dct:title": _german(marked_title({"de": dataset.title})["de"]),
        "dct:description": _german(dataset.about),
        "dct:publisher": {"@id": publisher["@id"]},
        "dcat:theme": {"@id": f"{_EU}/data-theme/GOVE"},
        "dcat:keyword": [_german("Beteiligung"), _german("Mitmachstation")],
        "dcat:distribution": [{"@id": base + name} for name in dataset.files],
    }
    licence = licence_address()
    named = {"dcatde:licenseAttributionByText": publisher["foaf:name"]} if "-by" in licence else {}
    for name in dataset.files:
        yield {
            "@id": base + name,
            "@type": "dcat:Distribution",
            "dct:title": _german(name.rpartition("/")[2]),
            "dcat:accessURL": {"@id": base + name},
            "dcat:downloadURL": {"@id": base + name},
            "dct:license": {"@id": licence},
            **named,
            "dct:format": {"@id": f"{_EU}/file-type/{_FORMATS[name.rpartition('.')[2]]}"},
        }


def _german(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "de"}
