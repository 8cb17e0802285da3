"""Measuring pixels: what is paper and what is ink, how far apart they are, and how high a letter stands.

Knows nothing of screens. Colours are ``0xrrggbb``; contrast is that of WCAG 2.2 ("contrast ratio").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from accessibility.audit.shot import Colours

Mask = NDArray[np.bool_]

CORE_PART = 0.01
"""A colour that covers less than this part of what is not paper is the soft edge of something else."""

CLUSTER_PART = 0.3
"""A colour that covers this part of what is not paper is an ink of its own."""

SURFACE_PART = 0.04
"""A colour that covers this part of what is not paper is no edge."""

_LEVELS = np.arange(256) / 255
_LINEAR = np.where(_LEVELS <= 0.04045, _LEVELS / 12.92, ((_LEVELS + 0.055) / 1.055) ** 2.4)


def luminance(colours: NDArray[np.uint32] | np.uint32) -> NDArray[np.float64]:
    """Relative luminance of each colour, between 0 and 1."""
    red, green, blue = (_LINEAR[(colours >> shift) & 0xFF] for shift in (16, 8, 0))
    return np.asarray(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def ratios(ones: NDArray[np.uint32], others: NDArray[np.uint32] | np.uint32) -> NDArray[np.float64]:
    """Contrast of each colour to the other at the same place, between 1 and 21."""
    first, second = luminance(ones) + 0.05, luminance(others) + 0.05
    return np.maximum(first, second) / np.minimum(first, second)


@lru_cache(maxsize=4096)
def ratio(one: int, other: int) -> float:
    """Contrast of two colours, between 1 and 21."""
    return float(ratios(np.array([one], np.uint32), np.uint32(other))[0])


@dataclass(frozen=True)
class Inks:
    """What is painted on what. ``weakest`` and ``strongest`` are the contrasts of the inks to the paper; ``ink`` is
    the colour of the strongest, ``surfaces`` the number of colours that cover more than edges do."""

    paper: int
    ink: int
    weakest: float
    strongest: float
    surfaces: int


def inks(piece: Colours) -> Inks | None:
    """Paper and ink of a piece with letters or a pictogram; None where there is only one colour.

    The paper is what most of the piece is. Soft edges are mixtures of both and are left out: an ink is the colour
    farthest from the paper that covers more than a trace, and any other that covers a good part of what is not paper,
    unless it goes along the first: thin letters are soft edges for the most part.
    """
    if piece.size == 0:
        return None
    paper = most_frequent(piece)
    rest = piece[piece != paper]
    if rest.size == 0:
        return None
    colours, counts = np.unique(rest, return_counts=True)
    far = ratios(colours, np.uint32(paper))
    core = counts >= min(CORE_PART * rest.size, counts.max())
    strongest = int(np.argmax(np.where(core, far, 0)))
    clusters = counts >= CLUSTER_PART * rest.size
    clusters[strongest] = False
    others = [int(at) for at in np.flatnonzero(clusters) if not _goes_along(piece, colours[at], colours[strongest])]
    weakest = min(float(far[at]) for at in (strongest, *others))
    surfaces = int(np.count_nonzero(counts >= SURFACE_PART * rest.size))
    return Inks(paper, int(colours[strongest]), weakest, float(far[strongest]), surfaces)


def _goes_along(piece: Colours, edge: np.uint32, ink: np.uint32) -> bool:
    """Most pixels of one colour have one of the other right beside, above or below them."""
    core = np.pad(piece == ink, 1)
    beside = core[1:-1, 2:] | core[1:-1, :-2] | core[2:, 1:-1] | core[:-2, 1:-1]
    edges = piece == edge
    return int(np.count_nonzero(edges & beside)) * 2 > int(np.count_nonzero(edges))


def most_frequent(piece: Colours) -> int:
    """The colour most of a piece has. Where the margin around it agrees, nobody has to count."""
    edge = np.concatenate((piece[0], piece[-1], piece[:, 0], piece[:, -1]))
    colours, counts = np.unique(edge, return_counts=True)
    candidate = colours[np.argmax(counts)]
    if np.count_nonzero(piece == candidate) * 2 > piece.size:
        return int(candidate)
    colours, counts = np.unique(piece, return_counts=True)
    return int(colours[np.argmax(counts)])


def inked(piece: Colours, paper: int, ink: int) -> Mask:
    """Where a pixel is nearer to the ink than to the paper, judged by the channel in which the two differ most."""
    shift = max((16, 8, 0), key=lambda at: abs((paper >> at & 0xFF) - (ink >> at & 0xFF)))
    channel = ((piece >> shift) & 0xFF).astype(np.int32)
    low, high = paper >> shift & 0xFF, ink >> shift & 0xFF
    return np.asarray((channel - low) * (1 if high > low else -1) * 2 > abs(high - low))


def first_letter_rows(mask: Mask) -> int:
    """How many rows the leftmost connected shape covers; 0 where there is no ink.

    With a capital or a figure at the left this is its height without what hangs above it, such as the dots of an Ä.
    """
    used = np.flatnonzero(mask.any(axis=0))
    if used.size == 0:
        return 0
    gap = np.flatnonzero(np.diff(used) > 1)  # the letter has ended
    end = used[gap[0]] + 1 if gap.size else used[-1] + 1
    room = mask[:, used[0] : min(end, used[0] + 2 * len(mask))].T  # no letter is wider
    columns = [int.from_bytes(row.tobytes(), "big") for row in np.packbits(room, axis=1)]
    shape = [0] * len(columns)
    shape[0] = _longest_run(columns[0])
    while (grown := _grown(columns, shape)) != shape:
        shape = grown
    covered = 0
    for column in shape:
        covered |= column
    return covered.bit_count()


def _grown(columns: list[int], shape: list[int]) -> list[int]:
    """The shape and what touches it, once from left to right and once back."""
    shape = list(shape)
    for order in (range(1, len(shape)), range(len(shape) - 2, -1, -1)):
        step = order.step
        for at in order:
            beside = shape[at - step]
            if beside:
                shape[at] = _connected(columns[at], shape[at] | beside)
            elif step > 0 and not shape[at]:
                break  # the letter has ended
    return shape


def _connected(column: int, seed: int) -> int:
    """All runs of bits of a column that touch the seed."""
    filled = (seed | seed << 1 | seed >> 1) & column
    while (more := (filled | filled << 1 | filled >> 1) & column) != filled:
        filled = more
    return filled


def _longest_run(column: int) -> int:
    rest, longest = column, 0
    while rest:
        run = _connected(rest, rest & -rest)
        rest &= ~run
        longest = max(longest, run, key=int.bit_count)
    return longest


def bands(mask: Mask) -> list[tuple[int, int]]:
    """Runs of rows with ink in them, as (first, behind the last)."""
    rows = np.concatenate(([False], mask.any(axis=1), [False]))
    edges = np.flatnonzero(rows[1:] != rows[:-1])
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
