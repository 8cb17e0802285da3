"""nginx and Caddy as the documents set them up, before a hub on this machine, with a certificate of their own."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.kits.real.programs import PROJECT
from tests.kits.waiting import PATIENCE_S, wait_until

NAME, HERE = "hub.example.org", "127.0.0.1"
EXAMPLES = PROJECT / "docs" / "proxy"


@dataclass(frozen=True)
class Proxy:
    """A running proxy."""

    port: int
    plain_port: int
    certificate: Path
    gathers_bodies: bool
    """It reads a body before it hands it on, and so answers by itself to one that is too long."""

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        source: str = "127.0.0.2",
        **headers: str,
    ) -> http.client.HTTPResponse:
        """One request over HTTPS, from this address of the loopback. The answer has been read."""
        raw = socket.create_connection(("127.0.0.1", self.port), PATIENCE_S, source_address=(source, 0))
        line = http.client.HTTPConnection(NAME)
        line.sock = ssl.create_default_context(cafile=str(self.certificate)).wrap_socket(raw, server_hostname=NAME)
        try:
            line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = line.getresponse()
            answer.body = answer.read()  # type: ignore[attr-defined]
            return answer
        finally:
            line.close()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(NAME), x509.IPAddress(IPv4Address(HERE))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, secret


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as place:
        return int(place.getsockname()[1])


def _changed(text: str, changes: dict[str, str]) -> str:
    """The text with each of these replaced, all of which have to be in it."""
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@contextmanager
def nginx(folder: Path, *, hub_port: int, more_ports: Sequence[int] = ()) -> Iterator[Proxy]:
    """The example of the documents; only its ports and the places of its files are others, and there may be more hub
    processes behind it.
    """
    hubs = "".join(f"    server 127.0.0.1:{port};\n" for port in (hub_port, *more_ports))
    certificate, key = _certificate(folder)
    proxy = Proxy(_free_port(), _free_port(), certificate, gathers_bodies=True)
    changes = {
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl;\n": "",
        "listen 80;": f"listen 127.0.0.1:{proxy.plain_port};",
        "listen 443 ssl;": f"listen 127.0.0.1:{proxy.port} ssl;",
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(certificate),
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(key),
        "    server 127.0.0.1:8000;\n": hubs,
        "/var/lib/nginx/mitmach": str(folder / "kept"),
    }
    (folder / "site.conf").write_text(_changed((EXAMPLES / "nginx.conf").read_text("utf-8"), changes), "utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {folder / kind};\n" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""
    around = f"events {{}}\nhttp {{\naccess_log off;\n{folders}include {folder / 'site.conf'};\n}}\n"
    main = folder / "nginx.conf"
    main.write_text(f"{user}daemon off;\nworker_processes 1;\npid {folder / 'pid'};\n{around}", "utf-8")
    command = ["/usr/sbin/nginx", "-e", "stderr", "-p", str(folder), "-c", str(main)]
    with _running(command, folder, proxy):
        yield proxy


@contextmanager
def caddy(folder: Path, *, hub_port: int) -> Iterator[Proxy]:
    """As above. Its certificate is one of ours: there is nobody here to fetch one from."""
    certificate, key = _certificate(folder)
    proxy = Proxy(_free_port(), _free_port(), certificate, gathers_bodies=False)
    changes = {
        "\n{\n\tservers": f"\n{{\n\tadmin off\n\thttp_port {proxy.plain_port}\n\thttps_port {proxy.port}\n\tservers",
        f"\n{NAME} {{": f"\n{NAME} {{\n\ttls {certificate} {key}",
        "127.0.0.1:8000": f"127.0.0.1:{hub_port}",
    }
    place = folder / "Caddyfile"
    place.write_text(_changed((EXAMPLES / "Caddyfile").read_text("utf-8"), changes), "utf-8")
    command = ["/usr/bin/caddy", "run", "--config", str(place), "--adapter", "caddyfile"]
    with _running(command, folder, proxy):
        yield proxy


@contextmanager
def _running(command: list[str], folder: Path, proxy: Proxy) -> Iterator[None]:
    homes = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **homes})
    try:
        wait_until(lambda: _listens(proxy.port) or process.poll() is not None)
        assert process.poll() is None, (folder / "log").read_text("utf-8")
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
