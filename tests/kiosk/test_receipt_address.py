"""The QR code of a receipt: a web address where the hub names one, on the screen and on paper; else there is none."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.viewmodel.intents import Cast, Choose, Continue, FileReport
from kiosk.viewmodel.views import ReceiptView
from kiosk.widgets.qr_code import QUIET_ZONE, QrCode, _matrix
from kiosk.widgets.receipt_image import DOTS_PER_MM, QR_MM, receipt_image
from sync.protocol.keys import SigningKey
from sync.protocol.slip_proofs import read_proof, read_slip
from tests.kiosk.widgets.test_qr_code import read
from tests.kits.content import Keys
from tests.kits.screen import shown
from tests.kits.station_twin import Kit
from tests.kits.visit_paths import MARKET, REPORT, TO_THE_REVIEW

WAYS = [(*MARKET, Choose("shops"), Continue(), Cast()), (*REPORT, *TO_THE_REVIEW, FileReport())]

ADDRESS = "https://www.example.org/mitmachen#{code}"


def receipt(way: tuple, address: str, slips: SigningKey | None = None) -> ReceiptView:
    kit = Kit(keys=Keys())
    kit.station.slips = slips
    files = dict(kit.station.content.files)
    places = json.loads(files["places.json"])
    places["city"] |= {"receipt_address": address} if address else {}
    kit.station.content = replace(kit.station.content, files=files | {"places.json": json.dumps(places).encode()})
    kit.station.content_name = "with an address"
    kit.wait(1)
    kit.at_home()
    view = kit.ask(*way)
    assert isinstance(view, ReceiptView)
    return view


@pytest.mark.parametrize("way", WAYS, ids=["vote", "report"])
def test_the_address_the_hub_names_is_what_a_telephone_reads(qtbot: QtBot, way: tuple) -> None:
    view = receipt(way, ADDRESS)
    link = ADDRESS.replace("{code}", view.code.replace("-", "").replace(" ", ""))
    assert view.qr == link
    assert read(receipt_image(view)) == [link], "on paper"
    screen = shown(qtbot, view)
    assert read(screen.grab().toImage()) == [link], "on the screen"


@pytest.mark.parametrize("way", WAYS, ids=["vote", "report"])
@pytest.mark.parametrize("address", ["", "mitmach:vote:{code}"])
def test_without_an_address_there_is_no_code_that_no_telephone_could_use(
    qtbot: QtBot, way: tuple, address: str
) -> None:
    view = receipt(way, address)
    assert view.qr == ""
    assert read(receipt_image(view)) == []
    screen = shown(qtbot, view)
    assert screen.findChildren(QrCode) == []
    assert screen.page.pages.count == 1


LONGEST = "https://beteiligung.stadtverwaltung.example.org/de/mitmachen/abstimmungen/beleg#{code}"
LEAST_MODULE_MM = 0.5
"""A cheap telephone reads it from paper that was in a pocket."""


def test_a_slip_is_signed_and_its_code_stays_as_coarse_as_telephones_need(qtbot: QtBot) -> None:
    slips = SigningKey.generate()
    view = receipt(WAYS[0], LONGEST, slips=slips)
    tracker, proof = read_slip(view.qr)
    assert tracker == view.code.replace("-", "")
    assert read_proof(proof).fits(slips.public, poll="neuer-markt", tracker=tracker)
    assert read(receipt_image(view)) == [view.qr], "on paper"
    assert read(shown(qtbot, view).grab().toImage()) == [view.qr], "on the screen"
    modules = len(_matrix(view.qr)) + 2 * QUIET_ZONE
    assert QR_MM * DOTS_PER_MM // modules / DOTS_PER_MM >= LEAST_MODULE_MM


def test_a_report_is_not_signed_and_without_an_address_only_paper_holds_what_proves(qtbot: QtBot) -> None:
    slips = SigningKey.generate()
    assert "." not in receipt(WAYS[1], ADDRESS, slips=slips).qr.partition("#")[2]
    view = receipt(WAYS[0], "", slips=slips)
    assert shown(qtbot, view).findChildren(QrCode) == []
    (held,) = read(receipt_image(view))
    assert read_slip(held)[0] == view.code.replace("-", "")
