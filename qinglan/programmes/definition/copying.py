"""Next year's edition of a scheme: a copy of its folder with year and first day changed, remarks kept."""

import re
import shutil
from datetime import date
from pathlib import Path

from qinglan.programmes.definition.reading import NATIONAL, folders


class CannotCopy(ValueError):
    """The scheme isn't there, or the edition is there already."""


def editions(root: Path, slug: str, pack: str | None = None) -> list[Path]:
    """The folders of the scheme's editions under `root`, the newest last; of `pack` alone where it is named."""
    found = [
        folder
        for folder in folders(root)
        if folder.parent.name == slug and pack in (None, folder.parent.parent.parent.name)
    ]
    return sorted(found, key=lambda folder: folder.name)


def new_edition(root: Path, slug: str, year: int, pack: str | None = None) -> Path:
    """Copy the newest edition before `year` to a new one, into `pack` where it is named; its folder.

    What `pack` has itself comes first, then what the nation has. The copy is in force from the first day of the
    year, without end. Raises CannotCopy, also where several packs have the scheme and none is meant.
    """
    earlier = [folder for folder in editions(root, slug) if int(folder.name) < year]
    if not earlier:
        raise CannotCopy(f"there is no edition of {slug} before {year}")
    source = _source(earlier, slug, pack)
    programmes = source.parent.parent if pack is None else root / pack / "programmes"
    if not (programmes.parent / "pack.yaml").exists():
        raise CannotCopy(f"there is no pack {programmes.parent.name}")
    target = programmes / slug / str(year)
    if target.exists():
        raise CannotCopy(f"{target} is there already")
    shutil.copytree(source, target)
    _renew(target / "programme.yaml", source, year)
    for path in sorted((target / "golden").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub(r"(?m)^(\s*(?:- )?day: )\d{4}-\d\d-\d\d", rf"\g<1>{date(year, 6, 1)}", text),
            encoding="utf-8",
        )
    return target


def _source(earlier: list[Path], slug: str, pack: str | None) -> Path:
    """The newest of the editions of one pack: of `pack`, else of the nation, else of the only one."""
    packs = {folder.parent.parent.parent.name: folder for folder in earlier}
    if pack in packs:
        return packs[pack]
    if pack is not None and NATIONAL in packs:
        return packs[NATIONAL]
    if len(packs) > 1:
        raise CannotCopy(f"several packs have {slug} ({', '.join(sorted(packs))}): name one with --pack")
    return next(iter(packs.values()))


def _renew(path: Path, source: Path, year: int) -> None:
    text = path.read_text(encoding="utf-8")
    text, editions_changed = re.subn(r"(?m)^(  edition: )\d{4}", rf"\g<1>{year}", text)
    text, days_changed = re.subn(
        r"(?m)^(  valid: )\{[^}]*\}", rf"\g<1>{{from: {year}-01-01, to: null}}", text
    )
    if (editions_changed, days_changed) != (1, 1):
        raise CannotCopy(f"{path}: write `edition: …` and `valid: {{from: …, to: …}}` on a line each")
    copied = f"  copied_from: {source.parent.name}/{source.name}"
    text, had_one = re.subn(r"(?m)^  copied_from: .*$", copied, text)
    if not had_one:
        text = f"{text.rstrip()}\n{copied}\n"
    path.write_text(text, encoding="utf-8")
