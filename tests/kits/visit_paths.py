"""Ways through a visit that many stories begin with, as lists of wishes."""

from kiosk.viewmodel.intents import ChooseCategory, ChooseDistrict, Continue, Describe, OpenPoll, OpenPolls, OpenReport

GARDEN = (OpenPolls(), OpenPoll("garten-nordwest"))
MARKET = (OpenPolls(), OpenPoll("neuer-markt"))
WITHOUT_SENTENCE = Continue()
REPORT = (
    OpenReport(),
    ChooseCategory("litter"),
    ChooseDistrict("N"),
    Continue(),
    WITHOUT_SENTENCE,
    Describe("Glas auf dem Weg"),
)


def chosen(view) -> set[str]:
    """The ids of the options that are chosen now."""
    return {option.intent.option for option in view.options if option.chosen}
