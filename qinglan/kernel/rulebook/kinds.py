"""The kinds of files that packs hold: each floor registers its own, with how to check and load it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel

from qinglan.kernel import clock
from qinglan.kernel.clock.story import telling
from qinglan.kernel.rulebook.packs import Pack, discover
from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml

Stage = Literal["pack", "demonstration"]
Load = Callable[..., int]
Check = Callable[[Path, Any], list[str]]


def no_further_check(path: Path, content: Any) -> list[str]:
    """A file of the right form is a good file."""
    return []


def with_another(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """The file is brought together with one of another kind."""
    return 0


@dataclass(frozen=True)
class FileKind:
    """Files of packs that match `pattern` have `form`.

    `load(acting_user=…, pack=…, path=…)` brings one file into the system and returns how many
    things it brought or changed (`with_another`: the file comes with one of another kind). `check` gives
    further faults as ``file: reason``, `warn` what isn't a fault but should be looked at. Kinds are loaded
    in the order of `order`; those of the stage "demonstration" in demonstration mode only.
    """

    name: str
    pattern: str
    form: type[BaseModel]
    load: Load
    order: int
    check: Check = no_further_check
    warn: Check = no_further_check
    stage: Stage = "pack"


KINDS: dict[str, FileKind] = {}


def register(kind: FileKind) -> None:
    """Enter a kind of file; its name may be entered once."""
    if kind.name in KINDS:
        raise ValueError(f"pack files of kind {kind.name} are registered twice")
    KINDS[kind.name] = kind


def in_order(stage: Stage) -> list[FileKind]:
    """The kinds of one stage in the order in which they are loaded."""
    return sorted((kind for kind in KINDS.values() if kind.stage == stage), key=lambda kind: kind.order)


def load_all(root: Path, *, acting_user: Any, stage: Stage = "pack") -> dict[str, int]:
    """Load all packs under `root`; for each kind, how many things were brought or changed.

    Raises PackError with file, line and reason; what was loaded before the fault stays.
    """
    packs = discover(root)
    counts: dict[str, int] = {}
    for kind in in_order(stage):
        if kind.load is with_another:
            continue
        for pack in packs:
            for path in pack.files(kind.pattern):
                with _moment(stage):
                    made = kind.load(acting_user=acting_user, pack=pack, path=path)
                counts[kind.name] = counts.get(kind.name, 0) + made
    return counts


def _moment(stage: Stage) -> AbstractContextManager[None]:
    """A file of demonstration data is told as of one moment: nobody asks the database what time it is for each row."""
    return telling(clock.now()) if stage == "demonstration" else nullcontext()


def check_all(root: Path) -> tuple[list[str], int]:
    """Every fault of every pack under `root` as ``file:line: reason``, and how many files were read."""
    try:
        packs = discover(root)
    except PackError as error:
        return error.findings, 1
    faults: list[str] = []
    files = len(packs)
    for pack in packs:
        for path in sorted(pack.directory.rglob("*.yaml")):
            if path.name != "pack.yaml":
                files += 1
                faults += _faults(pack, path)
    return faults, files


def warnings_of(root: Path) -> list[str]:
    """What the packs under `root` hold that should be looked at, as ``file:line: reason``; not faults."""
    found: list[str] = []
    try:
        packs = discover(root)
    except PackError:
        return found
    for pack in packs:
        for path in sorted(pack.directory.rglob("*.yaml")):
            kind = kind_of(pack, path)
            if kind is not None and kind.warn is not no_further_check:
                try:
                    found += kind.warn(path, read_yaml(path, kind.form))
                except PackError:
                    continue  # `check_all` names it as a fault
    return found


def kind_of(pack: Pack, path: Path) -> FileKind | None:
    """The kind of the file at `path` of `pack`, or None where no part of the system reads it."""
    relative = path.relative_to(pack.directory).as_posix()
    return next(
        (
            kind
            for kind in KINDS.values()
            if Path(relative).match(kind.pattern) and relative.count("/") == kind.pattern.count("/")
        ),
        None,
    )


def _faults(pack: Pack, path: Path) -> list[str]:
    kind = kind_of(pack, path)
    if kind is None:
        return [f"{path}:1: no part of the system reads this file"]
    try:
        content = read_yaml(path, kind.form)
    except PackError as error:
        return error.findings
    return kind.check(path, content)
