"""``python -m sync.hub [--data DIR] COMMAND``: every command of the hub."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

from sync.hub.folder import DATA_VARIABLE

_PROGRAM = "python -m sync.hub"


def take_data_option(arguments: list[str]) -> tuple[str | None, list[str]]:
    """The value of ``--data`` wherever it stands, and the other arguments."""
    rest: list[str] = []
    data: str | None = None
    left = iter(arguments)
    for argument in left:
        if argument == "--data":
            data = next(left, None)
            if data is None:
                sys.exit("--data needs the name of a folder")
        elif argument.startswith("--data="):
            data = argument.removeprefix("--data=")
        else:
            rest.append(argument)
    return data, rest


def name_module(arguments: list[str]) -> list[str]:
    """The command as its module is called: ``enrol-code`` is ``enrol_code``, ``content check`` is ``content_check``."""
    if arguments[:1] == ["content"]:
        arguments = ["content-check", *arguments[2:]] if arguments[1:2] == ["check"] else arguments[1:]
    return [arguments[0].replace("-", "_"), *arguments[1:]] if arguments and arguments[0][0] != "-" else arguments


def main(arguments: list[str]) -> None:
    """Choose the data folder, then let Django run the command."""
    data, rest = take_data_option(arguments)
    rest = name_module(rest)
    if data is not None:
        os.environ[DATA_VARIABLE] = str(Path(data).resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.hub.settings"
    execute_from_command_line([_PROGRAM, *rest])


if __name__ == "__main__":
    main(sys.argv[1:])
