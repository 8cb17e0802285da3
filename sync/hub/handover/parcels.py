"""What goes to the receiver of one report, and what has to be here before it goes. Sends nothing."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta

from sync.hub.enclosures.models import Enclosure, EnclosureKind, EnclosureList, EnclosureState
from sync.hub.enclosures.services import may_become_public
from sync.hub.handover.config import HandoverSettings, ReceiverKind, Spoken
from sync.hub.handover.georeport import REFERENCE_SIGN
from sync.hub.handover.reasons import HandoverReason
from sync.hub.handover.receiver import OutgoingReport
from sync.hub.reports.models import DefectReport

NOT_PUBLIC = "Die Beschreibung ist nicht zur Veröffentlichung freigegeben. Sie liegt bei der Mitmachstation."
"""In place of the words of whoever does not want them published, at a receiver that publishes what it gets."""

SPOKEN_HERE = (
    "Dazu wurde eine Nachricht gesprochen, die noch nicht aufgeschrieben ist. Sie liegt bei der Mitmachstation."
)
"""In place of what was said, where it goes before somebody has written that down."""

ATTACHMENTS_WITHIN = timedelta(days=3)
"""So long after its words the attachments of a report are waited for: what is over there takes none later."""


def reference_of(record_id: str) -> str:
    """What a report is called over there: ``MS-`` and eight letters, from which nobody finds its number."""
    digest = hashlib.sha256(b"ck1|report|reference|" + record_id.encode()).digest()
    return REFERENCE_SIGN + base64.b32encode(digest).decode("ascii")[:8]


def parcel_of(report: DefectReport, settings: HandoverSettings) -> OutgoingReport:
    """A report as it goes there, without its photo."""
    reference = reference_of(report.record_id)
    lines = _words_of(report, settings)
    if report.radius_metres:
        lines.append(f"Der Ort ist nur ungefähr bekannt: im Umkreis von {report.radius_metres} Metern.")
    lines.append(f"(Über eine Mitmachstation gemeldet am {report.day:%d.%m.%Y}, Zeichen {reference})")
    return OutgoingReport(
        reference=reference,
        category=report.category,
        service_code=settings.categories.get(report.category, ""),
        description="\n\n".join(line for line in lines if line),
        longitude=report.longitude,
        latitude=report.latitude,
        email=settings.mailbox_of(report.district),
    )


def missing_of(report: DefectReport, settings: HandoverSettings, *, now: datetime) -> HandoverReason | None:
    """What a report still lacks before it can go there; None for nothing.

    Attachments are waited for a few days. A report whose words were only spoken waits until somebody has written them
    down, unless the settings send it at once, or words do not go there at all.
    """
    is_on_its_way = EnclosureList.objects.filter(report=report, to_open__gt=0).exists()
    if is_on_its_way and now < report.received_at + ATTACHMENTS_WITHIN:
        return HandoverReason.ON_ITS_WAY
    if settings.spoken == Spoken.AT_ONCE or report.text_to_pass_on or not _may_go(report, settings):
        return None
    return HandoverReason.UNWRITTEN if _is_unwritten(report) else None


def _words_of(report: DefectReport, settings: HandoverSettings) -> list[str]:
    if not _may_go(report, settings):
        return [NOT_PUBLIC]
    return [report.text_to_pass_on, SPOKEN_HERE if _is_unwritten(report) else ""]


def _may_go(report: DefectReport, settings: HandoverSettings) -> bool:
    """Whether words may go to this receiver: one that publishes gets those alone that may become public."""
    return settings.kind != ReceiverKind.OPEN311 or may_become_public(report)


def _is_unwritten(report: DefectReport) -> bool:
    spoken = Enclosure.objects.filter(enclosed__report=report, kind=EnclosureKind.SPOKEN.value)
    return spoken.filter(state=EnclosureState.READY.value, transcript="").exists()
