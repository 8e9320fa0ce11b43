"""A hash tree over heads (RFC 6962, section 2.1): one root for all, a short proof for each.

Leaves are hashed with a 0 byte before them and inner nodes with a 1 byte, so that neither can pass
for the other. SHA-256 throughout.
"""

from collections.abc import Sequence
from hashlib import sha256


def leaf_hash(content: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\0" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\1" + left + right).digest()


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """All levels of the tree over hashed `leaves`, the lowest first; a lone node moves up as it is."""
    found = [list(leaves)]
    while len(found[-1]) > 1:
        below = found[-1]
        above = [node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
        if len(below) % 2:
            above.append(below[-1])
        found.append(above)
    return found


def root(tree: Sequence[Sequence[bytes]]) -> bytes:
    """The root; of an empty tree, the hash of nothing."""
    return tree[-1][0] if tree[-1] else sha256(b"").digest()


def proof(tree: Sequence[Sequence[bytes]], position: int) -> list[bytes]:
    """The hashes that lead from the leaf at `position` to the root."""
    path = []
    for level in tree[:-1]:
        sibling = position ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        position //= 2
    return path


def root_by_proof(leaf: bytes, position: int, count: int, path: Sequence[bytes]) -> bytes | None:
    """The root to which `path` leads from `leaf` among `count` leaves; None where it does not fit."""
    if not 0 <= position < count:
        return None
    node, rest = leaf, list(path)
    while count > 1:
        if position ^ 1 < count:
            if not rest:
                return None
            sibling = rest.pop(0)
            node = node_hash(sibling, node) if position % 2 else node_hash(node, sibling)
        position, count = position // 2, (count + 1) // 2
    return None if rest else node
