"""Reading a scheme's folder, and the faults it names with file and line."""

import json
import shutil
from pathlib import Path

import pytest

from qinglan.kernel.rulebook.yaml_file import PackError
from qinglan.programmes.definition.reading import digest, folders, read_definition, read_golden
from qinglan.programmes.definition.whole import restored
from tests.packs.reading import PACKS

FACTORY = PACKS / "cn-national" / "programmes" / "green-factory" / "2025"
EVERY = pytest.mark.parametrize("folder", folders(PACKS), ids=lambda path: f"{path.parent.name}-{path.name}")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the green factory's folder, in a pack that has nothing else."""
    folder = tmp_path / "cn-somewhere" / "programmes" / "green-factory" / "2025"
    shutil.copytree(FACTORY, folder)
    return folder


@EVERY
def test_a_definition_is_stored_and_restored_without_loss(folder: Path) -> None:
    definition = read_definition(folder)
    kept = json.loads(json.dumps(definition.stored()))
    assert restored(kept) == definition
    assert digest(restored(kept)) == digest(definition)


def test_the_digest_depends_on_what_is_said_and_on_nothing_else(copy: Path) -> None:
    before = digest(read_definition(copy))
    path = copy / "scoring.yaml"
    path.write_text("# a remark\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert digest(read_definition(copy)) == before
    path.write_text(
        path.read_text(encoding="utf-8").replace('at_least: "85"', 'at_least: "86"'), encoding="utf-8"
    )
    assert digest(read_definition(copy)) != before


def test_every_fault_of_every_file_is_named_with_its_line(copy: Path) -> None:
    (copy / "after.yaml").unlink()
    steps = copy / "steps.yaml"
    steps.write_text("start: form\nsteps:\n  - {id: Form}\n", encoding="utf-8")
    (copy / "scoring.yaml").write_text("total: 100.5\ngroups: []\ngrades: []\n", encoding="utf-8")
    with pytest.raises(PackError) as caught:
        read_definition(copy)
    places = {finding.split(": ")[0].removeprefix(f"{copy}/") for finding in caught.value.findings}
    assert places == {
        "after.yaml",
        "steps.yaml:2",
        "steps.yaml:3",
        "scoring.yaml:1",
        "scoring.yaml:2",
        "scoring.yaml:3",
    }


def test_a_letter_of_ones_own_stands_before_the_packs_and_the_nations(copy: Path, tmp_path: Path) -> None:
    for pack, kinds in (
        ("cn-somewhere", ("call", "notice")),
        ("cn-national", ("call", "notice", "reminder")),
    ):
        path = tmp_path / pack / "programmes" / "letters.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            "letters:\n"
            + "".join(f"  - {{kind: {kind}, title: {pack}, paragraphs: [文]}}\n" for kind in kinds),
            encoding="utf-8",
        )
    own = copy / "letters.yaml"
    text = own.read_text(encoding="utf-8")
    own.write_text(
        text.replace("letters:\n", "letters:\n  - {kind: call, title: own, paragraphs: [文]}\n"),
        encoding="utf-8",
    )
    titles = {letter.kind: letter.title for letter in read_definition(copy).letters.letters}
    assert (titles["call"], titles["notice"], titles["reminder"]) == ("own", "cn-somewhere", "cn-national")
    assert titles["recommendation"].startswith("关于推荐")


def test_golden_cases_are_read_with_their_place(copy: Path) -> None:
    found = read_golden(copy)
    assert [(path.name, number) for path, number, _case in found] == [("published.yaml", n) for n in range(3)]
