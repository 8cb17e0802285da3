"""What everybody may see of a counted poll, as the files of one folder, and the same made again from them.

``result.json`` holds all there is; the other files say it for spreadsheets and other programs, and follow from it.
Whole choices are told only where at least five people share each of them; otherwise there are sums alone, since a
choice that nobody else made could mark a ballot that was bought. Knows no hub, no Django and no network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sync.counting.files import ResultFile
from sync.counting.rules import NEED_BALLOTS, Ballots, Counted, decide
from sync.counting.tally import box_hash_of, check_tellable, count_answers
from sync.hub.counting.pabulib import write_pb
from sync.hub.counting.small_cells import Table, tellable
from sync.hub.counting.small_figures import is_small, tellable_figures, tellable_values
from sync.hub.counting.tables import describe, write_csv
from sync.protocol.encoding import canonical_json, parse_json_object
from sync.protocol.envelope import read_answer
from sync.protocol.errors import Refused
from sync.protocol.polls.answers import SHARED_BY
from sync.protocol.polls.kinds import kind_of
from sync.protocol.polls.poll import Poll
from sync.protocol.polls.scale import SCALES

FORMAT = "mitmachstation-published-1"

RESULT, CHECKPOINT = "result.json", "log.checkpoint"

Files = Mapping[str, bytes]
"""Name to bytes."""


@dataclass(frozen=True)
class PublishedResult:
    """A result as it is published.

    ``choices`` are all valid ballots by their choice, None where they are not told; ``figures`` are the sums. ``told``
    is what the rule says where it cannot be told from sums (``rules.NEED_BALLOTS``), None otherwise. ``ballots`` and
    ``doubles`` are hashes as they stand in the ballot log, ``checkpoint`` the signed word for it. ``participation`` is
    the table of ballots by district and channel, without numbers that are too small to be told.
    """

    wire: Mapping[str, Any]
    choices: Ballots | None
    figures: Mapping[str, Any]
    told: Mapping[str, Any] | None
    valid: int
    reasons: Mapping[str, int]
    ballots: Sequence[str]
    doubles: Sequence[str]
    late: int
    checkpoint: str
    participation: Sequence[tuple[str, str, int | None]]

    @property
    def outcome(self) -> Mapping[str, Any]:
        """What follows by the poll's rule. Raises Refused when the figures are not those of any count."""
        poll = Poll.from_wire(self.wire)
        if self.told is not None:
            return self.told
        return decide(Counted(poll, self.figures, self.choices)).to_wire()


def publication_of(
    result: ResultFile, wire: Mapping[str, Any], *, checkpoint: str, participation: Table, smallest: int
) -> PublishedResult:
    """What may be told of a result. Raises Refused for a result that is not one of this poll, or of too few."""
    poll = Poll.from_wire(wire)
    answers = [read_answer(poll, answer) for answer in result.answers]
    count = count_answers(answers, poll=poll, reasons=result.reasons)
    check_tellable(count, smallest=smallest)
    patterns = count.patterns
    are_shared = all(number >= SHARED_BY for _, number in patterns)
    steps = SCALES[poll.scale] if poll.scale else range(1, poll.cap + 1)
    figures = tellable_figures(count.tally, patterns, valid=count.valid, steps=steps)
    told = None
    if not are_shared and (poll.rule in NEED_BALLOTS or figures != count.tally):
        told = {**count.outcome, "values": tellable_values(count.outcome["values"], figures)}
    cells = tellable(participation, smallest=max(smallest, SHARED_BY))
    return PublishedResult(
        wire=wire,
        choices=list(patterns) if are_shared else None,
        figures=figures,
        told=told,
        valid=count.valid,
        reasons=count.reasons,
        ballots=result.ballots,
        doubles=result.doubles,
        late=result.late,
        checkpoint=checkpoint,
        participation=[(district, channel, number) for (district, channel), number in sorted(cells.items())],
    )


def files_of(publication: PublishedResult) -> dict[str, bytes]:
    """The folder. The same result gives the same bytes; they hold no time but the days of the poll."""
    poll, outcome = Poll.from_wire(publication.wire), publication.outcome
    files = {RESULT: _write_result(publication, poll, outcome), CHECKPOINT: publication.checkpoint.encode()}
    tables: dict[str, tuple[Sequence[str], Iterable[Sequence[Any]]]] = {
        # who won a pair or left a round is no number: result.json and options.csv say it
        "figures.csv": (
            ("figure", "number"),
            [row for row in _leaves(publication.figures) if not isinstance(row[1], str)],
        ),
        "participation.csv": (("district", "channel", "ballots"), publication.participation),
    }
    if poll.options:
        tables["options.csv"] = (("option", "title", "value", "chosen", "out"), _options(poll, outcome))
    if publication.choices is not None:
        rows = [(canonical_json(answer).decode(), number) for answer, number in publication.choices]
        tables["choices.csv"] = (("choice", "ballots"), rows)
        if kind_of(poll).traits.has_costs:
            files["budget.pb"] = write_pb(poll, outcome, publication.choices)
    for name, (header, rows_of) in tables.items():
        files[name] = write_csv(header, rows_of)
        files[f"{name}-metadata.json"] = describe(name, header, title=poll.title, titles=_TITLES, whole=_WHOLE)
    return files


