"""docs/requirements.md explains every requirement the code cites, and none that it does not."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
CODE = ("*.py", "*.toml", "*.css", "*.js", "*.html")


def cited() -> dict[str, str]:
    """Id of a requirement to a file that cites it."""
    names = subprocess.run(["git", "ls-files", *CODE], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {
        found: name
        for name in names.splitlines()
        if (ROOT / name).is_file()
        for found in re.findall(r"\bR\d\d\b", (ROOT / name).read_text(encoding="utf-8"))
    }


def explained() -> list[str]:
    return re.findall(r"^\| (R\d\d) \| .+ \| .+ \|$", PAGE, re.MULTILINE)


def test_every_requirement_that_is_cited_is_explained():
    assert {found: name for found, name in cited().items() if found not in explained()} == {}


def test_nothing_is_explained_that_is_not_cited():
    assert set(explained()) - set(cited()) == set()


def test_each_is_explained_once():
    assert len(explained()) == len(set(explained())) > 40
