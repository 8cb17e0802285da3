"""The station's way to the hub over HTTP. Turns answers into values or into the errors of ``errors``; decides nothing.

An answer counts only when it carries a valid signature of our hub: a captive portal answers 200 to everything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import requests

from sync.connection import not_reached, unusual_answer
from sync.http_session import bounded, new_session
from sync.protocol.attachment_messages import PieceWhereabouts, check_stored, sign_ask, sign_bring
from sync.protocol.batches import Batch
from sync.protocol.encoding import parse_json_object
from sync.protocol.errors import Conflict, Refused, Revoked, SyncError, TryLater, Untrusted
from sync.protocol.jws import MAX_HEADER_BYTES, read_kid
from sync.protocol.keys import SigningKey, VerifyKey
from sync.protocol.messages import Acknowledgement, Heads, Refusal
from sync.version import VERSION

CONNECT_SECONDS = 10
ANSWER_SECONDS = 60
"""How long the hub may stay silent; its disk may be busy."""

REQUEST_SECONDS = 180
"""A whole request, with its answer: what a full batch takes on a very slow line."""

MAX_WAIT_SECONDS = 3600
"""No hub may ask for a longer wait than this."""

FindKey = Callable[[str], VerifyKey | None]
"""The hub's signing key of a key id; None for a key that is not our hub's."""


class Enroller(Protocol):
    """The way to a hub that does not know us yet. Raises TryLater when there is no answer now."""

    def enrol(self, message: str) -> str:
        """Send a request to be enrolled. The hub's answer, unproven. Raises Refused with the hub's words."""


class HubClient(Enroller, Protocol):
    """What a station can ask of its hub. Every method raises TryLater when there is no answer now."""

    def heads(self, status: str) -> Heads:
        """Send our status, learn how far the hub has our chains. Raises Untrusted, Revoked or Refused."""

    def send(self, batch: bytes) -> Acknowledgement:
        """Send one batch. Raises Untrusted, Conflict, Revoked or Refused."""


class PieceClient(Protocol):
    """The way of attachments to the hub. Every method raises TryLater, Untrusted or Refused."""

    def ask(self, device: str, names: Sequence[str], *, key: SigningKey) -> PieceWhereabouts:
        """Which of these pieces the hub lacks, and which are safe; at most ``NAMES_AT_ONCE`` of them."""

    def bring(self, device: str, name: str, sealed: bytes, *, key: SigningKey) -> None:
        """Send one piece. When this returns, the hub has it on disk."""


class HttpHubClient:
    """The real one. ``session`` may carry proxies, certificates or an adapter; ``find_key`` proves answers.

    No request takes longer than ``patience_seconds`` as a whole.
    """

    def __init__(
        self,
        hub_url: str,
        *,
        find_key: FindKey,
        session: requests.Session | None = None,
        patience_seconds: float = REQUEST_SECONDS,
    ) -> None:
        self._patience = patience_seconds
        self._base = hub_url.rstrip("/") + "/api/v1/"
        self._find_key = find_key
        self._session = session or new_session()

    def enrol(self, message: str) -> str:
        """See HubClient."""
        status, text, after = self._post("enrol", message.encode())
        if status == 200:
            return text
        if status in {400, 403, 404, 409, 410, 422} and (words := _words(text)):
            raise Refused(words)
        raise self._unusual(status, text, after)

    def heads(self, status: str) -> Heads:
        """See HubClient."""
        code, text, after = self._post("heads", status.encode())
        if code == 200:
            return Heads.read(text, key=self._key_of(text))
        raise self._unusual(code, text, after)

    def send(self, batch: bytes) -> Acknowledgement:
        """See HubClient."""
        code, text, after = self._post("batches", batch)
        if code == 200:
            return Acknowledgement.read(text, key=self._key_of(text))
        raise self._refusal(code, text, after, batch=Batch.from_bytes(batch).hash)

    def ask(self, device: str, names: Sequence[str], *, key: SigningKey) -> PieceWhereabouts:
        """See PieceClient."""
        code, text, after = self._post("missing", sign_ask(device, names, key=key).encode())
        if code != 200:
            raise self._unusual(code, text, after)
        return PieceWhereabouts.read(text, device=device, key=self._key_of(text))

    def bring(self, device: str, name: str, sealed: bytes, *, key: SigningKey) -> None:
        """See PieceClient."""
        proof = {"Authorization": f"ck1 {sign_bring(device, name, key=key)}"}
        code, text, after = self._call("PUT", f"blobs/{name}", sealed, proof)
        if code in {403, 422} and (words := _words(text)):
            raise Refused(words)
        if code != 200:
            raise self._unusual(code, text, after)
        check_stored(text, device=device, name=name, key=self._key_of(text))

    def _post(self, path: str, body: bytes) -> tuple[int, str, float | None]:
        return self._call("POST", path, body, {})

    def _call(self, method: str, path: str, body: bytes, more: Mapping[str, str]) -> tuple[int, str, float | None]:
        named = {"Content-Type": "application/octet-stream", "User-Agent": f"Mitmachstation/{VERSION}"}
        try:
            with (
                bounded(self._session, self._patience),
                self._session.request(
                    method,
                    self._base + path,
                    data=body,
                    headers={**named, **more},
                    timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
                    allow_redirects=False,
                    stream=True,
                ) as response,
            ):
                after = _retry_after(response)
                found = unusual_answer(response.status_code, response.headers, self._base, after_seconds=after)
                if found:
                    raise found
                return response.status_code, _read_some(response), after
        except requests.RequestException as error:
            raise not_reached(error, self._base) from error

    def _refusal(self, status: int, text: str, after: float | None, *, batch: str) -> SyncError:
        if status not in {400, 403, 409, 422} or _words(text):
            return self._unusual(status, text, after)
        refusal = Refusal.read(text, key=self._key_of(text))
        if refusal.batch != batch:
            return Untrusted("the refusal is of another batch")
        if refusal.reason == "revoked":
            return Revoked(refusal.words)
        if status == 409:
            return Conflict(refusal.words, is_fork=refusal.reason == "fork")
        return Refused(refusal.words, outcome=refusal.reason)

    def _unusual(self, status: int, text: str, after: float | None) -> SyncError:
        if status in {413, 429} or status >= 500:
            return TryLater(_words(text) or f"the hub asks to come back later ({status})", after_seconds=after)
        return Untrusted(
            f"the answer ({status}) is not signed by our hub; it says: {_words(text) or 'nothing of ours'}"
        )

    def _key_of(self, message: str) -> VerifyKey:
        key = self._find_key(read_kid(message))
        if key is None:
            raise Untrusted("the answer is signed by a key that is not our hub's")
        return key


def _read_some(response: requests.Response) -> str:
    data = b""
    for piece in response.iter_content(4096):
        data += piece
        if len(data) > MAX_HEADER_BYTES:
            raise Untrusted("the answer is longer than any of our hub's")
    return data.decode("utf-8", errors="replace").strip()


def _retry_after(response: requests.Response) -> float | None:
    text = response.headers.get("Retry-After", "")
    return min(float(text), MAX_WAIT_SECONDS) if text.isascii() and text.isdigit() else None


def _words(text: str) -> str:
    try:
        words: Any = parse_json_object(text).get("words")
    except ValueError:
        return ""
    return words[:500] if isinstance(words, str) else ""
