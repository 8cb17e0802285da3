"""What can go wrong in an exchange. The type of the error is the decision; it holds no rule itself.

    SyncError
    ├── TryLater   nothing is wrong with us: keep everything and come back
    ├── Refused    the other side (or our own check) will never take this: set it aside, with its reason
    ├── Conflict   the two sides remember different things: compare heads before sending more
    ├── Revoked    the hub no longer trusts this station: stop collecting
    └── Untrusted  the answer is not proven to be from our hub: treat it as no answer, and say so

Both sides share these names; how each of them answers over HTTP stands with the client and with the hub's intake.
"""

# ruff: noqa: N818  the names are the decisions themselves

from __future__ import annotations

from sync.protocol.reasons import Fact, Reason, bounded

_LONGEST_LINE = 1000
"""Characters. Words that repeat what came would be as long as whoever sent it likes."""


def _shortened(words: str) -> str:
    return "\n".join(
        line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]} ..." for line in words.split("\n")
    )


class SyncError(Exception):
    """Something in the exchange did not happen as wished.

    Carries why: a reason with its facts, or words for who runs a command. Whoever shows it on a page or decides by it
    needs a reason.
    """

    def __init__(self, why: Reason | str = "", **facts: Fact) -> None:
        self.facts = {name: bounded(fact) for name, fact in facts.items()}
        super().__init__(why.sentence(self.facts) if isinstance(why, Reason) else _shortened(why))
        self.reason = why if isinstance(why, Reason) else None


class TryLater(SyncError):
    """The network or the hub is not available now. Nothing is lost, nothing is decided."""

    def __init__(self, why: Reason | str, *, after_seconds: float | None = None, **facts: Fact) -> None:
        super().__init__(why, **facts)
        self.after_seconds = after_seconds
        """How long the hub asked to wait (``Retry-After``), in seconds; None if it did not say."""


class Refused(SyncError):
    """This will not be accepted, now or later.

    ``outcome`` is the hub's one word in a signed No (``body``, ``malformed``), empty when it is none of the hub's.
    """

    def __init__(self, why: Reason | str, *, outcome: str = "", **facts: Fact) -> None:
        super().__init__(why, **facts)
        self.outcome = outcome


class Conflict(SyncError):
    """Station and hub remember different chains: a gap, a fork or a restored side.

    ``is_fork``: what was sent is not what follows, as the other side sees it; no more is known than that.
    """

    def __init__(self, reason: str, *, is_fork: bool = False) -> None:
        super().__init__(reason)
        self.is_fork = is_fork


class Revoked(SyncError):
    """The hub has withdrawn its trust in this station."""


class Untrusted(SyncError):
    """An answer whose signature does not prove that it comes from our hub (a captive portal, a wrong hub)."""


def kept_reason(error: Exception, *, otherwise: Reason) -> str:
    """Why, as it is stored. An error without a reason of its own is told as the fact ``detail`` of another one.

    Of an error that is none of ours only its type: its words may hold what came.
    """
    if isinstance(error, Refused) and error.reason is not None:
        return error.reason.kept(error.facts)
    return otherwise.kept({"detail": bounded(str(error) if isinstance(error, SyncError) else type(error).__name__)})
