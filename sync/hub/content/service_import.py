"""The city's own list of what can be reported (Open311 GeoReport v2, ``services.json``), taken into the categories of
the content: each service becomes a subcategory with its code, in the plain words the content has for it.

Reads values and gives values; fetches and writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.protocol.encoding import parse_json_list
from sync.protocol.word_folding import folded

KINDS = {"problem": "problem", "idea": "idea", "tip": ""}
"""What the receiver calls a kind of service, and what the content calls it. Tips are not shown to people there."""

BARRIERS = "barrierefreiheit"
"""The receiver keeps barriers as a group of ideas."""

MOST_TITLE = 80


class WrongServiceFile(ValueError):  # noqa: N818 (says what is wrong with the file, for the person who chose it)
    """This is not a list of services, or one that does not fit the categories of the content."""


@dataclass(frozen=True)
class Service:
    """One entry of the list."""

    code: str
    name: str
    group: str
    kind: str


def read_services(path: Path) -> list[Service]:
    """The services people may use. Raises WrongServiceFile with a sentence for the person who chose the file."""
    try:
        entries = parse_json_list(path.read_bytes())
    except OSError as error:
        raise WrongServiceFile(f"the file cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise WrongServiceFile("the file is no JSON list: services.json of the receiver is expected") from error
    services = [_read(entry, position) for position, entry in enumerate(entries, start=1)]
    shown = [service for service in services if service.kind]
    if not shown:
        raise WrongServiceFile("there is no service in the list that people may use")
    if len({service.code for service in shown}) != len(shown):
        raise WrongServiceFile("a service_code stands in the list twice")
    return shown


def with_services(categories: Sequence[Mapping[str, Any]], services: Iterable[Service]) -> list[dict[str, Any]]:
    """The categories with the services as their subcategories, in the order of the list.

    A service that a subcategory of the content has words for takes its id and its plain title; another one keeps the
    name the receiver gives it. Subcategories that the list does not have are gone, for nobody would receive them.
    Raises WrongServiceFile for a group that no category fits, naming all of them.
    """
    taken: dict[str, list[dict[str, Any]]] = {}
    homeless = set()
    for service in services:
        category = _category_of(service, categories)
        if category is None:
            homeless.add(service.group)
            continue
        parts = taken.setdefault(category["id"], [])
        parts.append(_part(service, category, {part["id"] for part in parts}))
    if homeless:
        named = ", ".join(sorted(homeless))
        raise WrongServiceFile(f"no category has a word for: {named}. Please add it to the words of a category")
    return [
        {**category, "subcategories": taken[category["id"]]}
        if category["id"] in taken
        else {name: value for name, value in category.items() if name != "subcategories"}
        for category in categories
    ]


def service_codes(categories: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Id of each subcategory that has one to the receiver's code."""
    parts = (part for category in categories for part in category.get("subcategories", ()))
    return {part["id"]: part["code"] for part in parts if part.get("code")}


def _read(entry: Any, position: int) -> Service:
    if not isinstance(entry, dict) or not {"service_code", "service_name"} <= entry.keys():
        raise WrongServiceFile(f"entry {position} has no service_code and service_name: is this services.json?")
    words = {word.strip() for word in str(entry.get("keywords") or "problem").lower().split(",")}
    kind = next((KINDS[word] for word in KINDS if word in words), "problem")
    code, name = str(entry["service_code"]).strip(), " ".join(str(entry["service_name"]).split())
    if not code or not name or len(code) > 60:
        raise WrongServiceFile(f"entry {position} has an empty service_code or service_name")
    return Service(code, name[:MOST_TITLE].strip(), " ".join(str(entry.get("group") or "").split()), kind)


def _category_of(service: Service, categories: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The one of its kind whose German words have most in common with the group; ideas are one category."""
    kind = "barrier" if service.kind == "idea" and folded(service.group) == BARRIERS else service.kind
    fitting = [category for category in categories if category["kind"] == kind]
    if kind != "problem":
        return fitting[0] if fitting else None
    group = set(folded(service.group).split())
    rated = [(len(group & _words_of(category)), category) for category in fitting]
    best = max((how for how, _ in rated), default=0)
    return next(category for how, category in rated if how == best) if best else None


def _words_of(entry: Mapping[str, Any]) -> set[str]:
    return set(folded(" ".join((entry["title"]["de"], *entry.get("words", ())))).split()) - {"und", "oder"}


def _part(service: Service, category: Mapping[str, Any], used: set[str]) -> dict[str, Any]:
    """The subcategory whose words the name holds most letters of, if it is free; else one of its own."""
    name = folded(service.name)
    rated = [
        (sum(len(word) for word in map(folded, part.get("words", ())) if word in name), part)
        for part in category.get("subcategories", ())
        if part["id"] not in used
    ]
    best, known = max(rated, key=lambda entry: entry[0], default=(0, None))
    if known is not None and best >= 4:
        words = [*known.get("words", ())]
        if service.name not in words:
            words.append(service.name[:60].strip())
        return {"id": known["id"], "title": known["title"], "words": words, "code": service.code}
    own = re.sub(r"[^a-z0-9]+", "-", folded(service.code)).strip("-")
    return {"id": f"{category['id']}-{own}", "title": {"de": service.name}, "code": service.code}
