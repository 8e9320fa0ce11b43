"""Make the fonts of printed papers anew: subsets of Noto Sans CJK SC.

    python -m venv /tmp/fonts && /tmp/fonts/bin/pip install fonttools==4.68.0
    /tmp/fonts/bin/python scripts/subset_fonts.py --from DIRECTORY --into qinglan/kernel/documents/fonts

DIRECTORY holds NotoSansCJK-Regular.ttc and NotoSansCJK-Bold.ttc, version 2.004, as released at
https://github.com/notofonts/noto-cjk (Debian: package fonts-noto-cjk). Regular holds GBK and the characters of
`font_characters.txt`: those of the web font and of the table of general standard characters (通用规范汉字表, 2013)
beyond GBK. Bold, for headings, holds GB 2312. Hinting and vertical layout are left out. ``--check`` writes nothing and
says whether the fonts of --into hold just these characters with these outlines.
"""

import argparse
import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTCollection, TTFont

FAMILY = "Noto Sans CJK SC"
VERSION = "Version 2.004"
CHARACTERS = Path(__file__).with_name("font_characters.txt")
BOLD_TOO = {0xA0, 0xB7, 0x2014, 0x220B, 0x2245}
"""Beyond GB 2312 as Python maps it: no-break space, the middle dot and dash as they are typed, two signs."""


def code_points(codec: str) -> set[int]:
    """What `codec` can write."""
    return {point for point in range(0x10000) if _can_write(codec, point)}


def _can_write(codec: str, point: int) -> bool:
    try:
        chr(point).encode(codec)
    except UnicodeError:
        return False
    return True


def wanted(weight: str) -> set[int]:
    """The code points of a weight."""
    if weight == "Bold":
        return code_points("gb2312") | BOLD_TOO
    return code_points("gbk") | listed(CHARACTERS.read_text("ascii"))


def listed(text: str) -> set[int]:
    """The code points of a list such as ``A0-A3 2B7``.

    >>> sorted(listed("41-43 61"))
    [65, 66, 67, 97]
    """
    found: set[int] = set()
    for word in text.split():
        first, _dash, last = word.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def face(path: Path) -> TTFont:
    """The face `FAMILY` of the collection at `path`; ValueError where it is another version."""
    for font in TTCollection(path, lazy=True).fonts:
        if font["name"].getDebugName(1) == FAMILY:
            if not font["name"].getDebugName(5).startswith(VERSION):
                raise ValueError(f"{path} is {font['name'].getDebugName(5)}, not {VERSION}")
            return font
    raise ValueError(f"{path} holds no face called {FAMILY}")


def make(source: Path, target: Path, weight: str) -> None:
    """Write the subset of a weight."""
    options = subset.Options(
        hinting=False, drop_tables=["vhea", "vmtx", "VORG", "BASE", "DSIG"], recalc_timestamp=False
    )
    font = face(source / f"NotoSansCJK-{weight}.ttc")
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted(weight))
    subsetter.subset(font)
    subset.save_font(font, str(target), options)


def differences(source: Path, target: Path, weight: str) -> list[str]:
    """Where the font at `target` is not the subset of `source`: characters, outlines, widths."""
    ours, theirs = TTFont(target), face(source / f"NotoSansCJK-{weight}.ttc")
    points, all_points = ours.getBestCmap(), theirs.getBestCmap()
    expected = wanted(weight) & set(all_points)
    found = [f"U+{point:04X} is missing" for point in sorted(expected - set(points))]
    found += [f"U+{point:04X} is too much" for point in sorted(set(points) - expected)]
    glyphs, their_glyphs = ours.getGlyphSet(), theirs.getGlyphSet()
    for point in sorted(expected & set(points)):
        one, other = points[point], all_points[point]
        if (
            _outline(glyphs, one) != _outline(their_glyphs, other)
            or glyphs[one].width != their_glyphs[other].width
        ):
            found.append(f"U+{point:04X} has another shape")
    return found


def _outline(glyphs: object, name: str) -> list[object]:
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)  # type: ignore[index]
    return list(pen.value)


def main() -> int:
    """Make the two fonts, or check them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--from", dest="source", type=Path, required=True)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    found: list[str] = []
    for weight in ("Regular", "Bold"):
        target = options.into / f"NotoSansSC-{weight}.otf"
        if not options.check:
            make(options.source, target, weight)
        found += [f"{target.name}: {line}" for line in differences(options.source, target, weight)]
    print("\n".join(found) or "both fonts are as described")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
