"""Pictures of the content: brought at the console, made anew, laid into the content, chosen, and taken away."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from random import Random

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from sync.hub.content.pictures import check_picture
from sync.hub.content.source import load_source
from sync.hub.drafts import content_services
from sync.hub.drafts import pictures as services
from sync.hub.drafts.models import BroughtPicture
from sync.hub.drafts.pictures import lay_pictures, pictures_of
from sync.hub.publishing.approved import publish_approved
from sync.protocol.pictures import MOST_BYTES, MOST_HEIGHT_PX, MOST_WIDTH_PX
from tests.kits.hub import Hub
from tests.kits.media import jpeg_with_gps

PAGE = "console:pictures"


@pytest.fixture
def client(hub: Hub) -> Client:
    client = Client(headers={"Accept-Language": "de"})
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def bring(client: Client, data: bytes, name: str = "Bank am Hafen!") -> str:
    file = SimpleUploadedFile("IMG_0815.JPG", data, content_type="image/jpeg")
    return client.post(reverse(PAGE), {"name": name, "file": file}, follow=True).content.decode()


def take_away(client: Client, name: str) -> str:
    return client.post(reverse(PAGE), {"deed": "remove", "name": name}, follow=True).content.decode()


def noise(width: int, height: int) -> bytes:
    """A picture that no JPEG makes small."""
    out = BytesIO()
    Image.frombytes("RGB", (width, height), Random(7).randbytes(width * height * 3)).save(out, "PNG")
    return out.getvalue()


def names(hub: Hub) -> set[str]:
    return {one.name for one in pictures_of(hub.folder.content)}


def test_a_photo_is_brought_with_only_the_page_and_stations_can_show_it(client: Client, hub: Hub) -> None:
    assert "Das Bild ist da" in bring(client, jpeg_with_gps(size=(3000, 2500)))
    page = client.get(reverse(PAGE)).content.decode()
    assert "bank-am-hafen.jpg" in page
    assert "wird gleich zu den Inhalten gelegt" in page
    before = client.get(reverse("console:picture", args=["bank-am-hafen.jpg"])).content
    lay_pictures(hub.folder.content)
    lying = (hub.folder.content / "pictures/bank-am-hafen.jpg").read_bytes()
    assert lying == before == client.get(reverse("console:picture", args=["bank-am-hafen.jpg"])).content
    assert b"Muster" not in lying and b"Exif" not in lying, "of whoever took it nothing is left"
    assert list(check_picture(lying)) == []
    assert "pictures/bank-am-hafen.jpg" in load_source(hub.folder.content).pictures
    assert bytes(BroughtPicture.objects.get().data) == b"", "it is kept once"
    assert "wird gleich" not in client.get(reverse(PAGE)).content.decode()


def test_a_project_shows_it_once_it_is_approved(client: Client, hub: Hub) -> None:
    now = timezone.now()
    who = {"by": "anna", "now": now}
    bring(client, jpeg_with_gps())
    content_services.begin("projects", "kai", folder=hub.folder.content, today=now.date(), **who)
    lay_pictures(hub.folder.content)
    write = client.get(reverse("console:write-content", args=["projects", "kai"])).content.decode()
    assert '<option value="pictures/bank-am-hafen.jpg">' in write


@pytest.mark.parametrize("size", [(1600, 1200), (400, 4000)])
def test_whatever_is_in_it_it_becomes_small_enough_for_every_station(
    client: Client, hub: Hub, size: tuple[int, int]
) -> None:
    bring(client, noise(*size))
    (row,) = BroughtPicture.objects.all()
    data = bytes(row.data)
    with Image.open(BytesIO(data)) as picture:
        assert picture.width <= MOST_WIDTH_PX and picture.height <= MOST_HEIGHT_PX
    assert 0 < len(data) <= MOST_BYTES


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "nicht zu lesen"),
        (b"<svg onload='alert(1)'/>", "nicht zu lesen"),
        (jpeg_with_gps()[:900], "nicht zu lesen"),
        (b"\x89PNG\r\n\x1a\n", "nicht zu lesen"),
    ],
)
def test_what_is_no_photo_is_told_in_words_and_kept_nowhere(client: Client, hub: Hub, data: bytes, words: str) -> None:
    before = names(hub)
    assert words in bring(client, data)
    assert names(hub) == before and not BroughtPicture.objects.exists()


@pytest.mark.parametrize("name", ["", "!!!", "benches", "x" * 61, "ж"])
def test_a_name_that_cannot_be_or_is_there_already_takes_the_place_of_nothing(
    client: Client, hub: Hub, name: str
) -> None:
    before = (hub.folder.content / "pictures/benches.svg").read_bytes()
    answer = bring(client, jpeg_with_gps(), name)
    assert "Das Bild ist da" not in answer
    assert not BroughtPicture.objects.exists()
    assert (hub.folder.content / "pictures/benches.svg").read_bytes() == before


def test_too_many_are_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_PICTURES", 1)
    assert "schon 1 Bilder" in bring(client, jpeg_with_gps())


def test_what_is_named_stays_and_what_is_named_nowhere_goes(client: Client, hub: Hub) -> None:
    used = next(one for one in pictures_of(hub.folder.content) if one.used_in)
    assert "Es bleibt" in take_away(client, used.name)
    assert used.name in names(hub)
    bring(client, jpeg_with_gps())
    lay_pictures(hub.folder.content)
    assert "entfernt" in take_away(client, "bank-am-hafen.jpg")
    assert "bank-am-hafen.jpg" not in client.get(reverse(PAGE)).content.decode()
    assert client.get(reverse("console:picture", args=["bank-am-hafen.jpg"])).status_code == 404
    lay_pictures(hub.folder.content)
    assert not (hub.folder.content / "pictures/bank-am-hafen.jpg").exists()
    assert not BroughtPicture.objects.exists()
    assert "nicht mehr da" in take_away(client, "bank-am-hafen.jpg")


def test_what_was_chosen_while_it_was_taken_away_stays(client: Client, hub: Hub) -> None:
    now = timezone.now()
    bring(client, jpeg_with_gps())
    lay_pictures(hub.folder.content)
    take_away(client, "bank-am-hafen.jpg")
    content_services.begin("projects", "kai", folder=hub.folder.content, by="anna", today=now.date(), now=now)
    draft = {"pictures": [{"file": "pictures/bank-am-hafen.jpg", "shows": {"de": "Eine Bank"}}]}
    content_services.WAY.save("projects/kai.json", draft, seen=1, by="anna", now=now + timedelta(seconds=1))
    lay_pictures(hub.folder.content)
    assert (hub.folder.content / "pictures/bank-am-hafen.jpg").exists()
    assert "bank-am-hafen.jpg" in names(hub)


def test_the_worker_lays_them_and_goes_on_where_it_was_cut_off(client: Client, hub: Hub) -> None:
    bring(client, jpeg_with_gps(), "eins")
    bring(client, jpeg_with_gps(), "zwei")
    (hub.folder.content / "pictures/eins.jpg").write_bytes(b"half of i")
    now = timezone.now()
    publish_approved(hub.folder, may_make_keys=True, by="worker", today=now.date(), now=now)
    for name in ("eins", "zwei"):
        assert list(check_picture((hub.folder.content / f"pictures/{name}.jpg").read_bytes())) == []


@pytest.mark.parametrize(
    "name", ["..%2Fplaces.json", "../places.json", "places.json", ".hidden.jpg", "benches.svg\x00"]
)
def test_no_address_leads_out_of_the_folder_of_pictures(client: Client, hub: Hub, name: str) -> None:
    (hub.folder.content / "pictures/.hidden.txt").write_text("x")
    assert client.get(f"{reverse(PAGE)}{name}").status_code in {301, 302, 404}
    answer = client.get(reverse("console:picture", args=["benches.svg"]))
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["Content-Security-Policy"], "opened alone it can do nothing"
