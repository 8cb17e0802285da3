"""The program ``./mitmach recount``: counts published files again. Needs no hub, no network, no Django."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from sync.hub.counting import pabulib
from sync.hub.counting.published import PublishedResult, differences, read_files
from sync.protocol.errors import SyncError
from sync.protocol.polls.poll import Poll
from sync.side_files import is_side_file


def main(arguments: Sequence[str] | None = None) -> int:
    """Tell what comes out. 0: it is what was published; 1: it is not; 2: it cannot be counted."""
    parser = argparse.ArgumentParser(prog="mitmach recount", description="Count the published files of a poll again.")
    parser.add_argument("place", type=Path, metavar="FOLDER", help="the published folder of a poll, or a .pb file")
    parser.add_argument("--rule", default="", help="of a .pb file: another rule than it names, in Pabulib's word")
    options = parser.parse_args(arguments)
    try:
        if options.place.suffix == ".pb":
            lines, code = list(told_pb(options.place.read_bytes(), options.rule)), 0
        else:
            lines, code = recount_folder(options.place)
    except (SyncError, OSError) as error:
        print(f"mitmach recount: {error}", file=sys.stderr)  # noqa: T201  a program of the command line
        return 2
    print("\n".join(lines))  # noqa: T201
    return code


def recount_folder(folder: Path) -> tuple[list[str], int]:
    """What a folder gives, in words, and the program's answer. Raises Refused or OSError."""
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if not is_side_file(Path(path.name))}
    publication = read_files(files)
    lines = list(told(publication))
    wrong = differences(files)
    if wrong:
        return [*lines, *(f"NOT THE SAME: {name}" for name in wrong)], 1
    return [*lines, f"the same bytes in all {len(files)} files"], 0


def told(publication: PublishedResult) -> Iterator[str]:
    """The result in a few lines."""
    poll, outcome = Poll.from_wire(publication.wire), publication.outcome
    yield f"poll {poll.id}, rule {poll.rule}, lot {poll.lot}"
    invalid = sum(publication.reasons.values())
    yield f"{publication.valid + invalid} ballots, {publication.valid} valid, {invalid} invalid"
    yield f"{len(publication.doubles)} not counted as doubles, {publication.late} too late"
    if publication.choices is None:
        yield "from sums: some choices are shared by fewer than five people and are not published"
    if publication.told is not None:
        yield f"NOT RECOUNTED: {poll.rule} needs numbers that are withheld; what it chose is taken from the file"
    yield f"chosen: {', '.join(outcome['chosen']) or '-'}"
    if outcome["drawn"]:
        yield f"level, in the order of the lot: {', '.join(outcome['drawn'])}"


def told_pb(data: bytes, rule: str) -> Iterator[str]:
    """What a file of Pabulib's form gives, in a few lines. Raises Refused."""
    file = pabulib.read_pb(data)
    outcome = pabulib.decide_pb(file, rule)
    yield f"{len(file.projects)} projects, {len(file.votes)} votes, rule {rule or file.meta['rule']}"
    yield f"chosen: {', '.join(outcome.chosen) or '-'}"
    stated = {project for project, columns in file.projects.items() if columns.get("selected") == "1"}
    if stated and not rule:
        yield "as the file says" if stated == set(outcome.chosen) else f"the file says: {', '.join(sorted(stated))}"


if __name__ == "__main__":
    sys.exit(main())
