"""Read one picture of a form: foreign bytes on standard input, its boxes as JSON on standard output.

Started by ``read_picture`` and bounded. A fault is told by the exit code.
"""

from __future__ import annotations

import sys
from io import BytesIO

from PIL import Image

from sync.foreign_media import MOST_INPUT_BYTES, MediaUnfit, fault_code
from sync.foreign_media.pictures import decoded_picture, decoding
from sync.hub.paper.reading.boxes import boxes_on
from sync.protocol.encoding import canonical_json, to_base64


def main() -> int:
    """The exit code."""
    data = sys.stdin.buffer.read(MOST_INPUT_BYTES)
    try:
        with decoding():
            found = boxes_on(decoded_picture(data))
    except MediaUnfit as unfit:
        return fault_code(unfit)
    told = [
        {"code": box.code.digits, "mark": box.mark.value, "cutting": to_base64(_jpeg(box.cutting))} for box in found
    ]
    sys.stdout.buffer.write(canonical_json(told))
    return 0


def _jpeg(cutting: Image.Image) -> bytes:
    out = BytesIO()
    cutting.save(out, "JPEG", quality=80)
    return out.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
