"""``./mitmach mutants [ROW ...]``: each rule taken out of a copy of the program, and the tests of its row run there.

Says of each whether its row's tests noticed. Ends with 1 when one did not.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.failure_cases import CASES
from tests.mutants.rules import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 300
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "*.pyc")


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the rules out. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="mitmach mutants", description="Do the tests notice a rule that is gone?")
    parser.add_argument(
        "rows", nargs="*", type=int, metavar="ROW", help="only rules of these rows of the failure table"
    )
    rows = parser.parse_args(arguments).rows
    unnoticed = 0
    with copied_program() as program:
        for mutant in MUTANTS:
            if rows and mutant.row not in rows:
                continue
            noticed = is_noticed(mutant, program)
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


def is_noticed(mutant: Mutant, program: Path) -> bool:
    """True when a test of its row fails without the rule. The copy is whole again afterwards."""
    place = program / mutant.file
    text = place.read_text(encoding="utf-8")
    place.write_text(without_rule(mutant, text), encoding="utf-8")
    try:
        return run_tests(CASES[mutant.row - 1].tests, program) == 1  # some failed; anything else is no answer
    finally:
        place.write_text(text, encoding="utf-8")


def without_rule(mutant: Mutant, text: str) -> str:
    """The text of its file without the rule. Raises ValueError when the rule does not stand there once."""
    if text.count(mutant.before) != 1:
        raise ValueError(f"in {mutant.file} this does not stand once: {mutant.before!r}")
    return text.replace(mutant.before, mutant.after)


def run_tests(names: Sequence[str], program: Path) -> int:
    """Pytest's exit code for these tests, run in this copy. What never ends has failed, too: 1."""
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", *names]
    environment = {**os.environ, "PYTHONPATH": str(program), "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        command, cwd=program, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    ) as run:
        try:
            return run.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)  # with whatever its tests have started
            return 1


if __name__ == "__main__":
    sys.exit(main())
