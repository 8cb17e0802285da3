"""The load on a hub's intake: one thread per file of prepared batches, each on a connection of its own.

python -m tests.bench.ingest_client URL FOLDER; prints the milliseconds of every acknowledged batch.
"""

import http.client
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit


def send_all(address, file, times):
    """The batches of one station, one after the other."""
    connection = http.client.HTTPConnection(address)
    with file.open("rb") as batches:
        while length := batches.read(4):
            data = batches.read(int.from_bytes(length, "big"))
            begun = time.perf_counter()
            connection.request("POST", "/api/v1/batches", data)
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:
                times.append((time.perf_counter() - begun) * 1000)


def main(url, folder):
    """Send everything, all stations at once."""
    times = []
    address = urlsplit(url).netloc
    threads = [threading.Thread(target=send_all, args=(address, file, times)) for file in Path(folder).iterdir()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(*(f"{ms:.3f}" for ms in times))


if __name__ == "__main__":
    main(*sys.argv[1:])
