"""Ways through a visit that many stories begin with, as lists of wishes."""

from kiosk.viewmodel.intents import (
    AllowPublication,
    ChooseCategory,
    ChooseDistrict,
    Continue,
    Describe,
    OpenPoll,
    OpenPolls,
    OpenReport,
)

GARDEN = (OpenPolls(), OpenPoll("garten-nordwest"))
MARKET = (OpenPolls(), OpenPoll("neuer-markt"))

TO_THE_DISTRICTS = (OpenReport(), ChooseCategory("litter"), ChooseCategory("litter"))
"""Of a report: what it is about, and what exactly."""
TO_THE_PLACE = (*TO_THE_DISTRICTS, ChooseDistrict("N"))
TO_THE_SENTENCES = (*TO_THE_PLACE, Continue())
TO_THE_WORDS = (*TO_THE_SENTENCES, Continue())
"""Past the ready sentences, without one of them."""
REPORT = (*TO_THE_WORDS, Describe("Glas auf dem Weg"))
TO_THE_REVIEW = (Continue(), Continue(), AllowPublication(True))
"""From a description to the review: nothing besides it, and it may become public."""
WITHOUT_WORDS = (Continue(), Continue(), Continue(), Continue())
"""From the place to the review of a report for which there are sentences: not one, no words, nothing besides."""


def chosen(view) -> set[str]:
    """The ids of the options that are chosen now."""
    return {option.intent.option for option in view.options if option.chosen}
