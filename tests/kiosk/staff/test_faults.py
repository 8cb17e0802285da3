"""What can be wrong with a stick is told to attendants in every language of the station."""

from __future__ import annotations

import pytest

from kiosk.texts import Texts
from sync.agent.stick_exchange import Carried
from sync.protocol.languages import LANGUAGE_CODES
from sync.stick import StickFault


@pytest.mark.parametrize("code", LANGUAGE_CODES)
def test_every_fault_and_every_remark_has_its_sentence(code: str) -> None:
    words, english = Texts(code), Texts("en")
    told = [f"staff.fault.{fault.value}" for fault in StickFault]
    told += [f"staff.remark.{remark.name.lower()}" for remark in Carried]
    for name in told:
        assert words.text(name) != name
        assert code == "en" or words.text(name) != english.text(name)
