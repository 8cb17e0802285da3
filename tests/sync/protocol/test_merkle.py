"""The hash tree, beside another implementation of RFC 6962, and its proofs against whoever wants to cheat with them."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency
from pymerkle.hasher import MerkleHasher

from sync.protocol.merkle import (
    Tree,
    hash_leaf,
    is_consistent,
    is_included,
    prove_consistency,
    prove_inclusion,
    root_of,
)

LEAVES = [f"leaf {number}".encode() for number in range(70)]

# RFC 6962 has no vectors of its own; these are those of Certificate Transparency's reference implementation.
INPUTS = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def other_tree(leaves: list[bytes]) -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        tree.append_entry(leaf)
    return tree


@pytest.mark.parametrize("size", range(1, 9))
def test_the_vectors_of_certificate_transparency(size):
    assert root_of(INPUTS[:size]).hex() == ROOTS[size - 1]


def test_the_root_of_nothing():
    assert root_of([]) == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", [*range(1, 20), 31, 32, 33, 64, 65, 70])
def test_the_other_implementation_finds_the_same_roots_and_proofs(size):
    leaves = LEAVES[:size]
    tree = other_tree(leaves)
    root = root_of(leaves)
    assert tree.get_root() == root
    assert MerkleHasher("sha256").hash_buff(leaves[0]) == hash_leaf(leaves[0])
    for index, leaf in enumerate(leaves):
        proof = prove_inclusion(leaves, index)
        theirs = tree.prove_inclusion(index + 1, size)
        assert {*proof, hash_leaf(leaf)} == set(theirs.path)
        assert is_included(leaf, index, size, proof=proof, root=root)
    for before in range(1, size + 1):
        proof = prove_consistency(leaves, before)
        assert is_consistent(before, size, proof=proof, root_before=root_of(leaves[:before]), root_after=root)
        verify_consistency(root_of(leaves[:before]), root, tree.prove_consistency(before, size))


def test_the_examples_of_the_rfc():
    """RFC 6962, 2.1.3: a tree of seven leaves, its nodes named as there."""
    seven = LEAVES[:7]
    _, b, c, d, _, f, j = map(hash_leaf, seven)
    g, h, i = (root_of(seven[start : start + 2]) for start in (0, 2, 4))
    k, last = root_of(seven[:4]), root_of(seven[4:])
    assert prove_inclusion(seven, 0) == [b, h, last]
    assert prove_inclusion(seven, 3) == [c, g, last]
    assert prove_inclusion(seven, 4) == [f, j, k]
    assert prove_inclusion(seven, 6) == [i, k]
    assert prove_consistency(seven, 3) == [c, d, g, last]
    assert prove_consistency(seven, 4) == [last]
    assert prove_consistency(seven, 6) == [i, j, k]


sizes = st.integers(1, 40)


@given(sizes, st.data())
def test_a_proof_shows_one_leaf_at_one_place_only(size, data):
    leaves = LEAVES[:size]
    index = data.draw(st.integers(0, size - 1))
    proof, root = prove_inclusion(leaves, index), root_of(leaves)
    other = data.draw(st.integers(-2, size + 2).filter(lambda number: number != index))
    assert not is_included(leaves[index], other, size, proof=proof, root=root)
    assert not is_included(b"another", index, size, proof=proof, root=root)
    assert not is_included(leaves[index], index, size, proof=[*proof, root], root=root)
    assert not is_included(leaves[index], index, size, proof=proof, root=root_of(LEAVES))
    if proof:
        assert not is_included(leaves[index], index, size, proof=proof[:-1], root=root)


@given(sizes, sizes, st.data())
def test_no_proof_joins_two_logs_that_differ(before, grown, data):
    """Whatever is offered as a proof: of the honest log, of the other one, shortened, or at random."""
    after = before + grown
    honest = LEAVES[:before]
    spoilt = data.draw(st.integers(0, before - 1))
    forked = [*honest[:spoilt], b"another", *honest[spoilt + 1 :], *LEAVES[before:after]]
    offered = [
        prove_consistency(LEAVES[:after], before),
        prove_consistency(forked, before),
        prove_consistency(forked, before)[1:],
        data.draw(st.lists(st.sampled_from([root_of(honest), root_of(forked), hash_leaf(b"another")]), max_size=8)),
    ]
    for proof in offered:
        assert not is_consistent(before, after, proof=proof, root_before=root_of(honest), root_after=root_of(forked))


@given(sizes, sizes)
def test_a_log_that_shrank_is_consistent_with_nothing(before, less):
    after = max(0, before - less)
    root_before, root_after = root_of(LEAVES[:before]), root_of(LEAVES[:after])
    for proof in ([], [root_after], prove_consistency(LEAVES[:before], after)):
        assert not is_consistent(before, after, proof=proof, root_before=root_before, root_after=root_after)


def test_the_same_log_needs_no_proof():
    root = root_of(LEAVES)
    assert is_consistent(70, 70, proof=[], root_before=root, root_after=root)
    assert not is_consistent(70, 70, proof=[], root_before=root, root_after=hash_leaf(b""))
    assert not is_consistent(70, 70, proof=[root], root_before=root, root_after=root)
    assert is_consistent(0, 70, proof=[], root_before=root_of([]), root_after=root)


def test_what_is_not_there_cannot_be_proven():
    with pytest.raises(IndexError):
        prove_inclusion(LEAVES, 70)
    with pytest.raises(IndexError):
        prove_consistency(LEAVES, 71)


def tree_of(leaves: list[bytes], *, tile: int, known: range, read: list[tuple[int, int]]) -> Tree:
    def look(start: int, stop: int) -> list[bytes]:
        read.append((start, stop))
        return leaves[start:stop]

    tiles = {number: root_of(leaves[number * tile : (number + 1) * tile]) for number in known}
    return Tree(len(leaves), tile=tile, tiles=tiles, read=look)


@given(size=st.integers(0, 70), tile=st.sampled_from([1, 2, 8, 64]), data=st.data())
def test_a_tree_of_tiles_gives_the_same_whatever_roots_are_known(size, tile, data):
    leaves = LEAVES[:size]
    known = range(data.draw(st.integers(0, size // tile)))
    tree = tree_of(leaves, tile=tile, known=known, read=[])
    assert tree.root == root_of(leaves)
    before = data.draw(st.integers(0, size))
    assert tree.prove_consistency(before) == prove_consistency(leaves, before)
    if size:
        index = data.draw(st.integers(0, size - 1))
        assert tree.prove_inclusion(index) == prove_inclusion(leaves, index)


def test_a_tree_of_tiles_reads_the_tile_it_proves_and_the_unfinished_one():
    read: list[tuple[int, int]] = []
    tree = tree_of(LEAVES, tile=8, known=range(8), read=read)
    tree.prove_inclusion(20)
    assert set(read) == {(16, 24), (64, 70)}
    read.clear()
    tree.prove_consistency(40)
    assert set(read) == {(64, 70)}
    with pytest.raises(IndexError):
        tree.prove_inclusion(70)
    with pytest.raises(IndexError):
        tree.prove_consistency(71)