def read_files(files: Files) -> PublishedResult:
    """What a folder says, its figures recounted from the choices where they are there.

    Raises Refused for a folder that is not whole, or that does not add up.
    """
    if missing := {RESULT, CHECKPOINT} - set(files):
        raise Refused(f"these are not the published files of a poll: {' and '.join(sorted(missing))} missing")
    try:
        wire = parse_json_object(files[RESULT])
        if wire["format"] != FORMAT:
            raise ValueError(f"its format is {wire['format']!r}")
        publication = _read(wire, files[CHECKPOINT].decode())
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Refused(f"these are not the published files of a poll: {error!r}") from error
    poll = Poll.from_wire(publication.wire)
    if publication.valid + sum(publication.reasons.values()) != len(publication.ballots):
        raise Refused("there are not as many valid and invalid ballots as hashes of ballots")
    if any(is_small(number) for _, number in _leaves(_of_ballots(publication.figures))):
        raise Refused("a number is told of fewer than five ballots")
    if publication.choices is None:
        return publication
    if any(number < SHARED_BY for _, number in publication.choices):
        raise Refused("a choice is told that fewer than five people share")
    answers = [answer for answer, number in publication.choices for _ in range(number)]
    if len(answers) != publication.valid:
        raise Refused("there are not as many choices as valid ballots")
    figures = kind_of(poll).tally(poll, [read_answer(poll, answer) for answer in answers])
    if figures != publication.figures:
        raise Refused("the figures are not the sums of the choices")
    return publication


def differences(files: Files) -> list[str]:
    """The names of files that are not what the recount gives; empty when every byte is the same."""
    again = files_of(read_files(files))
    return sorted(name for name in {*files, *again} if files.get(name) != again.get(name))


def _of_ballots(figures: Any) -> Any:
    """The figures without sums of points, of which few may come from many."""
    if not isinstance(figures, Mapping):
        return figures
    return {name: _of_ballots(value) for name, value in figures.items() if name != "points"}


def _read(wire: Mapping[str, Any], checkpoint: str) -> PublishedResult:
    choices = None
    if wire["choices"] is not None:
        choices = [(answer, int(number)) for answer, number in wire["choices"]]
    return PublishedResult(
        wire=wire["poll"],
        choices=choices,
        figures=wire["figures"],
        told=wire["outcome"] if wire["outcome_is_told"] else None,
        valid=int(wire["valid"]),
        reasons={str(reason): int(number) for reason, number in wire["invalid_reasons"].items()},
        ballots=list(wire["ballots"]),
        doubles=list(wire["doubles"]),
        late=int(wire["late"]),
        checkpoint=checkpoint,
        participation=[(row[0], row[1], row[2]) for row in wire["participation"]],
    )


def _write_result(publication: PublishedResult, poll: Poll, outcome: Mapping[str, Any]) -> bytes:
    invalid = sum(publication.reasons.values())
    wire = {
        "format": FORMAT,
        "poll": publication.wire,
        "poll_hash": poll.hash,
        "rule": poll.rule,
        "lot": poll.lot,
        "total": publication.valid + invalid,
        "valid": publication.valid,
        "invalid": invalid,
        "invalid_reasons": dict(publication.reasons),
        "doubles": list(publication.doubles),
        "late": publication.late,
        "ballots": list(publication.ballots),
        "box_hash": box_hash_of(publication.ballots),
        "checkpoint_sha256": hashlib.sha256(publication.checkpoint.encode()).hexdigest(),
        "choices": None
        if publication.choices is None
        else [[answer, number] for answer, number in publication.choices],
        "figures": publication.figures,
        "outcome": outcome,
        "outcome_is_told": publication.told is not None,
        "participation": [list(row) for row in publication.participation],
    }
    return canonical_json(wire) + b"\n"


def _leaves(figures: Any, path: tuple[str, ...] = ()) -> Iterable[Sequence[Any]]:
    """Every number with the way to it: ``runoff/rounds/1/counts/benches``."""
    if isinstance(figures, Mapping):
        for name in sorted(figures):
            yield from _leaves(figures[name], (*path, name))
    elif isinstance(figures, list):
        for number, one in enumerate(figures, start=1):
            yield from _leaves(one, (*path, str(number)))
    else:
        yield "/".join(path), figures


def _options(poll: Poll, outcome: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
    chosen = {option: place for place, option in enumerate(outcome["chosen"], start=1)}
    for option in poll.options:
        value, out = outcome["values"].get(option.id, ""), outcome["out"].get(option.id, "")
        yield option.id, option.title.get("de", ""), value, chosen.get(option.id, ""), out


_WHOLE = {"number", "ballots", "chosen"}

_TITLES: Mapping[str, Mapping[str, str]] = {
    "option": {"de": "Kennung der Antwort", "en": "Id of the option"},
    "title": {"de": "Antwort", "en": "Option"},
    "value": {"de": "Wert nach der Regel", "en": "Value by the rule"},
    "chosen": {"de": "Gewählt als Nummer", "en": "Chosen as number"},
    "out": {"de": "Nicht wählbar, weil", "en": "Not to be chosen because"},
    "figure": {"de": "Zahl", "en": "Figure"},
    "number": {"de": "Anzahl", "en": "Number"},
    "choice": {"de": "Stimmzettel", "en": "Choice"},
    "ballots": {"de": "Stimmzettel, leer: zu wenige", "en": "Ballots, empty: too few"},
    "district": {"de": "Stadtbereich, leer: alle", "en": "District, empty: all"},
    "channel": {"de": "Weg, leer: alle", "en": "Channel, empty: all"},
}
