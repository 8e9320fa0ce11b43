"""Files of JSON objects, one a line: read like a sheet where the form takes them, and nowhere else."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from qinglan.kernel.sheets.form import Column, SheetForm, Words
from qinglan.kernel.sheets.grid import read_grid
from qinglan.kernel.sheets.reading import Row, read

FORM = SheetForm(
    title=Words("表", "Form"),
    key="number",
    columns=(
        Column("number", Words("编号", "No"), required=True),
        Column("name_of_it", Words("名称", "Name"), required=True, aliases=("品名",)),
        Column("kinds", Words("类别", "Kinds")),
        Column("bought_on", Words("日期", "Bought"), "date"),
    ),
    takes_lines=True,
)


def lines(*rows: Any) -> bytes:
    return "\n".join(
        row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows
    ).encode()


def faults(content: bytes, form: SheetForm = FORM) -> list[tuple[str, str]]:
    with translation.override("en"):
        return [(one.where, str(one.complaint)) for one in read(form, "a.jsonl", content).findings]


def test_objects_are_rows_by_key_or_heading_and_count_by_line() -> None:
    content = lines(
        {"number": 1, "name_of_it": "天平", "kinds": ["甲", "乙"], "further": 3},
        "",
        {"编号": "x", "name_of_it": None},
        {"number": "2", "name_of_it": "镜", "bought_on": "2026-01-05"},
    )
    found = read(
        FORM, "a.jsonl", lines({"number": 1, "name_of_it": "天平", "kinds": ["甲", "乙"], "further": 3})
    )
    assert found.rows == [Row(1, {"number": "1", "name_of_it": "天平", "kinds": "甲；乙"})]
    assert found.unknown == ("further",)
    assert "stands twice" in faults(content)[0][1], "one column under two names"


def test_a_fault_names_its_line_and_column() -> None:
    content = lines(
        {"number": "1", "name_of_it": "天平"}, "", {"number": "2", "name_of_it": "镜", "bought_on": "soon"}
    )
    ((where, _words),) = faults(content)
    assert where.startswith("Row 3, column C")


@pytest.mark.parametrize(
    ("text", "line"), [("{", "1"), ("[1]", "1"), ('{"number": "1", "name_of_it": "a"}\nx', "2")]
)
def test_a_line_that_is_no_object_is_refused_with_its_number(text: str, line: str) -> None:
    assert faults(text.encode()) == [("The file", f"Line {line} is no JSON object.")]


def test_only_forms_that_take_lines_read_them() -> None:
    ((_where, words),) = faults(lines({"number": "1", "name_of_it": "a"}), replace(FORM, takes_lines=False))
    assert words.startswith("Only spreadsheets (xlsx, xls) and tables of text (csv, tsv, txt) are read.")


def test_limits_hold_for_lines() -> None:
    with translation.override("en"):
        too_wide = faults(lines({f"k{number}": 1 for number in range(101)}))
        assert "more than 100 different names" in too_wide[0][1]
        assert "more than 5000 characters" in faults(lines({"number": "1", "name_of_it": "长" * 5001}))[0][1]
        many = faults(
            lines(*({"number": str(n), "name_of_it": "a"} for n in range(60))), replace(FORM, most_rows=5)
        )
        assert "more than 45 rows" in many[0][1]


def test_parts_of_parts_stand_between_bars() -> None:
    (_names, row) = read_grid(
        "a.jsonl", lines({"p": [["氨氮", 5], ["总磷", True]]}), most_rows=9, takes_lines=True
    )
    assert row.cells[0].value == "氨氮|5；总磷|yes"
