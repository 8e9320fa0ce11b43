#!/usr/bin/env python3
"""Draw an audit sample again. Needs Python 3.9 and nothing else; imports nothing of Qinglan.

    python3 replay_sample.py sample.json

Checks that the digest is that of the population, and that seed and size draw just these cases in just this
order. Exit 0: all agree. Exit 1: they don't; the first difference is named. Exit 2: the file can't be read.
"""

import hashlib
import json
import sys
from pathlib import Path

ALGORITHM = "qinglan-sample-1"


def difference(sample):
    """The first thing that isn't as recorded; None where all agree."""
    if sample["algorithm"] != ALGORITHM:
        return "algorithm %r is not %r" % (sample["algorithm"], ALGORITHM)
    population = sorted(set(sample["population"]))
    if len(population) != len(sample["population"]):
        return "a case number stands twice in the population"
    found = hashlib.sha256("\n".join(population).encode("utf-8")).hexdigest()
    if found != sample["digest"]:
        return "the population has the digest %s, recorded is %s" % (found, sample["digest"])
    order = sorted(
        population,
        key=lambda number: (
            hashlib.sha256((sample["seed"] + "\n" + number).encode("utf-8")).digest(),
            number,
        ),
    )
    drawn = order[: sample["size"]]
    if len(sample["drawn"]) != len(drawn):
        return "%d cases are recorded, the seed draws %d" % (len(sample["drawn"]), len(drawn))
    for place, again in enumerate(drawn):
        if sample["drawn"][place] != again:
            return "place %d: %s is recorded, the seed draws %s" % (place + 1, sample["drawn"][place], again)
    return None


def main(arguments):
    """The exit status."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    try:
        sample = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        found = difference(sample)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print("CAN'T READ  %s" % error)
        return 2
    if found:
        print("DIFFERS  %s" % found)
        return 1
    print("AGREES  %d of %d cases" % (len(sample["drawn"]), len(sample["population"])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
