"""What a poll says of how it is decided, besides its rule: the fewest votes, and projects that shut each other out.

The rules themselves are the hub's (``sync.counting.rules``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sync.protocol.polls.answers import SettingFault
from sync.protocol.polls.kinds import kind_of
from sync.protocol.polls.poll import Poll


def check_deciding(poll: Poll) -> Sequence[SettingFault]:
    """What is wrong with it; empty when the result can be decided as it says."""
    faults = []
    if (poll.min_votes or poll.excludes) and not kind_of(poll).traits.has_costs:
        name = "min_votes" if poll.min_votes else "excludes"
        faults.append(SettingFault((name,), "only projects of a budget are decided with it"))
    if poll.rule == "greedy_threshold" and not poll.min_votes:
        faults.append(SettingFault(("min_votes",), "the rule greedy_threshold needs the fewest votes of a project"))
    if poll.rule == "greedy" and poll.min_votes:
        faults.append(SettingFault(("rule",), "with the fewest votes of a project the rule is greedy_threshold"))
    known = poll.option_ids
    for number, pair in enumerate(poll.excludes):
        if len(set(pair)) != 2 or not known.issuperset(pair):
            faults.append(SettingFault(("excludes", number), "two different options of the poll are expected"))
    return faults


def lot_of(poll: Poll, option_id: str) -> str:
    """What decides between options that are level: the one with the smallest of these goes first.

    SHA-256 (hex) of ``mitmachstation lot|<lot>|<option>``: ``printf '%s' "..." | sha256sum`` tells the same.
    """
    return hashlib.sha256(f"mitmachstation lot|{poll.lot}|{option_id}".encode()).hexdigest()
