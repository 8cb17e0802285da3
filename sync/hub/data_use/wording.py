"""What people call what was done with entries: at the console as on the public pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from sync.protocol.data_use import DataUseKind

USES: Mapping[str, str] = {
    DataUseKind.READ: gettext_noop("A report was opened and read"),
    DataUseKind.CONTACT_SEEN: gettext_noop("A contact was looked at"),
    DataUseKind.ENCLOSURE_SEEN: gettext_noop("A photo or spoken message was opened"),
    DataUseKind.LISTED: gettext_noop("The list of reports was shown"),
    DataUseKind.EXPORTED: gettext_noop("Reports were taken out as a file"),
    DataUseKind.HANDED_OVER: gettext_noop("A report was handed over to who mends it"),
    DataUseKind.REDACTED: gettext_noop("A part of a text was hidden"),
    DataUseKind.WITHDRAWN: gettext_noop("A report was withdrawn"),
    DataUseKind.ERASED: gettext_noop("Words of a report were erased"),
}
