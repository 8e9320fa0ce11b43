#!/usr/bin/env python3
"""Replay a published draw of experts. Needs Python 3.9 and nothing else; imports nothing of Qinglan.

    python3 replay_draw.py draw.json

Checks that pool and seed are those that were committed to before the review, that the order follows from the
seed, and that the seats of every case follow from the order and the changes that were recorded. Exit 0: all
agree. Exit 1: they don't; the first difference is named. Exit 2: the file can't be read.
"""

import hashlib
import json
import sys
from pathlib import Path

ALGORITHM = "qinglan-draw-1"
GONE = ("declined", "conflicted", "replaced")


class Difference(Exception):
    """The first thing that isn't as published."""


def committed_bytes(draw):
    """The canonical content of the commitment."""
    pool = sorted(draw["pool"], key=lambda one: one["pseudonym"])
    content = {
        "algorithm": draw["algorithm"],
        "cases": sorted(draw["cases"]),
        "experts": draw["experts"],
        "panel": draw["panel"],
        "pool": [{"excluded": sorted(one["excluded"]), "pseudonym": one["pseudonym"]} for one in pool],
        "reserves": draw["reserves"],
        "seed": draw["seed"],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def ordered(draw):
    """The pseudonyms in the order that the seed gives."""
    names = [one["pseudonym"] for one in draw["pool"]]
    if len(set(names)) != len(names):
        raise Difference("a pseudonym stands twice in the pool")
    return sorted(
        names, key=lambda name: (hashlib.sha256((draw["seed"] + "\n" + name).encode("utf-8")).digest(), name)
    )


def seated(draw, order, changes):
    """The seats of every case after `changes`."""
    excluded = {(one["pseudonym"], case) for one in draw["pool"] for case in one["excluded"]}
    gone, closed = set(), {}

    def of(case):
        if case in closed:
            return closed[case]
        able = [name for name in order if name not in gone and (name, case) not in excluded]
        return able[: draw["experts"]]

    for number, change in enumerate(changes, 1):
        kind, name, case = change.get("kind"), change.get("pseudonym"), change.get("case")
        if name is not None and name not in order:
            raise Difference("change %d: %s is not in the pool" % (number, name))
        if case is not None and case not in draw["cases"]:
            raise Difference("change %d: there is no case %s" % (number, case))
        if kind in GONE and name:
            gone.add(name)
        elif kind == "excluded" and name and case:
            excluded.add((name, case))
        elif kind == "closed" and case:
            closed[case] = of(case)
        elif kind == "reopened" and case:
            closed.pop(case, None)
        else:
            raise Difference("change %d: %r is no change that this algorithm knows" % (number, change))
    return {case: of(case) for case in sorted(draw["cases"])}


def compare_seats(what, published, found):
    """Raise where one case has others than published."""
    if sorted(published) != sorted(found):
        raise Difference("%s: other cases are published than were drawn for" % what)
    for case in sorted(found):
        if list(published[case]) != list(found[case]):
            raise Difference(
                "%s, case %s: published %s, replayed %s"
                % (what, case, ", ".join(published[case]) or "nobody", ", ".join(found[case]) or "nobody")
            )


def replay(draw):
    """Check a published draw; raises Difference at the first thing that isn't so. Gives a line for people."""
    if draw["algorithm"] != ALGORITHM:
        raise Difference("the algorithm %r is not %s" % (draw["algorithm"], ALGORITHM))
    digest = hashlib.sha256(committed_bytes(draw)).hexdigest()
    if digest != draw["commitment"]:
        raise Difference("commitment: published %s, but pool and seed give %s" % (draw["commitment"], digest))
    order = ordered(draw)
    if order != list(draw["order"]):
        place = next(
            (
                number
                for number, pair in enumerate(zip(order, draw["order"]), 1)  # noqa: B905 - runs on Python 3.9
                if pair[0] != pair[1]
            ),
            min(len(order), len(draw["order"])) + 1,
        )
        raise Difference("order: it differs from place %d on" % place)
    compare_seats("first seats", draw["first_seats"], seated(draw, order, []))
    compare_seats("seats", draw["seats"], seated(draw, order, draw["changes"]))
    return "The draw agrees: %d experts, %d cases, %d changes, commitment %s" % (
        len(order),
        len(draw["cases"]),
        len(draw["changes"]),
        digest,
    )


def main(arguments):
    """The command."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print(replay(json.loads(Path(arguments[0]).read_text(encoding="utf-8"))))
    except Difference as difference:
        print("DIFFERENT: %s" % difference)
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print("This file can't be read as a draw: %s: %s" % (type(error).__name__, error), file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
