"""The definition of a poll turned into one of any kind: members that the kind asks for come in, others go out."""

from __future__ import annotations

from typing import Any

from sync.protocol.polls.kinds import KINDS

_OF_KINDS = ("options", "order", "min", "max", "budget_euro", "cap", "scale", "rule", "lot", "min_votes", "excludes")


def of_kind(wire: dict[str, Any], word: str, **changes: Any) -> dict[str, Any]:
    """This definition as one of a kind; ``changes`` come last."""
    traits = KINDS[word].traits
    given = {name: value for name, value in wire.items() if name not in _OF_KINDS} | {"kind": word}
    options = [{name: value for name, value in option.items() if name != "cost_euro"} for option in wire["options"]]
    most = {"single": 1, "scale": len(options), "text": 80}.get(word, min(3, len(options)))
    if traits.has_limits:
        given |= {"min": wire.get("min", 1), "max": most}
    if traits.has_options:
        given |= {"options": options, "order": wire.get("order", "fixed")}
    if traits.has_cap:
        given |= {"cap": 2}
    if traits.has_scale:
        given |= {"scale": "faces"}
    if traits.has_costs:
        costs = [option | {"cost_euro": 20 + 10 * number} for number, option in enumerate(options)]
        given |= {"options": costs, "budget_euro": 100}
    return given | changes
