"""The districts of a draft are found by an area on the map, and kept once somebody has looked at them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from sync.hub.accounts.models import OneTimePassword
from sync.hub.accounts.roles import Role, give_role
from sync.hub.console.queries import district_outlines
from sync.hub.drafts.content_kinds import KINDS_OF_CONTENT, problems_of_content
from sync.hub.drafts.content_parts import put_together
from sync.hub.drafts.content_services import begin as begin_content
from sync.hub.drafts.content_services import take_up
from sync.hub.drafts.models import ContentDraft, PollDraft
from sync.hub.drafts.services import begin
from sync.protocol.districts import district_of
from tests.kits.hub import NOW, Hub

POINT = (12.1313, 54.0887)
URL = "console:draft-area"


@pytest.fixture
def client(hub: Hub) -> Client:
    begin("park", "single", by="e", today=NOW.date(), now=NOW)
    client = Client(headers={"Accept-Language": "de"})
    client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, deed: str, **values: Any) -> Any:
    given = {"deed": deed, "seen": PollDraft.objects.get().version, **values}
    return client.post(reverse(URL, args=["park"]), given)


def around(size: float) -> str:
    west, south = POINT[0] - size, POINT[1] - size
    corners = ((west, south), (west + 2 * size, south), (west + 2 * size, south + 2 * size), (west, south + 2 * size))
    return "\n".join(f"{longitude} {latitude}" for longitude, latitude in corners)


def test_an_area_shows_its_districts_and_only_what_is_ticked_is_kept(client: Client) -> None:
    here = district_of(POINT, district_outlines()[0])
    assert here is not None
    form = send(client, "look", area=around(0.0001)).context["form"]
    assert form["districts"].value() == [here] and form["area"].value() == around(0.0001)
    many = send(client, "look", area=around(0.03)).context["form"]["districts"].value()
    assert here in many and len(many) > 2 and PollDraft.objects.get().value["districts"] == []
    assert send(client, "keep", area=around(0.03), districts=many[:2]).status_code == 302
    assert PollDraft.objects.get().value["districts"] == sorted(many[:2])
    assert set(client.get(reverse(URL, args=["park"])).context["form"]["districts"].value()) == set(many[:2])


@pytest.mark.parametrize(
    ("deed", "values", "words"),
    [
        ("look", {"area": ""}, "Bitte zeichnen Sie zuerst ein Gebiet."),
        ("look", {"area": "12.1 54.1\n12.2 54.1"}, "drei Ecken"),
        ("look", {"area": "\n".join(["12.1 54.1"] * 61)}, "höchstens 60"),
        ("look", {"area": "hier\ndort\nda"}, "zwei Zahlen"),
        ("look", {"area": "nan 54.1\n12.2 54.1\n12.1 54.2"}, "zwei Zahlen"),
        ("look", {"area": "1e300 54.1\n12.2 54.1\n12.1 54.2"}, "zwei Zahlen"),
        ("keep", {"area": ""}, "mindestens einen Stadtteil"),
        ("keep", {"districts": ["nowhere"]}, "nowhere"),
    ],
)
def test_what_is_none_is_told_and_stays_to_be_mended(
    client: Client, deed: str, values: dict[str, Any], words: str
) -> None:
    answer = send(client, deed, **values)
    assert answer.status_code == 200 and words in answer.content.decode()
    assert answer.context["form"]["area"].value() == values.get("area")
    assert PollDraft.objects.get().version == 1


def test_who_comes_second_overwrites_nothing(client: Client) -> None:
    before = PollDraft.objects.get().version
    send(client, "keep", districts=["K"])
    assert send(client, "keep", districts=["L"], seen=before).status_code == 409
    assert PollDraft.objects.get().value["districts"] == ["K"]


@pytest.mark.parametrize("kind", ["projects", "surveys", "dates", "warnings"])
def test_other_content_finds_its_districts_alike(hub: Hub, client: Client, kind: str) -> None:
    begin_content(kind, "hafen", folder=hub.folder.content, by="e", today=NOW.date(), now=NOW)
    here = district_of(POINT, district_outlines()[0])
    page, back = (reverse(f"console:{name}", args=[kind, "hafen"]) for name in ("content-area", "content-draft"))
    assert page in client.get(back).content.decode()
    form = client.post(page, {"deed": "look", "seen": 1, "area": around(0.0001)}).context["form"]
    assert form["districts"].value() == [here]
    kept = client.post(page, {"deed": "keep", "seen": 1, "districts": [here]})
    assert (kept.status_code, kept.headers["Location"]) == (302, back)
    assert ContentDraft.objects.get().value["districts"] == [here]


@pytest.mark.parametrize(
    ("kind", "row", "place"),
    [
        ("signposts", "0", (0,)),
        ("categories", "2", (2,)),
        ("question_bank", "1", (1,)),
        ("dialogue", "topics-1", ("topics", 1)),
    ],
)
def test_a_row_of_a_list_finds_its_own_districts(
    hub: Hub, client: Client, kind: str, row: str, place: tuple[Any, ...]
) -> None:
    take_up(KINDS_OF_CONTENT[kind].file, folder=hub.folder.content, by="e", now=NOW)
    before = ContentDraft.objects.get().value
    page = reverse("console:content-row-area", args=[kind, "all", row])
    assert page in client.get(reverse("console:content-draft", args=[kind, "all"])).content.decode()
    here = district_of(POINT, district_outlines()[0])
    form = client.post(page, {"deed": "look", "seen": 1, "area": around(0.0001)}).context["form"]
    assert form["districts"].value() == [here]
    assert client.post(page, {"deed": "keep", "seen": 1, "districts": [here]}).status_code == 302
    after = ContentDraft.objects.get()
    assert after.value == put_together(before, {(*place, "districts"): [here]}) != before
    assert problems_of_content(after.path, after.value, folder=hub.folder.content) == []


@pytest.mark.parametrize(
    ("kind", "row"),
    [("signposts", "99"), ("signposts", "x"), ("ready_sentences", "0"), ("places", "districts-0"), ("projects", "0")],
)
def test_what_is_for_no_districts_has_no_such_page(hub: Hub, client: Client, kind: str, row: str) -> None:
    names = {"projects": "radweg-dierkow"}
    path = KINDS_OF_CONTENT[kind].path_of(name := names.get(kind, "all"))
    take_up(path, folder=hub.folder.content, by="e", now=NOW)
    assert client.get(reverse("console:content-row-area", args=[kind, name, row])).status_code == 404
    if kind != "projects":
        assert client.get(reverse("console:content-area", args=[kind, name])).status_code == 404
    assert client.get(reverse("console:content-area", args=["nothing", "all"])).status_code == 404
    assert client.get(reverse("console:content-area", args=["projects", "none"])).status_code == 404


def test_a_station_that_is_not_there_any_more_is_named(hub: Hub, client: Client) -> None:
    begin_content("projects", "zoo", folder=hub.folder.content, by="e", today=NOW.date(), now=NOW, districts=["K"])
    hub.enrolled_station(name="SBZ Nord")
    page = reverse("console:content-draft", args=["projects", "zoo"])
    for names, is_said in (([], False), (["SBZ Nord"], False), (["SBZ Nord", "SBZ Süd"], True)):
        ContentDraft.objects.update(value={**ContentDraft.objects.get().value, "stations": names})
        assert ("keine Station heißt SBZ Süd" in client.get(page).content.decode()) is is_said


def test_a_house_finds_and_keeps_its_own_districts_alone(hub: Hub, client: Client) -> None:
    mine = hub.enrolled_station(name="SBZ Börgerhus")
    OneTimePassword.objects.filter(user=User.objects.get()).delete()
    give_role(User.objects.get(), Role.HOUSE, [mine.device])
    begin_content("dates", "haus", folder=hub.folder.content, by="e", today=NOW.date(), now=NOW, districts=["K"])
    page = reverse("console:content-area", args=["dates", "haus"])
    form = client.post(page, {"deed": "look", "seen": 1, "area": around(0.5)}).context["form"]
    assert form["districts"].value() == ["K"] and len(form.fields["districts"].choices) == 1
    assert client.post(page, {"deed": "keep", "seen": 1, "districts": ["A"]}).status_code == 200
    assert ContentDraft.objects.get().value["districts"] == ["K"]
