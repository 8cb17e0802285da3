"""A TCP relay on the loopback that counts the bytes a client sends, and can break off once. All peers go through it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass
class Relay:
    """``bytes_up`` grows while clients send.

    ``cut_at``: when so many bytes came up, the connection is cut in the middle of what was being sent.
    ``swallow_at``: from then on, the next thing that comes down is swallowed and the connection cut. Each happens once.
    ``target_port`` may change: a server that was killed comes back elsewhere.
    """

    target_port: int
    url: str = ""
    bytes_up: int = 0
    cut_at: int | None = None
    swallow_at: int | None = None


@contextmanager
def counting_relay(target_port: int) -> Iterator[Relay]:
    """A relay to a port of the loopback, running in a thread until the block ends."""
    relay, loop, ready = Relay(target_port), asyncio.new_event_loop(), threading.Event()

    async def pump_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            relay.bytes_up += len(data)
            if relay.cut_at is not None and relay.bytes_up >= relay.cut_at:
                relay.cut_at = None
                writer.write(data[: len(data) // 2])
                await writer.drain()
                raise ConnectionResetError
            writer.write(data)
            await writer.drain()
        writer.close()

    async def pump_down(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if relay.swallow_at is not None and relay.bytes_up >= relay.swallow_at:
                relay.swallow_at = None
                raise ConnectionResetError
            writer.write(data)
            await writer.drain()
        writer.close()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = [writer]
        with suppress(OSError):
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", relay.target_port)
            ends.append(up_writer)
            await asyncio.gather(pump_up(reader, up_writer), pump_down(up_reader, writer))
        for end in ends:
            end.transport.abort()

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
