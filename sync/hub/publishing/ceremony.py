"""The root of all content in the hands of people: drafting a root, signing it one by one, and checking the result.

Works on files alone, on any machine, and knows no database: the hub sees public halves and signatures only.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined]
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Role, Root

from sync.files import write_durably
from sync.hub.publishing.repository import ROOT_LIFETIME
from sync.hub.publishing.signing import TufSigner, tuf_public_key
from sync.key_files import save_key
from sync.protocol.encoding import parse_json
from sync.protocol.errors import Refused
from sync.protocol.keys import Jwk, SigningKey, VerifyKey

OTHER_ROLES = ("targets", "snapshot", "timestamp")
FEWEST_SIGNERS = 2
"""No single person may say what stations trust."""


def make_root_key(place: Path, *, password: bytes) -> Path:
    """Make one person's key under a password. Returns the file of its public half. Raises FileExistsError."""
    public = place.with_suffix(".public.json")
    if public.exists():
        raise FileExistsError(f"{public} is there already")
    key = SigningKey.generate()
    save_key(key, place, password)
    write_durably(public, json.dumps(key.public.jwk).encode())
    return public


def read_public(place: Path) -> SSlibKey:
    """One public half. Raises Refused for anything else, a private key above all."""
    try:
        value = parse_json(place.read_text(encoding="ascii"))
    except (ValueError, OSError) as error:
        raise Refused(f"{place} holds no public key: {error}") from error
    if not isinstance(value, dict) or "d" in value:
        raise Refused(f"{place} holds no public key")
    key = VerifyKey.from_jwk(Jwk({str(name): str(member) for name, member in value.items()}))
    return tuf_public_key(key.jwk, key.kid)


def draft_root(
    before: Metadata[Root],
    holders: Sequence[SSlibKey],
    *,
    threshold: int = FEWEST_SIGNERS,
    others: Mapping[str, SSlibKey] | None = None,
    now: datetime,
) -> Metadata[Root]:
    """The next root: its holders, and new keys of ``others`` by role; what is not named stays. Nobody signed it yet.

    Raises Refused when one person alone, or nobody, could sign the root after it.
    """
    ids = {key.keyid for key in holders}
    if not FEWEST_SIGNERS <= threshold <= len(ids):
        raise Refused(f"a root needs at least {FEWEST_SIGNERS} signatures, and as many different holders")
    root = copy.deepcopy(before.signed)
    root.version += 1
    root.expires = (now + ROOT_LIFETIME).replace(microsecond=0)
    _replace(root, "root", holders, threshold)
    for role, key in (others or {}).items():
        if role not in OTHER_ROLES:
            raise Refused(f"there is no role {role}")
        _replace(root, role, [key], 1)
    return Metadata(root)


def sign_root(draft: Metadata[Root], key: SigningKey) -> None:
    """Add one person's signature: as a holder of the root before, of this one, or of both."""
    draft.sign(TufSigner(key), append=True)


def check_root(draft: Metadata[Root], *, before: Metadata[Root]) -> None:
    """Raises Refused unless stations that trust the root before will follow to this one."""
    if draft.signed.version != before.signed.version + 1:
        raise Refused(f"the next root is number {before.signed.version + 1}, not {draft.signed.version}")
    if draft.signed.roles["root"].threshold < FEWEST_SIGNERS:
        raise Refused(f"a root needs at least {FEWEST_SIGNERS} signatures")
    for whose, root in (("before", before.signed), ("after", draft.signed)):
        try:
            root.verify_delegate("root", draft.signed_bytes, draft.signatures)
        except RepositoryError as error:
            raise Refused(f"not enough holders of the root {whose} have signed: {error}") from error


def _replace(root: Root, role: str, keys: Sequence[SSlibKey], threshold: int) -> None:
    for keyid in list(root.roles[role].keyids):
        root.revoke_key(keyid, role)
    root.roles[role] = Role([], threshold)
    for key in keys:
        root.add_key(key, role)
