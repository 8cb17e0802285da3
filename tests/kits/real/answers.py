"""Servers on the loopback that answer as strangers, proxies and badly kept hubs do. Real sockets, real certificates."""

from __future__ import annotations

import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Saying:
    """What a server answers to everything."""

    status: int = 200
    body: bytes = b'{"state": "good"}'
    headers: tuple[tuple[str, str], ...] = ()


class Authority:
    """Vouches for certificates of 127.0.0.1; ``file`` is what a machine that trusts it is given."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "City Authority")])
        built = _builder(self._name, self._name, self._key, NOW - 3650 * DAY, NOW + 3650 * DAY)
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        built = built.add_extension(
            x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True
        )
        built = built.add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False)
        self.file = folder / "authority.pem"
        self.file.write_bytes(built.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def certificate(
        self, *, begins: datetime = NOW - DAY, ends: datetime = NOW + DAY, address: str = "127.0.0.1"
    ) -> Path:
        """A file with a new key and its certificate for this address."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = [x509.IPAddress(ipaddress.ip_address(address))]
        built = _builder(x509.Name([]), self._name, key, begins, ends)
        built = built.add_extension(x509.SubjectAlternativeName(names), critical=True)
        # Without it Python 3.13 believes no certificate.
        vouching = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        built = built.add_extension(vouching, critical=False)
        pem, pkcs8, plain = (
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        file = self._folder / f"{x509.random_serial_number():x}.pem"
        file.write_bytes(
            key.private_bytes(pem, pkcs8, plain) + built.sign(self._key, hashes.SHA256()).public_bytes(pem)
        )
        return file


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )


class _Server(ThreadingHTTPServer):
    saying: Saying
    asked: list[str]

    def handle_error(self, *_: object) -> None:
        """Who is not believed hangs up in the middle of a handshake; that is what is tried here."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def _answer(self) -> None:
        self.server.asked.append(self.path)
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        said = self.server.saying
        self.send_response(said.status)
        for name, value in (*said.headers, ("Content-Length", str(len(said.body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said.body)

    do_GET = do_POST = do_CONNECT = _answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def answering(saying: Saying = Saying(), *, certificate: Path | None = None) -> Iterator[str]:
    """A server until the block ends, over TLS if it is given a certificate. Where it is."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.saying, server.asked = saying, []
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
