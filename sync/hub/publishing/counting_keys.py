"""The two counting keys of a poll: made by their holders, known here by their public halves.

Mix and tally key belong to two people, who make them on machines of their own and hand over the public halves. A
hub that may hold everything itself (``counting_keys_here``) makes them; then nobody but itself keeps it from reading
ballots, which is why that is for demonstrations and small installations only.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.utils import timezone

from sync.files import make_folders, write_new
from sync.hub.polls.models import PublishedPoll
from sync.key_files import is_locked, save_key
from sync.protocol.encoding import canonical_json, parse_json_object
from sync.protocol.errors import Refused
from sync.protocol.keys import Jwk, OpenKey, SealKey
from sync.protocol.polls.background import KEYS_AT_HUB

STEPS = ("mix", "tally")


def make_trustee_key(place: Path, *, password: bytes | None) -> Path:
    """Make a counting key: the private half in a new file, the public half beside it. Returns where that one lies.

    Raises FileExistsError rather than overwrite a key.
    """
    public = place.with_suffix(".public.json")
    if public.exists():
        raise FileExistsError(f"{public} is there already")
    key = OpenKey.generate()
    save_key(key, place, password)
    write_new(public, canonical_json(key.public.jwk), mode=0o644)
    return public


def counting_keys_for(poll_id: str, *, folder: Path, may_make: bool) -> dict[str, Jwk]:
    """The public counting keys of a poll, by step. ``folder`` holds one folder per poll.

    Raises Refused, with what is to be done, when they are not there and may not be made here.
    """
    places = {step: public_half(folder, poll_id, step) for step in STEPS}
    if may_make and not any(place.exists() for place in places.values()):
        make_folders(folder / poll_id, mode=0o700)
        for step in STEPS:
            make_trustee_key(folder / poll_id / f"{step}.pem", password=None)
    for step, place in places.items():
        if not place.exists():
            raise Refused(
                f"the {step} key of the poll {poll_id} is missing: let its holder run the command trustee-key on a "
                f"machine of their own, and put the public half here as {place}"
            )
    return {step: _read_public(place) for step, place in places.items()}


def public_half(folder: Path, poll_id: str, step: str) -> Path:
    """Where the public half of a counting key belongs."""
    return folder / poll_id / f"{step}.public.json"


def are_counting_keys_here(folder: Path, *, may_make: bool) -> bool:
    """Whether this hub makes counting keys, or holds any that is under no password: then it could read ballots.

    Who may not look into the folder, as the web process, goes by what was published: a poll that is open and says that
    its keys were here.
    """
    if may_make:
        return True
    if not folder.exists() or os.access(folder, os.R_OK | os.X_OK, effective_ids=True):
        return any(not is_locked(path) for path in folder.glob("*/*.pem"))
    said = {f"definition__{KEYS_AT_HUB}": True}
    return PublishedPoll.objects.filter(closes__gte=timezone.localdate(), **said).exists()


def could_open_ballots(poll_id: str, *, folder: Path) -> bool:
    """Whether a private half of this poll's counting keys lies here under no password. Raises OSError."""
    return any(not is_locked(path) for path in (folder / poll_id).glob("*.pem"))


def _read_public(place: Path) -> Jwk:
    try:
        jwk = {name: str(value) for name, value in parse_json_object(place.read_bytes()).items()}
    except ValueError as error:
        raise Refused(f"{place} is no public key") from error
    if "d" in jwk:
        raise Refused(f"{place} holds a private key; only its public half may come here")
    return SealKey.from_jwk(jwk).jwk
