"""The start script sets up once and then steps aside. Its machine is a twin whose programs write down their calls."""

import shutil
import subprocess
from pathlib import Path

import pytest

from installer.install import CHECKOUT

PYTHON = """#!/bin/sh
printf '%s\\n' "$*" >>"$CALLS"
for last in "$@"; do :; done
case "$*" in
    *"-m venv"*) mkdir -p "$last/bin" && cp "$0" "$last/bin/python" && cp "$0" "$last/bin/ruff" ;;
    *"-m pip"*) sleep 0.1; [ ! -e "$CALLS.offline" ] ;;
    "- "*) cat >/dev/null ;;
    "-P -m installer.catalogues") for source in "$TREE"/kiosk/locale/*.po; do cp "$source" "${source%.po}.mo"; done ;;
    "-P -m "*) printf '<%s>' "$@" ;;
esac
"""
DPKG_QUERY = """#!/bin/sh
cat "$CALLS.installed"
"""
APT_GET = """#!/bin/sh
printf 'apt-get %s\\n' "$*" >>"$CALLS"
for name in "$@"; do printf 'ii  %s, \\n' "$name" >>"$CALLS.installed"; done
"""
PROGRAMS = (
    *("awk", "cat", "cksum", "cp", "dirname", "env", "find", "flock", "mkdir"),
    *("readlink", "sed", "sh", "sleep", "sort", "tr"),
)
"""The machine's own programs that the script may use; everything else is not there."""
ID = """#!/bin/sh
cat "$CALLS.user"
"""


