"""As whom a command works that root has given: as the owner of the database, where that is enough.

Web process, worker and announcer write in the database's folder. What root opens there, they could have laid there.
"""

from __future__ import annotations

import os

from sync.hub.data_folder import HubFolder

ONLY_ROWS = frozenset({"enrol_code", "hub_code", "make_account", "new_password", "retain", "revoke"})
"""Commands that need the database and nothing else of the hub's."""


def step_down(command: str, folder: HubFolder) -> None:
    """From now on be the owner of the embedded database, if this is root and the command needs only rows."""
    if os.geteuid() != 0 or command not in ONLY_ROWS:
        return
    try:
        found = folder.database.lstat()
    except OSError:
        return  # no hub yet, or its rows are in PostgreSQL
    if found.st_uid:
        os.umask(0o027)
        os.setgroups([])
        os.setgid(found.st_gid)
        os.setuid(found.st_uid)
