"""The load on the public pages: many people at once, each on a connection and an address of their own.

python -m tests.bench.public_client URL CLIENTS ROUNDS PATH...; each looks at every page so many times, later ones as a
browser does that has it still. Prints as JSON the milliseconds of whole and of unchanged pages, and how many
connections it took.
"""

import asyncio
import json
import sys
import time
from urllib.parse import urlsplit


class Person:
    """One connection, opened again where the other side has closed it, and the tags of pages seen."""

    def __init__(self, number, host, port, found):
        self._source = f"127.{1 + number // 250}.0.{1 + number % 250}"
        self._host, self._port, self._found = host, port, found
        self._tags, self._line = {}, None

    async def look(self, path):
        """The whole page, or that it has not changed."""
        if self._line is None:
            self._line = await asyncio.open_connection(self._host, self._port, local_addr=(self._source, 0))
            self._found["connections"] += 1
        reader, writer = self._line
        tag = f"If-None-Match: {self._tags[path]}\r\n" if path in self._tags else ""
        begun = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n{tag}\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])}
        await reader.readexactly(int(headers.get("content-length", 0)))
        status = int(head[0].split()[1])
        self._found["whole" if status == 200 else "unchanged" if status == 304 else "refused"].append(
            (time.perf_counter() - begun) * 1000
        )
        if "etag" in headers:
            self._tags[path] = headers["etag"]
        if headers.get("connection", "").lower() == "close":
            writer.close()
            self._line = None

    async def visit(self, paths, rounds):
        """All pages, each as often."""
        for _ in range(rounds):
            for path in paths:
                await self.look(path)


async def main(url, clients, rounds, *paths):
    """All people at once."""
    place = urlsplit(url)
    found = {"whole": [], "unchanged": [], "refused": [], "connections": 0}
    people = [Person(number, place.hostname, place.port, found) for number in range(int(clients))]
    await asyncio.gather(*(person.visit(paths, int(rounds)) for person in people))
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
