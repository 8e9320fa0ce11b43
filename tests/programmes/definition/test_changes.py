"""What differs between two definitions, in words; copying an edition."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from qinglan.programmes.definition.changes import differences
from qinglan.programmes.definition.check.folder import check_folder
from qinglan.programmes.definition.copying import CannotCopy, new_edition
from qinglan.programmes.definition.reading import read_definition
from tests.packs.reading import PACKS
from tests.programmes.definition.building import GRADES, STEPS, group, item, question, scheme, text

MARKS = {"kind": "linear", "input": "first", "base": "3", "leading": "10"}


def scoring(leading: str, *more: dict[str, Any]) -> dict[str, Any]:
    """A scoring whose leading value and items vary."""
    return {
        "total": "100",
        "grades": GRADES,
        "groups": [group("all", item("it", "100", {**MARKS, "leading": leading}), *more)],
    }


def said(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The differences of two small schemes."""
    questions = {"questions": (question("first"),)}
    old, new = {**questions, **before}, {**questions, **after}
    return [
        one.en
        for one in differences(scheme(*old.pop("questions"), **old), scheme(*new.pop("questions"), **new))
    ]


def test_the_same_definition_has_no_differences() -> None:
    assert said({}, {}) == []


def test_questions_thresholds_texts_and_steps_are_told_apart() -> None:
    first, second = STEPS["steps"]
    longer = {**second, "within": {"number": 15, "unit": "working_day"}}
    assert said(
        {"scoring": scoring("10")},
        {
            "questions": (question("first"), question("staff", "integer")),
            "scoring": scoring("12", item("more", "5", MARKS)),
            "steps": {**STEPS, "steps": [longer, first]},
        },
    ) == [
        "section main: question staff added（staff）",
        "step decision, within: changed from “10 working_day” to “15 working_day”",
        "steps: step form moved behind decision",
        "item it, scorer, leading: changed from “10” to “12”",
        "group all: item more added（more）",
    ]
    assert said({"scoring": scoring("10")}, {}) == ["scoring: removed"]
    assert said({}, {"manifest": {"title": {"zh": "小项目", "en": "Another"}}}) == [
        "scheme, title: English changed from “小项目 (en)” to “Another”"
    ]
    assert said({}, {"manifest": {"title": text("大项目")}}) == [
        "scheme, title: changed from “小项目” to “大项目”"
    ]


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A copy of the packs."""
    shutil.copytree(PACKS, tmp_path / "packs", ignore=shutil.ignore_patterns("demo"))
    return tmp_path / "packs"


def test_next_years_edition_is_a_sound_copy_that_differs_by_its_year(packs: Path) -> None:
    folder = new_edition(packs, "green-technology-enterprise", 2027, "cn-500000-chongqing")
    assert folder == packs / "cn-500000-chongqing/programmes/green-technology-enterprise/2027"
    assert check_folder(folder) == []
    before = read_definition(folder.parent / "2026")
    assert [one.en for one in differences(before, read_definition(folder))] == [
        "scheme, edition: changed from “2026” to “2027”",
        "scheme, valid, from: changed from “2026-01-01” to “2027-01-01”",
        "scheme, copied_from: changed from “—” to “green-technology-enterprise/2026”",
    ]
    assert (folder / "programme.yaml").read_text(encoding="utf-8").startswith("# 绿色技术创新企业")


def test_a_city_takes_over_a_national_scheme(packs: Path) -> None:
    folder = new_edition(packs, "green-factory", 2028, "cn-500000-chongqing")
    assert folder == packs / "cn-500000-chongqing/programmes/green-factory/2028"
    assert read_definition(folder).manifest.copied_from == "green-factory/2025"
    assert check_folder(folder) == []


@pytest.mark.parametrize(
    ("slug", "year", "pack", "reason"),
    [
        ("no-such-scheme", 2027, None, "there is no edition of no-such-scheme before 2027"),
        ("green-factory", 2018, None, "there is no edition of green-factory before 2018"),
        ("green-factory", 2025, None, "is there already"),
        ("green-factory", 2027, "cn-nowhere", "there is no pack cn-nowhere"),
        (
            "green-technology-enterprise",
            2027,
            None,
            r"several packs have green-technology-enterprise \(cn-500000-chongqing, cn-xx-second-city\)",
        ),
    ],
)
def test_what_cannot_be_copied_says_why(
    packs: Path, slug: str, year: int, pack: str | None, reason: str
) -> None:
    with pytest.raises(CannotCopy, match=reason):
        new_edition(packs, slug, year, pack)
