"""Make one picture or spoken message anew: foreign bytes on standard input, ours on standard output.

Started by ``made_anew`` and bounded by it. A fault is told by the exit code.
"""

from __future__ import annotations

import sys

from sync.foreign_media import MOST_INPUT_BYTES, ForeignMedium, fault_code
from sync.foreign_media.bounds import MediaUnfit


def main(word: str) -> int:
    """The exit code."""
    data = sys.stdin.buffer.read(MOST_INPUT_BYTES)
    try:
        medium = ForeignMedium(word)
        if medium is not ForeignMedium.SPEECH:
            from sync.foreign_media.pictures import content_picture_anew, picture_anew

            if medium is ForeignMedium.CONTENT_PICTURE:
                anew = content_picture_anew(data)
            else:
                anew = picture_anew(data, is_small=medium is ForeignMedium.SMALL_PICTURE)
        else:
            from sync.foreign_media.speech import speech_anew

            anew = speech_anew(data)
    except MediaUnfit as unfit:
        return fault_code(unfit)
    sys.stdout.buffer.write(anew)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
