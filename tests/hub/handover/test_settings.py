"""What ``handover.toml`` may say, and that without it nothing is handed over."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sync.hub.config import HubConfigError
from sync.hub.entries.models import ReviewState
from sync.hub.handover.config import load_settings
from sync.hub.handover.models import Handover
from sync.hub.reports.reviewing import set_review
from sync.hub.worker.handing_over import SECRET, when_configured
from sync.hub.worker.keyring import key_folder
from tests.kits.hub import NOW, Hub
from tests.kits.klarschiff_twin import KEY, MAILBOX, new_klarschiff, serving

GOOD = """
name = "Klarschiff.HRO"
address = "{url}"
email = "{mail}"
[categories]
lights-and-signs = "31"
"""


def good(url: str = "https://klarschiff.example/citysdk") -> str:
    return GOOD.format(url=url, mail=MAILBOX)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("name =", "nmae ="), "nmae"),
        (('"https', '"ftp'), "address"),
        ((MAILBOX, "mitmachstation"), "email"),
        (('"31"', "31"), "categories"),
        (("[categories]", 'send = "all"\n[categories]'), "since"),
        (("[categories]", "poll_minutes = 0\n[categories]"), "poll_minutes"),
        (("name =", "name"), "TOML"),
        (("[categories]", 'kind = "fax"\n[categories]'), "kind"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, change: tuple[str, str], named: str) -> None:
    place = tmp_path / "handover.toml"
    assert load_settings(place) is None
    place.write_text(good())
    assert load_settings(place) is not None
    place.write_text(good().replace(*change))
    with pytest.raises(HubConfigError, match=named):
        load_settings(place)


def test_trying_it_out_sends_no_report_and_names_what_is_wrong(hub: Hub) -> None:
    with serving(new_klarschiff()) as klarschiff:
        with pytest.raises(CommandError, match="nothing is handed over"):
            call_command("handover")
        hub.folder.handover.write_text(good(klarschiff.url))
        (key_folder(hub.folder.root) / SECRET).write_text(KEY)
        told = StringIO()
        call_command("handover", stdout=told)
        assert "31  Laterne" in told.getvalue()
        assert "our key is taken" in told.getvalue()
        assert klarschiff.reports == {}
        hub.folder.handover.write_text(good(klarschiff.url).replace('"31"', '"99"'))
        with pytest.raises(CommandError, match="lights-and-signs = '99'"):
            call_command("handover", stdout=told)
        klarschiff.clients.clear()
        with pytest.raises(CommandError, match="ungültig"):
            call_command("handover", stdout=told)
        assert klarschiff.reports == {}


def test_without_the_file_nothing_is_handed_over_and_with_it_the_worker_does(hub: Hub) -> None:
    station = hub.enrolled_station()
    record = station.report()
    hub.accept(station.batch([record]))
    hub.work()
    set_review(record.id, ReviewState.APPROVED, note="", by="erika", now=NOW, seen=0)
    when_configured(hub.folder)(NOW)
    assert not Handover.objects.exists()
    with serving(new_klarschiff()) as klarschiff:
        hub.folder.handover.write_text(good(klarschiff.url))
        with pytest.raises(HubConfigError, match="api key"):
            when_configured(hub.folder)
        (key_folder(hub.folder.root) / SECRET).write_text(KEY + "\n")
        when_configured(hub.folder)(NOW)
        assert len(klarschiff.reports) == 1
        assert Handover.objects.get().request_id == "4711"
