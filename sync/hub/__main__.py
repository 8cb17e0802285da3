"""``./mitmach hub [--data DIR] COMMAND``: every command of the hub."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

from sync.hub.command_list import is_offered, offered, overview
from sync.hub.command_user import step_down
from sync.hub.config import HubConfigError, load_hub_config
from sync.hub.data_folder import DATA_VARIABLE, HubFolder
from sync.hub.database_version import why_unfit

PROGRAM = "mitmach hub"
"""What people call it by."""
WITHOUT_DATABASE = frozenset(
    {
        "init", "restore", "upgrade", "help",
        "trustee_key", "key_password", "recovery_key", "count_mix", "count_tally",
        "ceremony", "content_check", "content_schema", "data_sheets",
    }
)  # fmt: skip
"""Commands that make or change the database's tables themselves, or work without one."""
_OF_DJANGO = {"--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color"}
"""Options every command of Django has. They are for programmers, and told nobody else."""


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
        named = arguments[1] if len(arguments) > 1 else ""
        arguments = [f"content-{named}", *arguments[2:]] if named in ("check", "schema") else arguments[1:]
    if not arguments or arguments[0].startswith("-"):
        return arguments
    return [arguments[0].replace("-", "_"), *arguments[1:]]


def main(arguments: list[str]) -> None:
    """Choose the data folder, then run the command: the two that only start others at once, any other in Django."""
    data, rest = take_data_option(arguments)
    rest = name_module(rest)
    if data is not None:
        os.environ[DATA_VARIABLE] = str(Path(data).resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "sync.hub.settings"
    if not rest or rest[0] in {"help", "--help", "-h"}:
        if len(rest) < 2:
            print(overview(f"./{PROGRAM}"))
            return
        rest = [*name_module(rest[1:]), "--help"]
    if not is_offered(rest[0]):
        sys.exit(f"There is no command {rest[0]!r}. Those there are: ./{PROGRAM} help")
    _refuse_other_version(rest)
    if rest[0] in {"run", "serve"}:
        _start_others(rest[0], rest[1:])
        return
    step_down(rest[0], HubFolder.from_environment())
    _carry_out(rest)


def _carry_out(arguments: list[str]) -> None:
    """Run it in Django. What the machine refuses ends in one sentence, whichever command it was."""
    import django
    from django.core.management import BaseCommand, CommandError, ManagementUtility
    from django.db import Error as DatabaseError

    # They look through the source for mistakes, and import every page for it: that is for tests.
    BaseCommand.requires_system_checks = ()
    BaseCommand.suppressed_base_arguments = _OF_DJANGO
    module, *rest = arguments
    called, _sentence = offered()[module]
    try:
        django.setup()
        # Told to trace, Django lets go of what a command refuses instead of writing it with the name of its class.
        ManagementUtility().fetch_command(module).run_from_argv([PROGRAM, called, "--traceback", *rest])
        sys.stdout.flush()
    except (CommandError, HubConfigError) as error:
        sys.exit(str(error))
    except BrokenPipeError:  # whoever read it has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (DatabaseError, sqlite3.Error) as error:
        sys.exit(f"The hub's database does not do what was asked: {' '.join(str(error).split())}")
    except OSError as error:
        sys.exit(f"This machine does not do what was asked: {error}")


def _refuse_other_version(arguments: list[str]) -> None:
    """End in one sentence before anything is read or written that another version of this program has laid down."""
    if arguments[0] in WITHOUT_DATABASE or {"-h", "--help"} & set(arguments):
        return
    folder = HubFolder.from_environment()
    try:
        why = why_unfit(folder, load_hub_config(folder.config))
        if not folder.config.exists():
            why = f"There is no hub in {folder.root}. Name its folder with --data, or make one with init or restore."
        if folder.half_made.exists():
            why = f"There is no whole hub in {folder.root}: its making was cut off. Begin again with init or restore."
    except (HubConfigError, OSError) as error:
        sys.exit(str(error))
    if why:
        sys.exit(why)


def _start_others(command: str, arguments: list[str]) -> None:
    from sync.hub.server import serve
    from sync.hub.supervisor import run

    folder = HubFolder.from_environment()
    try:
        config = load_hub_config(folder.config)
    except HubConfigError as error:
        sys.exit(str(error))
    if command == "run":
        run(arguments, folder=folder, config=config)
    else:
        serve(arguments, config=config)


if __name__ == "__main__":
    main(sys.argv[1:])
