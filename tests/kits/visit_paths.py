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
REPORT = (
    OpenReport(),
    ChooseCategory("litter"),
    ChooseCategory("litter"),
    ChooseDistrict("N"),
    Continue(),
    Describe("Glas auf dem Weg"),
)

TO_THE_REVIEW = (Continue(), Continue(), AllowPublication(True))
"""From a description to the review: nothing besides it, and it may become public."""


def chosen(view) -> set[str]:
    """The ids of the options that are chosen now."""
    return {option.intent.option for option in view.options if option.chosen}
