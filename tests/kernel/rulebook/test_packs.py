"""Finding packs, checking and loading their files."""

from pathlib import Path
from typing import Any

import pytest

from qinglan.kernel.rulebook import kinds
from qinglan.kernel.rulebook.kinds import (
    FileKind,
    check_all,
    in_order,
    load_all,
    register,
    warnings_of,
    with_another,
)
from qinglan.kernel.rulebook.packs import Pack, Strict, discover
from qinglan.kernel.rulebook.yaml_file import PackError

MANIFEST = 'pack: {name}\nname: {{zh: 市, en: City}}\nterritory: "990000"\n'


class Numbers(Strict):
    """A list of numbers."""

    numbers: list[int]


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, Any]]:
    """Two kinds of files of the tests' own; what was loaded, in order."""
    monkeypatch.setattr(kinds, "KINDS", {})
    seen: list[tuple[str, str, Any]] = []

    def loader(kind: str) -> Any:
        def load(*, acting_user: Any, pack: Pack, path: Path) -> int:
            seen.append((kind, pack.slug, path.name))
            return 2

        return load

    def no_thirteen(path: Path, content: Numbers) -> list[str]:
        return [f"{path}:1: no thirteen"] if 13 in content.numbers else []

    def even_is_odd(path: Path, content: Numbers) -> list[str]:
        return [f"{path}:1: {number} is even" for number in content.numbers if number % 2 == 0]

    register(
        FileKind(
            "late", "late/*.yaml", Numbers, loader("late"), order=20, check=no_thirteen, warn=even_is_odd
        )
    )
    register(FileKind("beside", "beside.yaml", Numbers, with_another, order=15))
    register(FileKind("early", "early.yaml", Numbers, loader("early"), order=10))
    register(FileKind("demo", "demo/d.yaml", Numbers, loader("demo"), order=5, stage="demonstration"))
    return seen


def pack(root: Path, name: str, files: dict[str, str], called: str = "") -> Path:
    """A pack on disk."""
    directory = root / name
    directory.mkdir(parents=True)
    (directory / "pack.yaml").write_text(MANIFEST.format(name=called or name), encoding="utf-8")
    for file, content in files.items():
        path = directory / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return directory


def test_packs_are_found_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("cn-b", "cn-a"):
        pack(tmp_path, name, {})
    (tmp_path / "no-pack").mkdir()
    assert [(found.slug, found.manifest.territory) for found in discover(tmp_path)] == [
        ("cn-a", "990000"),
        ("cn-b", "990000"),
    ]


def test_a_pack_is_called_like_its_directory(tmp_path: Path) -> None:
    directory = pack(tmp_path, "cn-a", {}, called="cn-b")
    message = f"{directory / 'pack.yaml'}:1: the pack is called 'cn-b', its directory 'cn-a'"
    with pytest.raises(PackError) as caught:
        discover(tmp_path)
    assert str(caught.value) == message
    assert check_all(tmp_path) == ([message], 1)


@pytest.mark.django_db
def test_files_are_loaded_kind_by_kind_and_demonstration_apart(
    tmp_path: Path, loaded: list[tuple[str, str, Any]], settings: Any
) -> None:
    settings.DEMONSTRATION = True
    content = {"late/2.yaml": "numbers: [2]", "late/1.yaml": "numbers: [1]", "early.yaml": "numbers: []"}
    pack(tmp_path, "cn-a", content)
    pack(tmp_path, "cn-b", {"early.yaml": "numbers: []", "demo/d.yaml": "numbers: []"})
    assert load_all(tmp_path, acting_user=None) == {"early": 4, "late": 4}
    assert loaded == [
        ("early", "cn-a", "early.yaml"),
        ("early", "cn-b", "early.yaml"),
        ("late", "cn-a", "1.yaml"),
        ("late", "cn-a", "2.yaml"),
    ]
    assert load_all(tmp_path, acting_user=None, stage="demonstration") == {"demo": 2}
    assert [kind.name for kind in in_order("pack")] == ["early", "beside", "late"]


def test_checking_names_every_fault_and_every_file_that_nobody_reads(
    tmp_path: Path, loaded: list[tuple[str, str, Any]]
) -> None:
    directory = pack(
        tmp_path,
        "cn-a",
        {"early.yaml": "numbers: [a]", "late/1.yaml": "numbers: [13]", "late/ok.yaml": "numbers: []"},
    )
    (directory / "stray.yaml").write_text("x: 1", encoding="utf-8")
    faults, files = check_all(tmp_path)
    early = "numbers.0: Input should be a valid integer, unable to parse string as an integer"
    assert faults == [
        f"{directory / 'early.yaml'}:1: {early}",
        f"{directory / 'late' / '1.yaml'}:1: no thirteen",
        f"{directory / 'stray.yaml'}:1: no part of the system reads this file",
    ]
    assert files == 5
    assert loaded == []


def test_a_kind_of_file_is_registered_once(loaded: list[tuple[str, str, Any]]) -> None:
    with pytest.raises(ValueError, match="pack files of kind early are registered twice"):
        register(FileKind("early", "*.yaml", Numbers, lambda **given: 0, order=1))


def test_warnings_are_apart_from_faults(loaded: Any, tmp_path: Path) -> None:
    directory = pack(tmp_path, "cn-a", {"late/a.yaml": "numbers: [3, 4]", "late/b.yaml": "numbers: two"})
    assert warnings_of(tmp_path) == [f"{directory}/late/a.yaml:1: 4 is even"]
    (directory / "pack.yaml").write_text("pack: other\n", encoding="utf-8")
    assert warnings_of(tmp_path) == []


def test_a_file_that_comes_with_another_is_checked_but_not_loaded_by_itself(
    loaded: list[tuple[str, str, Any]], tmp_path: Path
) -> None:
    directory = pack(tmp_path, "cn-a", {"beside.yaml": "numbers: [1]", "early.yaml": "numbers: [1]"})
    assert check_all(tmp_path) == ([], 3)
    assert load_all(tmp_path, acting_user=None) == {"early": 2}
    (directory / "beside.yaml").write_text("numbers: x\n", encoding="utf-8")
    assert len(check_all(tmp_path)[0]) == 1
