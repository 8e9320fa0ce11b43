"""A fault in a pack file names file, line and reason."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from qinglan.kernel.rulebook.packs import ExactNumber, Strict, Text
from qinglan.kernel.rulebook.yaml_file import PackError, line_at, lines_of, read_yaml


class Item(Strict):
    """One item of the file of the tests."""

    name: Text
    share: ExactNumber
    since: date | None = None


class Items(Strict):
    """The file of the tests."""

    items: list[Item]


GOOD = """\
items:
  - name: {zh: 甲, en: First}
    share: "0.30"
  - name: {zh: 乙, en: Second}
    share: 3
    since: 2024-01-31
"""


def test_a_good_file_is_read_to_the_last_digit(tmp_path: Path) -> None:
    path = tmp_path / "items.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert read_yaml(path, Items) == Items(
        items=[
            Item(name=Text(zh="甲", en="First"), share=Decimal("0.30")),
            Item(name=Text(zh="乙", en="Second"), share=Decimal(3), since=date(2024, 1, 31)),
        ]
    )


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (GOOD.replace("    share: 3", "\tshare: 3"), "5: found character that cannot start any token"),
        (GOOD.replace("    share: 3", "    share: 3\n    share: 4"), "6: the key 'share' stands twice"),
        (
            GOOD.replace("since:", "sense:"),
            "6: items.1.sense: Extra inputs are not permitted",
        ),
        (
            GOOD.replace('"0.30"', "0.30"),
            "3: items.0.share: Value error, write the number in quotes, so that no digit is lost",
        ),
        (
            GOOD.replace("2024-01-31", "soon"),
            "6: items.1.since: Input should be a valid date or datetime, input is too short",
        ),
        (GOOD.replace(", en: Second", ""), "4: items.1.name.en: Field required"),
        (GOOD.replace("items:", "things:"), "1: items: Field required"),
        ("items: [", "2: did not find expected node content"),
        ("", "1: : Input should be a valid dictionary or instance of Items"),
    ],
    ids=["tab", "twice", "unknown", "float", "day", "missing", "other key", "broken", "empty"],
)
def test_a_fault_names_file_line_and_reason(tmp_path: Path, content: str, finding: str) -> None:
    path = tmp_path / "items.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        read_yaml(path, Items)
    assert caught.value.findings[0] == f"{path}:{finding}"


def test_every_fault_of_a_form_is_named(tmp_path: Path) -> None:
    path = tmp_path / "items.yaml"
    path.write_text(GOOD.replace('"0.30"', "0.30").replace("since:", "sense:"), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        read_yaml(path, Items)
    assert str(caught.value).splitlines() == [
        f"{path}:3: items.0.share: Value error, write the number in quotes, so that no digit is lost",
        f"{path}:6: items.1.sense: Extra inputs are not permitted",
    ]


def test_a_missing_file_and_another_encoding_are_named(tmp_path: Path) -> None:
    path = tmp_path / "items.yaml"
    with pytest.raises(PackError) as missing:
        read_yaml(path, Items)
    assert str(missing.value).startswith(f"{path}: can't be read: [Errno 2]")
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(PackError) as foreign:
        read_yaml(path, Items)
    assert str(foreign.value).startswith(f"{path}: can't be read: 'utf-8' codec")


def test_no_code_hides_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "items.yaml"
    path.write_text("items: !!python/object/apply:os.getcwd []", encoding="utf-8")
    with pytest.raises(PackError, match="could not determine a constructor"):
        read_yaml(path, Items)


class Pairs(Strict):
    """Two mappings of numbers."""

    one: dict[str, int]
    two: dict[str, int]


def test_a_mapping_may_take_over_another_and_change_some_of_it(tmp_path: Path) -> None:
    path = tmp_path / "pairs.yaml"
    path.write_text("one: &first {a: 1, b: 2}\ntwo:\n  <<: *first\n  b: 3\n", encoding="utf-8")
    assert read_yaml(path, Pairs).two == {"a": 1, "b": 3}
    path.write_text("one: &first {a: 1, b: 2}\ntwo: {<<: *first, b: 3, b: 4}\n", encoding="utf-8")
    with pytest.raises(PackError, match="the key 'b' stands twice"):
        read_yaml(path, Pairs)


def test_the_line_of_a_place_is_that_of_the_nearest_thing_around_it(tmp_path: Path) -> None:
    path = tmp_path / "pairs.yaml"
    path.write_text("one: {a: 1}\n\ntwo:\n  b: 3\n", encoding="utf-8")
    lines = lines_of(path)
    assert [line_at(lines, at) for at in (("one", "a"), ("two", "b"), ("two", "c", 5), ("none",))] == [
        1,
        4,
        3,
        1,
    ]
