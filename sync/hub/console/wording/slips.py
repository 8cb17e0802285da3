"""What the signature on a voting slip says, as a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sync.hub.claims.slips import SlipFinding, SlipVerdict
from sync.hub.stations.models import Device

SENTENCES: Mapping[SlipVerdict, str] = {
    SlipVerdict.NONE: gettext_noop(
        "The code was typed, so nothing is proven. With the slip in hand it can be: have its QR code read at a "
        "station, or on the page of missing ballots."
    ),
    SlipVerdict.FITS: gettext_noop(
        "Signed by the station %(station)s for the poll %(poll)s: this station gave this code."
    ),
    SlipVerdict.OUT_OF_USE: gettext_noop(
        "Signed with a key of the station %(station)s that was not in use while the poll %(poll)s was open. It proves "
        "nothing; ask who signed it."
    ),
    SlipVerdict.DOES_NOT_FIT: gettext_noop("The signature does not fit: no station gave this code as the slip says."),
    SlipVerdict.UNKNOWN_KEY: gettext_noop(
        "No station has told this hub of the key it is signed with. Perhaps the station was not connected since."
    ),
}


def slip_sentence(found: SlipFinding) -> str:
    """The verdict, with the names people know."""
    name = Device.objects.filter(id=found.station).values_list("name", flat=True).first() or found.station
    return _(SENTENCES[found.verdict]) % {"station": name, "poll": found.poll}
