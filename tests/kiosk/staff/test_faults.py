"""What can be wrong with a stick or with the way to the hub is told to attendants in every language of the station."""

from __future__ import annotations

import pytest

from kiosk.staff.presenter import staff_view
from kiosk.staff.states import AGENT_SILENT, DeskState, StaffFacts
from kiosk.texts import Texts
from kiosk.viewmodel.views import StaffView
from sync.agent.stick_exchange import Carried
from sync.protocol.connection_faults import ConnectionFault
from sync.protocol.languages import LANGUAGE_CODES
from sync.stick import StickFault

ONE_AND_THE_SAME = (
    {ConnectionFault.SILENT, ConnectionFault.CLOSED, ConnectionFault.BROKEN, ConnectionFault.HUB_DOWN},
    {ConnectionFault.AUTHORITY, ConnectionFault.OTHER_NAME, ConnectionFault.NO_TLS},
    {ConnectionFault.NO_ADDRESS, ConnectionFault.NO_NAME},
)
"""What asks the same of attendants is told with the same words; every other cause has its own."""


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_every_fault_and_every_remark_has_its_sentence(code: str) -> None:
    words, english = Texts(code), Texts("en")
    told = [f"staff.fault.{fault.value}" for fault in StickFault]
    told += [f"staff.remark.{remark.name.lower()}" for remark in Carried]
    for name in told:
        assert words.text(name) != name
        assert code == "en" or words.text(name) != english.text(name)


def told(code: str, *troubles: str) -> str:
    view = staff_view(code, DeskState(StaffFacts(troubles=troubles)))
    assert isinstance(view, StaffView)
    label, _, told = view.explanation.rpartition(f"\n{Texts(code).text('staff.ready')}: ")[0].partition(": ")
    assert label == Texts(code).text("staff.trouble"), "seen first, on whatever display"
    return told


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_every_cause_of_no_connection_is_told_in_words_of_its_own(code: str) -> None:
    said = {fault: told(code, fault) for fault in ConnectionFault}
    assert not [fault for fault in said if said[fault] == Texts(code).text("staff.trouble.other", name=fault.value)]
    for fault, words in said.items():
        same = next((group for group in ONE_AND_THE_SAME if fault in group), {fault})
        assert {other for other in said if said[other] == words} == same


def test_the_worst_is_told_first_and_nothing_twice() -> None:
    assert told("en", "revoked", "silent", "closed").split("\n") == [told("en", "revoked"), told("en", "silent")]
    assert told("en", "silent", "closed") == told("en", "silent")
    assert told("en", "silent", "log-doubted").split("\n")[0] == told("en", "silent")
    assert told("en") == Texts("en").text("staff.trouble.none")


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_an_agent_that_does_not_work_is_told(code: str) -> None:
    assert told(code, AGENT_SILENT) == Texts(code).text("staff.fault.silent")
