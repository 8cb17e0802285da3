"""The lower bound of any agent: reads rows, compresses them by 500, posts them, marks them sent; then photos.

python -m tests.bench.floor_client DATABASE URL
"""

import base64
import json
import sqlite3
import sys

import requests
import zstandard


def main(database: str, url: str) -> None:
    """Send everything that is not sent."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    session = requests.Session()
    while rows := connection.execute("SELECT id, sealed FROM records WHERE NOT sent LIMIT 500").fetchall():
        lines = (json.dumps({"id": key, "sealed": base64.b64encode(sealed).decode()}) for key, sealed in rows)
        body = zstandard.ZstdCompressor(level=3).compress("\n".join(lines).encode())
        session.post(url, data=body, timeout=30).raise_for_status()
        with connection:
            connection.executemany("UPDATE records SET sent = 1 WHERE id = ?", [(key,) for key, _ in rows])
    while row := connection.execute("SELECT id, photo FROM photos WHERE NOT sent LIMIT 1").fetchone():
        session.post(f"{url}photos/{row[0]}", data=row[1], timeout=30).raise_for_status()
        with connection:
            connection.execute("UPDATE photos SET sent = 1 WHERE id = ?", row[:1])


if __name__ == "__main__":
    main(*sys.argv[1:])
