"""Write the demonstration data of the packs and the table that tells their story.

    python scripts/build_demonstration.py [DIRECTORY]

Without a directory the packs themselves are written.

Nothing is drawn by lot: the same sources give the same bytes. After a change commit
``packs/*/demo/`` too; a test compares.
"""

import sys
from pathlib import Path

from demonstration import chongqing, second_city
from demonstration.pack import Demonstration
from demonstration.story import story

PACKS = Path(__file__).resolve().parent.parent / "packs"
BUILDERS = {"cn-500000-chongqing": chongqing.build, "cn-xx-second-city": second_city.build}
HEADER = """演示数据：单位、人员和数字均为虚构，不是统计。
Demonstration data: organisations, people and figures are invented; this is no statistics.
Made by scripts/build_demonstration.py; do not edit by hand."""


def main(packs: Path = PACKS, out: Path | None = None) -> None:
    """Write ``demo/figures.yaml`` and ``demo/README.md`` of each pack below `out` (`packs` itself, if none)."""
    for pack, build in BUILDERS.items():
        made: Demonstration = build()
        directory = (out or packs) / pack / "demo"
        made.write(directory / "figures.yaml", HEADER)
        (directory / "README.md").write_text(story(packs / pack, made), encoding="utf-8")


if __name__ == "__main__":
    main(out=Path(sys.argv[1]) if len(sys.argv) > 1 else None)
