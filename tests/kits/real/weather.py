"""A TCP way between station and hub with bad weather: it cuts requests in the middle and swallows answers.

Where the hub listens can change while the way stands (a hub that was killed comes back on another port).
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random


@dataclass
class Weather:
    """``cut_share`` and ``swallow_share`` of all connections fail (0 to 1); the counters say how many did."""

    random: Random
    target_port: int = 0
    cut_share: float = 0.0
    swallow_share: float = 0.0
    url: str = ""
    cut: int = 0
    swallowed: int = 0
    tried: int = 0
    """Connections of the station."""
    reached: int = 0
    """Of these, the ones the hub took."""
    changed: threading.Condition = field(default_factory=threading.Condition)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def clear_up(self) -> None:
        """From now on everything goes through."""
        self.cut_share = self.swallow_share = 0.0

    def note_tried(self) -> None:
        """The station has opened a connection."""
        with self.changed:
            self.tried += 1
            self.changed.notify_all()

    def note_reached(self) -> None:
        """The hub has taken it."""
        with self.changed:
            self.reached += 1
            self.changed.notify_all()

    def decide(self) -> tuple[int | None, bool]:
        """For one connection: after how many bytes it is cut (None: never), and whether its answer is swallowed."""
        with self._lock:
            luck = self.random.random()
            if luck < self.cut_share:
                self.cut += 1
                return self.random.randrange(1, 1500), False
            if luck < self.cut_share + self.swallow_share:
                self.swallowed += 1
                return None, True
            return None, False


@contextmanager
def bad_weather(weather: Weather) -> Iterator[Weather]:
    """The way stands until the block ends."""
    loop, ready = asyncio.new_event_loop(), threading.Event()

    async def pump(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, limit: int | None, swallow: bool
    ) -> None:
        left = limit
        while data := await reader.read(65536):
            if swallow:
                raise ConnectionResetError
            if left is not None:
                writer.write(data[:left])
                left -= len(data)
                if left <= 0:
                    raise ConnectionResetError
            else:
                writer.write(data)
            await writer.drain()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        limit, swallow = weather.decide()
        weather.note_tried()
        ends = [writer]
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", weather.target_port)
            ends.append(up_writer)
            weather.note_reached()
            ways = (
                asyncio.create_task(pump(reader, up_writer, limit=limit, swallow=False)),
                asyncio.create_task(pump(up_reader, writer, limit=None, swallow=swallow)),
            )
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        except OSError:
            pass  # the hub is not there just now
        finally:
            for stream in ends:
                stream.transport.abort()

    async def serve() -> asyncio.Server:
        server = await asyncio.start_server(connect, "127.0.0.1", 0)
        weather.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        ready.set()
        return server

    async def tidy(server: asyncio.Server) -> None:
        server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)  # aborted connections are let go in the next turn of the loop

    def run() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(serve())
        loop.run_forever()
        loop.run_until_complete(tidy(server))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield weather
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
