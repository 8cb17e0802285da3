"""The lower bound of any hub: takes a zstd body of JSON lines or a photo, stores it durably, answers. No keys.

python -m tests.bench.floor_server DATABASE READY_FILE
"""

import json
import sqlite3
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import zstandard


class Intake(BaseHTTPRequestHandler):
    """POST anything: stored when it answers 200."""

    protocol_version = "HTTP/1.1"
    database: sqlite3.Connection

    def do_POST(self):
        """Store the records of one body in one durable transaction."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "/photos/" in self.path:
            with self.database:
                self.database.execute("INSERT OR IGNORE INTO photos VALUES (?, ?)", (self.path, body))
        else:
            lines = zstandard.ZstdDecompressor().decompressobj().decompress(body).splitlines()
            rows = [(record["id"], record["sealed"]) for record in map(json.loads, lines)]
            with self.database:
                self.database.executemany("INSERT OR IGNORE INTO records VALUES (?, ?)", rows)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_):
        """Silent: the measurement is the message."""


def main(database: str, ready: str) -> None:
    """Serve on a free port of the loopback until ended; the port is written to the ready file."""
    Intake.database = sqlite3.connect(database)
    Intake.database.execute("PRAGMA journal_mode = WAL")
    Intake.database.execute("PRAGMA synchronous = FULL")
    Intake.database.execute("CREATE TABLE IF NOT EXISTS records (id TEXT PRIMARY KEY, sealed TEXT)")
    Intake.database.execute("CREATE TABLE IF NOT EXISTS photos (id TEXT PRIMARY KEY, photo BLOB)")
    server = HTTPServer(("127.0.0.1", 0), Intake)
    Path(ready).write_text(str(server.server_port), encoding="ascii")
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
