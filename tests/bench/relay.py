"""A TCP relay on the loopback that counts the bytes a client sends. Ours and the floor both go through it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Relay:
    """``bytes_up`` grows while clients send."""

    url: str = ""
    bytes_up: int = 0


@contextmanager
def counting_relay(target_port: int) -> Iterator[Relay]:
    """A relay to a port of the loopback, running in a thread until the block ends."""
    relay, loop, ready = Relay(), asyncio.new_event_loop(), threading.Event()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, count: bool) -> None:
        while data := await reader.read(65536):
            if count:
                relay.bytes_up += len(data)
            writer.write(data)
            await writer.drain()
        writer.close()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", target_port)
        ways = (pump(reader, up_writer, count=True), pump(up_reader, writer, count=False))
        await asyncio.gather(*ways, return_exceptions=True)

    async def serve() -> None:
        server = await asyncio.start_server(connect, "127.0.0.1", 0)
        relay.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        ready.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield relay
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
