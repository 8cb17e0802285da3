"""Django's own doors into the hub are shut: commands, pages, files and marks that would go past the audit log."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sync.hub.__main__ import main
from sync.hub.accounts.roles import Role, role_of
from sync.hub.accounts.services import change_role, close_account, make_account, reopen_account
from sync.hub.accounts.unlogged import unlogged_accounts
from sync.hub.audit.models import AuditEntry
from sync.hub.command_list import is_offered, offered
from tests.kits.hub import NOW, Hub, on_both

BACKEND = "django.contrib.auth.backends.ModelBackend"
OF_DJANGO = {"django.contrib.auth.views.LogoutView", "django.views.i18n.set_language"}
"""Views of Django that are meant to be here."""
FOREIGN = sorted(name for name, app in get_commands().items() if app != "sync.hub")


@pytest.mark.parametrize("command", [*FOREIGN, "nothing", "", "../run", "__init__"])
def test_a_command_that_is_not_the_hubs_own_does_nothing(hub: Hub, command: str) -> None:
    before = AuditEntry.objects.count(), User.objects.count()
    with pytest.raises(SystemExit, match="no command"):
        main([command, "--noinput"])
    assert (AuditEntry.objects.count(), User.objects.count()) == before


def test_every_command_of_the_hub_is_offered_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert all(map(is_offered, offered()))
    assert set(offered()) == {name for name, app in get_commands().items() if app == "sync.hub"}
    main(["help"])
    lines = capsys.readouterr().out.splitlines()[2:]
    above = {"simulate", "training"}
    assert {line.split()[0] for line in lines} == {name.split()[0] for name, _ in offered().values()} | above
    lines = [line for line in lines if line.split()[0] not in above]
    for (name, sentence), line in zip(offered().values(), lines, strict=True):
        assert name.replace(" ", "").replace("-", "").isalpha()
        assert len(sentence.split()) >= 3
        assert line.startswith(f"  {name} ")


def test_help_asks_for_no_hub(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "sync.hub", "--data", str(tmp_path / "none"), "--help"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "enrol-code" in ran.stdout
    assert "flush" not in ran.stdout


def test_help_of_a_command_tells_what_it_takes_and_nothing_of_django(capsys: pytest.CaptureFixture[str]) -> None:
    for module, (called, _sentence) in offered().items():
        with pytest.raises(SystemExit) as ended:
            main([*called.split(), "--help"])
        told = capsys.readouterr().out
        assert ended.value.code == 0, module
        assert told.startswith(f"usage: mitmach hub {called} "), module
        assert not re.search("settings module|--traceback|--pythonpath|sync.hub", told), module


def test_what_a_command_refuses_is_said_without_a_word_of_django(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"^places\.json: the file is missing"):
        main(["content", "check", str(tmp_path / "none")])


def test_no_page_is_here_that_the_hub_did_not_make() -> None:
    def views(resolver: URLResolver) -> set[str]:
        found: set[str] = set()
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                found |= views(entry)
            elif isinstance(entry, URLPattern):
                view = getattr(entry.callback, "view_class", entry.callback)
                found.add(f"{view.__module__}.{view.__qualname__}")
        return found

    assert {view for view in views(get_resolver()) if not view.startswith("sync.hub.")} == OF_DJANGO
    assert settings.DEBUG is False
    assert not {"django.contrib.admin", "django.contrib.admindocs"} & set(settings.INSTALLED_APPS)


def test_no_file_of_another_app_is_served() -> None:
    served = {name for finder in get_finders() for name, _ in finder.list([])}
    assert served
    assert {name.split("/")[0] for name in served} == {"console", "public"}


def test_djangos_mark_of_a_superuser_is_no_role(hub: Hub) -> None:
    call_command("createsuperuser", interactive=False, username="root2", email="a@b.example", verbosity=0)
    root = User.objects.get(username="root2")
    assert role_of(root) is None
    client = Client()
    client.force_login(root, backend=BACKEND)
    assert client.get(reverse("console:home")).status_code == 403


def first_page(hub: Hub) -> str:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(User.objects.get(username=hub.account.user), backend=BACKEND)
    return str(client.get(reverse("console:home")).content.decode())


def test_rights_given_past_the_hub_are_told_on_the_first_page(hub: Hub) -> None:
    make_account("erika", Role.AUDITOR, by="admin", now=NOW)
    make_account("otto", Role.ADMINISTRATOR, by="admin", now=NOW)
    close_account("otto", by="admin", now=NOW)
    assert unlogged_accounts() == []
    administrators = Group.objects.get(name=Role.ADMINISTRATOR)
    stranger = User.objects.create_user("root2")
    assert unlogged_accounts() == [], "without a role it sees nothing"
    stranger.groups.add(administrators)
    User.objects.get(username="erika").groups.set([administrators])
    User.objects.filter(username="otto").update(is_active=True)
    assert unlogged_accounts() == ["erika", "otto", "root2"]
    assert "The account root2 has rights that no entry of the audit log gave" in first_page(hub)


def test_rights_given_by_the_hub_are_not(hub: Hub) -> None:
    make_account("erika", Role.AUDITOR, by="admin", now=NOW)
    change_role("erika", Role.ADMINISTRATOR, by="admin", now=NOW)
    close_account("erika", by="admin", now=NOW)
    reopen_account("erika", by="admin", now=NOW)
    assert unlogged_accounts() == []
    assert "no entry of the audit log" not in first_page(hub)


@on_both
def test_who_was_a_superuser_before_an_upgrade_keeps_the_rights(hub: Hub) -> None:
    call_command("migrate", "accounts", "0001", verbosity=0)
    User.objects.create_superuser("of-old")
    call_command("migrate", verbosity=0, interactive=False)
    user = User.objects.get(username="of-old")
    assert (role_of(user), user.is_superuser, user.is_staff) == (Role.ADMINISTRATOR, False, False)
