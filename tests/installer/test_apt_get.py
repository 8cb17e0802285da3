"""Debian's packages locked by another program are waited for; any other trouble is told at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from installer.install import CHECKOUT

SCRIPT = CHECKOUT / "installer" / "apt-get"
HOLD = (
    "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.lockf(f, fcntl.LOCK_EX); print(flush=True); sys.stdin.read()"
)
LOCKED = "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 7 (apt-get)"
FRONTEND = "E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?"


@pytest.fixture
def twin(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the script where ``apt-get`` says these words, one for each call, and fails; then it works. No time goes."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        lines = "".join(f'{number}) echo "{said}" >&2; exit 100 ;;\n' for number, said in enumerate(words, 1))
        programs = {
            "apt-get": f'echo "$*" >>"$HERE/calls"\ncase $(wc -l <"$HERE/calls") in\n{lines}esac\necho done\n',
            "sleep": "exit 0\n",
        }
        for name, text in programs.items():
            (tmp_path / name).write_text(f"#!/bin/sh\n{text}", encoding="utf-8")
            (tmp_path / name).chmod(0o755)
        environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "HERE": str(tmp_path)}
        return subprocess.run(
            ["sh", SCRIPT, "install", "a b"], env=environment, capture_output=True, text=True, check=False
        )

    return run


@pytest.mark.parametrize("said", [LOCKED, FRONTEND])
def test_a_lock_is_waited_for_and_the_wait_is_told_once(twin, tmp_path, said):
    ran = twin(said, said, said)
    assert (ran.returncode, ran.stdout) == (0, "done\n")
    assert ran.stderr.splitlines() == ["another program has Debian's packages locked; waiting for it"]
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert calls == ["-o DPkg::Lock::Timeout=600 install a b"] * 4


def test_a_lock_that_is_never_given_back_ends_the_wait_with_the_words_of_apt(twin, tmp_path):
    ran = twin(*[LOCKED] * 400)
    assert ran.returncode == 100
    assert ran.stderr.splitlines()[-1] == LOCKED
    assert len((tmp_path / "calls").read_text(encoding="utf-8").splitlines()) == 301


def test_other_trouble_is_told_at_once(twin, tmp_path):
    ran = twin("E: Unable to locate package x")
    assert (ran.returncode, ran.stderr) == (100, "E: Unable to locate package x\n")


@pytest.mark.skipif(shutil.which("apt-get") is None, reason="apt-get is Debian's")
def test_the_real_apt_get_is_waited_for(tmp_path):
    lists = tmp_path / "lists"
    (lists / "partial").mkdir(parents=True)
    options = [f"Dir::State::lists={lists}", f"Dir::Cache={tmp_path}", "Dir::Etc::sourcelist=/dev/null"]
    options += ["Dir::Etc::sourceparts=/dev/null", f"Dir::State::status={tmp_path / 'status'}"]
    (tmp_path / "status").touch()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, lists / "lock"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None and holder.stdin is not None
        holder.stdout.readline()
        command = ["sh", SCRIPT, *(word for option in options for word in ("-o", option)), "update", "-q"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as waiting:
            assert waiting.stderr is not None
            assert "waiting for it" in waiting.stderr.readline()
            holder.stdin.close()
            assert waiting.wait(60) == 0, waiting.stderr.read()