class Tree:
    """A checkout with a space in its name, and a machine around it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a tree"
        self.bin = folder / "bin"
        self.calls_file = folder / "calls"
        for name in (
            "mitmach",
            "requirements.lock",
            "requirements-dev.lock",
            "installer/packages",
            "installer/apt-get",
        ):
            self._copy(name)
        self.write("kiosk/locale/de.po", 'msgid "a"\nmsgstr "b"\n')
        (self.root / "sync/hub").mkdir(parents=True)
        self.bin.mkdir()
        for name, text in (("python3", PYTHON), ("dpkg-query", DPKG_QUERY), ("apt-get", APT_GET), ("id", ID)):
            (self.bin / name).write_text(text, encoding="utf-8")
            (self.bin / name).chmod(0o755)
        for name in PROGRAMS:
            (self.bin / name).symlink_to(shutil.which(name))
        self.be_user(0)
        self.have_packages("libglib2.0-0t64, libglib2.0-0 (= 2.84)", *self.names("runtime", without="libglib2.0-0"))
        self.calls_file.touch()

    def _copy(self, name: str) -> None:
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        source = CHECKOUT / name
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def names(self, listed: str, *, without: str = "") -> list[str]:
        lines = (CHECKOUT / "installer/packages" / listed).read_text(encoding="utf-8").splitlines()
        return [name for line in lines if (name := line.partition("#")[0].strip()) and name != without]

    def have_packages(self, *entries: str) -> None:
        text = "".join(f"ii  {entry}, \n" if "," not in entry else f"ii  {entry}\n" for entry in entries)
        self.calls_file.with_name("calls.installed").write_text(text, encoding="utf-8")

    def be_user(self, number: int) -> None:
        self.calls_file.with_name("calls.user").write_text(f"{number}\n", encoding="utf-8")

    def go_offline(self) -> None:
        self.calls_file.with_name("calls.offline").touch()

    def start(self, *arguments: str, script: Path | None = None) -> subprocess.Popen[str]:
        environment = {"PATH": str(self.bin), "CALLS": str(self.calls_file), "TREE": str(self.root)}
        command = ["/bin/sh", str(script or self.root / "mitmach"), *arguments]
        return subprocess.Popen(
            command,
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, script: Path | None = None) -> tuple[int, str, str]:
        process = self.start(*arguments, script=script)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def calls(self, part: str) -> list[str]:
        return [line for line in self.calls_file.read_text(encoding="utf-8").splitlines() if part in line]

    def forget_calls(self) -> None:
        self.calls_file.write_text("", encoding="utf-8")


@pytest.fixture
def tree(tmp_path) -> Tree:
    return Tree(tmp_path)


def test_the_first_start_sets_up_and_runs_the_program_with_its_arguments(tree):
    code, out, err = tree.run("kiosk", "--config", "a b", "")
    assert (code, out) == (0, "<-P><-m><kiosk><--config><a b><>")
    assert "making the Python environment" in err
    (installed,) = tree.calls("-m pip install")
    assert "--require-hashes" in installed
    assert installed.endswith("a tree/requirements.lock")
    assert (tree.root / "kiosk/locale/de.mo").exists()


def test_a_second_start_goes_straight_to_the_program(tree):
    tree.run("kiosk")
    tree.forget_calls()
    code, out, err = tree.run("kiosk")
    assert (code, out, err) == (0, "<-P><-m><kiosk>", "")
    assert tree.calls("") == ["-P -m kiosk"]


def test_a_symbolic_link_and_any_folder_will_do(tree, tmp_path):
    (tmp_path / "links").mkdir()
    (tmp_path / "links/mitmach").symlink_to("../a tree/mitmach")
    code, out, _ = tree.run("agent", script=tmp_path / "links/mitmach")
    assert (code, out) == (0, "<-P><-m><sync.agent>")
    assert (tree.root / ".venv").is_dir()


@pytest.mark.parametrize(
    ("changed", "repeated"),
    [
        ("requirements.lock", "-m pip install"),
        ("kiosk/locale/de.po", "installer.catalogues"),
        ("kiosk/locale/de.mo", "installer.catalogues"),
    ],
)
def test_what_has_changed_is_set_up_again_and_nothing_else(tree, changed, repeated):
    tree.run("kiosk")
    tree.forget_calls()
    tree.write(changed, "# changed\n")
    tree.run("kiosk")
    steps = [call for call in tree.calls("") if "-m pip install" in call or "installer.catalogues" in call]
    assert len(steps) == 1
    assert repeated in steps[0]


def test_a_tree_that_was_moved_gets_an_environment_of_its_own(tree):
    tree.run("kiosk")
    tree.forget_calls()
    tree.root = tree.root.rename(tree.root.with_name("moved"))
    assert tree.run("kiosk")[0] == 0
    assert len(tree.calls("-m venv --clear")) == 1


def test_another_python_beneath_the_environment_is_noticed(tree):
    tree.run("kiosk")
    tree.forget_calls()
    python = tree.root / ".venv/bin/python"
    python.symlink_to(python.rename(python.with_name("python3.99")))
    assert tree.run("kiosk")[0] == 0
    assert len(tree.calls("-m pip install")) == 1


def test_the_tests_environment_serves_the_programs_too(tree):
    tree.have_packages("libglib2.0-0", *tree.names("runtime"), *tree.names("tests"))
    tree.run("bench")
    tree.forget_calls()
    assert tree.run("kiosk")[1] == "<-P><-m><kiosk>"
    assert not tree.calls("-m pip")


def test_missing_debian_packages_are_installed_by_root(tree):
    tree.have_packages(*tree.names("runtime", without="libegl1"))
    code, out, _ = tree.run("kiosk")
    assert (code, out) == (0, "<-P><-m><kiosk>")
    waits = "apt-get -o DPkg::Lock::Timeout=600"
    assert tree.calls("apt-get") == [f"{waits} update -q", f"{waits} install -q -y --no-install-recommends libegl1"]


def test_without_root_the_missing_packages_are_named_and_nothing_is_started(tree):
    tree.have_packages(*tree.names("runtime", without="libegl1"))
    tree.be_user(1000)
    code, out, err = tree.run("kiosk")
    assert (code, out) == (1, "")
    assert "apt-get install -y --no-install-recommends libegl1" in err
    assert not tree.calls("")


def test_whoever_may_use_sudo_has_them_installed(tree):
    tree.have_packages(*tree.names("runtime", without="libegl1"))
    tree.be_user(1000)
    (tree.bin / "sudo").write_text('#!/bin/sh\nif [ "$1" = -n ]; then shift; fi\n"$@"\n', encoding="utf-8")
    (tree.bin / "sudo").chmod(0o755)
    (tree.bin / "true").symlink_to(shutil.which("true"))
    assert tree.run("kiosk")[:2] == (0, "<-P><-m><kiosk>")
    assert [call for call in tree.calls("apt-get") if " install " in call]


def test_without_root_and_with_everything_there_nothing_is_asked(tree):
    tree.be_user(1000)
    assert tree.run("kiosk")[:2] == (0, "<-P><-m><kiosk>")


def test_an_installation_that_failed_is_tried_again(tree):
    tree.go_offline()
    code, out, err = tree.run("kiosk")
    assert (code, out) == (1, "")
    assert "could not be installed" in err
    tree.calls_file.with_name("calls.offline").unlink()
    assert tree.run("kiosk")[:2] == (0, "<-P><-m><kiosk>")


def test_two_at_once_set_up_once(tree):
    started = [tree.start("kiosk", str(number)) for number in range(3)]
    outs = [process.communicate(timeout=60)[0] for process in started]
    assert outs == [f"<-P><-m><kiosk><{number}>" for number in range(3)]
    assert len(tree.calls("-m pip install")) == 1
    assert len(tree.calls("-m venv")) == 1


def test_a_start_that_finds_everything_ready_writes_nothing(tree):
    """So that a tree of root's serves the users of the station's services."""
    tree.run("kiosk")
    before = {path: path.stat().st_mtime_ns for path in tree.root.rglob("*")}
    tree.run("kiosk")
    assert {path: path.stat().st_mtime_ns for path in tree.root.rglob("*")} == before


def test_a_machine_that_is_not_debian_is_told_what_it_needs(tree):
    (tree.bin / "dpkg-query").unlink()
    code, out, err = tree.run("kiosk")
    assert (code, out) == (0, "<-P><-m><kiosk>")
    assert "not Debian" in err
    assert "libegl1" in err


def test_content_commands_are_commands_of_the_hub(tree):
    assert tree.run("content", "import-districts", "f")[1] == "<-P><-m><sync.hub><content><import-districts><f>"


def test_what_counts_brings_the_rules_of_budgets_wherever_the_data_folder_stands(tree):
    for named in (("count", "p", "--data", "d"), ("--data", "d", "count", "p"), ("--data=d", "count", "p")):
        words = "".join(f"<{word}>" for word in named)
        assert tree.run("hub", *named)[1] == f"<-P><-m><sync.hub>{words}"
        assert tree.calls("requirements-budgets.lock"), named
        shutil.rmtree(tree.root / ".venv")
        tree.forget_calls()
    tree.run("hub", "--data", "count", "run")
    assert not tree.calls("requirements-budgets.lock"), "that is the folder's name"


def test_without_a_network_all_but_budgets_is_counted(tree):
    tree.run("kiosk")
    tree.go_offline()
    code, out, err = tree.run("hub", "count", "p")
    assert (code, out) == (0, "<-P><-m><sync.hub><count><p>")
    assert "without the rules of budgets" in err


def test_what_stands_above_the_hub_takes_the_data_folder_first_too(tree):
    assert tree.run("hub", "--data", "d", "training", "--seed", "2")[1] == (
        "<-P><-m><installer.training><--data><d><--seed><2>"
    )
    assert tree.run("hub", "training", "--data", "a b")[1] == "<-P><-m><installer.training><--data><a b>"


def test_a_simulated_fleet_stands_above_the_hub(tree):
    assert tree.run("hub", "simulate", "--seed", "2")[1] == "<-P><-m><installer.fleet><--seed><2>"
