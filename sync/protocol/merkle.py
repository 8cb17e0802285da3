"""The hash tree of RFC 6962 over a list of leaves, and its two proofs. Knows nothing of what the leaves are.

The functions take all leaves; ``Tree`` looks only at those it needs.

Hashes are SHA-256, 32 bytes. ``tests/sync/protocol/test_merkle.py`` compares all of it with another implementation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence


def hash_leaf(leaf: bytes) -> bytes:
    """What stands at the bottom of the tree for this leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The hash of the whole tree; that of nothing for no leaves."""
    return _levels(leaves)[-1][0] if leaves else hashlib.sha256().digest()


def prove_inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from the leaf at this index to the root, from its neighbour upwards. Raises IndexError."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    proof = []
    for level in _levels(leaves):
        if index ^ 1 < len(level):
            proof.append(level[index ^ 1])
        index >>= 1
    return proof


def is_included(leaf: bytes, index: int, size: int, *, proof: Sequence[bytes], root: bytes) -> bool:
    """True when the proof shows the leaf at this index of the tree of this size and root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, hash_leaf(leaf)
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = _hash_pair(step, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = _hash_pair(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def prove_consistency(leaves: Sequence[bytes], before: int) -> list[bytes]:
    """The hashes that show that the tree over the first ``before`` leaves is the beginning of this one.

    Raises IndexError when there are fewer leaves than that.
    """
    if not 0 <= before <= len(leaves):
        raise IndexError(before)
    return _prove_part(leaves, before, is_whole=True) if before else []


def is_consistent(before: int, after: int, *, proof: Sequence[bytes], root_before: bytes, root_after: bytes) -> bool:
    """True when the proof shows that the smaller tree is the beginning of the larger one (RFC 9162, 2.1.4.2)."""
    if before == after:
        return not proof and root_before == root_after
    if not 0 < before < after:
        return before == 0 and after > 0 and not proof and root_before == root_of(())
    steps = list(proof) if before & (before - 1) else [root_before, *proof]
    if not steps:
        return False
    place, last = before - 1, after - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = _hash_pair(step, old), _hash_pair(step, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = _hash_pair(new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and old == root_before and new == root_after


class Tree:
    """A tree whose leaves lie elsewhere. Of tiles whose roots are known, no leaf is read.

    A tile is ``tile`` leaves, a power of two, from a multiple of it on. ``tiles`` are roots of whole tiles by their
    numbers, ``read`` gives the leaves from one index up to another.
    """

    def __init__(
        self, size: int, *, tile: int, tiles: Mapping[int, bytes], read: Callable[[int, int], Sequence[bytes]]
    ) -> None:
        self._size = size
        self._tile = tile
        self._tiles = tiles
        self._read = read

    @property
    def root(self) -> bytes:
        """As ``root_of`` of all leaves."""
        return self._root(0, self._size)

    def prove_inclusion(self, index: int) -> list[bytes]:
        """As the function of this name over all leaves. Raises IndexError."""
        if not 0 <= index < self._size:
            raise IndexError(index)
        return self._path(index, 0, self._size)

    def prove_consistency(self, before: int) -> list[bytes]:
        """As the function of this name over all leaves. Raises IndexError."""
        if not 0 <= before <= self._size:
            raise IndexError(before)
        return self._growth(before, 0, self._size, is_whole=True) if before else []

    def _root(self, start: int, stop: int) -> bytes:
        if stop - start == self._tile and (known := self._tiles.get(start // self._tile)):
            return known
        if stop - start <= self._tile:  # within one tile, since every part begins at a multiple of its size
            return root_of(self._read(start, stop))
        middle = start + _middle(stop - start)
        return _hash_pair(self._root(start, middle), self._root(middle, stop))

    def _path(self, index: int, start: int, stop: int) -> list[bytes]:
        if stop - start <= self._tile:
            return prove_inclusion(self._read(start, stop), index - start)
        middle = start + _middle(stop - start)
        if index < middle:
            return [*self._path(index, start, middle), self._root(middle, stop)]
        return [*self._path(index, middle, stop), self._root(start, middle)]

    def _growth(self, before: int, start: int, stop: int, *, is_whole: bool) -> list[bytes]:
        if before == stop:
            return [] if is_whole else [self._root(start, stop)]
        middle = start + _middle(stop - start)
        if before <= middle:
            return [*self._growth(before, start, middle, is_whole=is_whole), self._root(middle, stop)]
        return [*self._growth(before, middle, stop, is_whole=False), self._root(start, middle)]


def _middle(size: int) -> int:
    """Where a tree of this size parts: the largest power of two below it."""
    return 1 << (size - 1).bit_length() - 1


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The tree from its leaves to its root. Who has no neighbour goes up as it is: that gives the tree of the RFC."""
    levels = [[hash_leaf(leaf) for leaf in leaves]]
    while len(level := levels[-1]) > 1:
        pairs = [_hash_pair(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
        levels.append(pairs + level[len(pairs) * 2 :])
    return levels


def _prove_part(leaves: Sequence[bytes], before: int, *, is_whole: bool) -> list[bytes]:
    if before == len(leaves):
        return [] if is_whole else [root_of(leaves)]
    middle = _middle(len(leaves))
    if before <= middle:
        return [*_prove_part(leaves[:middle], before, is_whole=is_whole), root_of(leaves[middle:])]
    return [*_prove_part(leaves[middle:], before - middle, is_whole=False), root_of(leaves[:middle])]


def _hash_pair(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
