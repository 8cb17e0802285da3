"""``./mitmach mutants [ROW ...]``: each rule taken out of a copy of the program, and the tests of its row run there.

Says of each whether its row's tests noticed. Ends with 1 when one did not.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.failure_cases import CASES
from tests.mutants.rules import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 900
SOME_FAILED = 1
"""Pytest's exit code."""
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?)(?:\[.*)?(?: - .*)?$", re.MULTILINE)
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "*.pyc")


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the rules out. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="mitmach mutants", description="Do the tests notice a rule that is gone?")
    parser.add_argument(
        "rows", nargs="*", type=int, metavar="ROW", help="only rules of these rows of the failure table"
    )
    rows = parser.parse_args(arguments).rows
    if unknown := set(rows) - {mutant.row for mutant in MUTANTS}:
        parser.error(f"no rule is known of row {', '.join(map(str, sorted(unknown)))}")
    unnoticed = 0
    with copied_program() as program:
        for mutant in MUTANTS:
            if rows and mutant.row not in rows:
                continue
            noticed = is_noticed(mutant, program, by=row_tests(mutant))
            unnoticed += not noticed
            print(f"row {mutant.row:2}  {'noticed    ' if noticed else 'NOT NOTICED'}  {mutant.what}", flush=True)
    return 1 if unnoticed else 0


@contextmanager
def copied_program() -> Iterator[Path]:
    """A copy of the program and its tests, with the environment of this one."""
    with tempfile.TemporaryDirectory(prefix="mitmach-mutants-") as folder:
        program = Path(folder) / "program"
        shutil.copytree(ROOT, program, ignore=LEFT_OUT, symlinks=True)
        (program / ".venv").symlink_to(ROOT / ".venv")
        yield program


def row_tests(mutant: Mutant) -> Sequence[str]:
    """The names of the tests of its row."""
    return CASES[mutant.row - 1].tests


def is_noticed(mutant: Mutant, program: Path, *, by: Sequence[str]) -> bool:
    """True when one of these tests fails without the rule, and does not with it. The copy is whole again afterwards."""
    place = program / mutant.file
    text = place.read_text(encoding="utf-8")
    place.write_text(without_rule(mutant, text), encoding="utf-8")
    try:
        ended = run_tests(by, program)
    finally:
        place.write_text(text, encoding="utf-8")
    if ended.code != SOME_FAILED:  # anything else is no answer
        return False
    return run_tests([ended.failed] if ended.failed else by, program).code == 0


def without_rule(mutant: Mutant, text: str) -> str:
    """The text of its file without the rule. Raises ValueError when the rule does not stand there once."""
    if text.count(mutant.before) != 1:
        raise ValueError(f"in {mutant.file} this does not stand once: {mutant.before!r}")
    return text.replace(mutant.before, mutant.after)


@dataclass(frozen=True)
class Ended:
    """How a run of tests ended: pytest's exit code, and the first test that failed (without its parameters)."""

    code: int
    failed: str = ""


def run_tests(names: Sequence[str], program: Path) -> Ended:
    """Run these tests in this copy, until one fails. What never ends has failed, too."""
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-x", "-n", "0", "-rfE", "-p", "no:cacheprovider", *names]
    environment = {**os.environ, "PYTHONPATH": str(program), "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        command, cwd=program, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        try:
            said, _ = run.communicate(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)  # with whatever its tests have started
            return Ended(SOME_FAILED)
    failed = _FAILED.search(said)
    return Ended(run.returncode, failed[1] if failed else "")


if __name__ == "__main__":
    sys.exit(main())
