"""A hub as cities run it: behind TLS, below another hub, its administrator with a security key; a fleet comes to it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import requests

from sync.hub.config import HubConfig, write_hub_config
from tests.kits.real.hubs import HubFiles, running_hub
from tests.kits.real.programs import run_python
from tests.kits.real.proxies import HERE, NAME, Proxy, nginx
from tests.kits.soft_key import SoftKey

STATIONS = 3
OWN_PASSWORD = "vier Worte und ein Hafen"


@dataclass
class Administrator:
    """A person at the console, over TLS, with a browser and a security key."""

    proxy: Proxy
    browser: requests.Session = field(default_factory=requests.Session)
    key: SoftKey = field(default_factory=lambda: SoftKey(f"https://{NAME}"))

    def page(self, path: str) -> str:
        return self._ask("GET", path).text

    def send(self, path: str, *, page: str = "", **values: str) -> requests.Response:
        """Fill in the form that stands at this address; ``page`` if it is open already."""
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page or self.page(path))
        assert token, path
        answer = self._ask("POST", path, {"csrfmiddlewaretoken": token[1], **values})
        assert answer.status_code < 400 and "errorlist" not in answer.text, answer.text
        return answer

    def _ask(self, method: str, path: str, data: dict[str, str] | None = None) -> requests.Response:
        return self.browser.request(
            method,
            f"https://{HERE}:{self.proxy.port}{path}",
            data=data,
            headers={"Host": NAME, "Referer": f"https://{NAME}{path}", "Accept-Language": "en"},
            verify=str(self.proxy.certificate),
            allow_redirects=False,
        )

    def sign_in(self, user: str, password: str) -> None:
        self.send("/login/", username=user, password=password)

    def add_key(self) -> None:
        path = "/second/keys/add/"
        page = self.page(path)
        self.send(path, page=page, name="blue", answer=self.key.create(question_on(page)))

    def show_key(self) -> None:
        path = "/login/key/"
        page = self.page(path)
        self.send(path, page=page, answer=self.key.get(question_on(page)))

    def enrolment_code(self, name: str) -> str:
        found = re.search(r'class="bigcode"[^>]*>([^<]+)<', self.send("/stations/enrol/", name=name, district="N").text)
        assert found
        return found[1].strip()


def question_on(page: str) -> dict[str, Any]:
    found = re.search(r'data-question="([^"]+)"', page)
    assert found
    asked: dict[str, Any] = json.loads(unescape(found[1]))
    return asked


def test_a_fleet_comes_to_a_hub_behind_tls_and_all_of_it_reaches_the_hub_above(tmp_path: Path) -> None:
    below = HubFiles(tmp_path / "below")
    said = json.loads(run_python("-m", "sync.hub", "--data", str(below.folder), "init", "--showing", "--json"))
    with running_hub(tmp_path / "above") as above:
        config = HubConfig(
            hosts=(NAME, HERE),
            https=True,
            trusted_proxies=(HERE,),
            parent=above.url,
            for_showing_only=True,
            counting_keys_here=True,
        )
        (below.folder / "hub.toml").unlink()
        write_hub_config(config, below.folder / "hub.toml")
        below.command("join-parent", "--code", above.command("hub-code", "--name", "Rostock").strip())
        proxy_folder = tmp_path / "proxy"
        proxy_folder.mkdir()
        with running_hub(below.folder) as hub, nginx(proxy_folder, hub_port=hub.port) as proxy:
            codes = codes_of_an_administrator(proxy, said["user"], said["password"])
            (tmp_path / "codes").write_text("\n".join(codes), encoding="ascii")
            found = json.loads(
                run_python(
                    *("-m", "installer.fleet", "--url", f"https://{HERE}:{proxy.port}", "--settle"),
                    *("--authority", str(proxy.certificate), "--codes", str(tmp_path / "codes")),
                    *("--stations", str(STATIONS), "--days", "1", "--seed", "1"),
                )
            )
        below.command("forward", "--once")
        assert found["is_true"] and found["shown_as_stored"] and found["faults"], found
        below.see_to_all()
        above.see_to_all()
        records = "SELECT record_id FROM intake_sealedrecord ORDER BY record_id"
        assert below.ask(records) == above.ask(records) != []
        batches = "SELECT hash, line, body FROM intake_batch WHERE state = 'stored' ORDER BY hash"
        assert below.ask(batches) == above.ask(batches)


def codes_of_an_administrator(proxy: Proxy, user: str, password: str) -> list[str]:
    """The first sign-in with a password of one's own and a key, then a second one, with both steps."""
    first = Administrator(proxy)
    first.sign_in(user, password)
    first.send("/password/", old=password, new=OWN_PASSWORD, again=OWN_PASSWORD)
    first.add_key()
    again = Administrator(proxy, key=first.key)
    again.sign_in(user, OWN_PASSWORD)
    assert "bigcode" not in again.page("/stations/enrol/"), "the password alone opens nothing"
    again.show_key()
    return [again.enrolment_code(f"Station {number}") for number in range(STATIONS)]
