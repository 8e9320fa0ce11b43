"""Every list of the site: it can be taken as a file, the file keeps the filters, and runs nothing."""

import csv
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from openpyxl import load_workbook

from qinglan.kernel.web.lists import ListColumn, ListPage, TextFilter
from qinglan.kernel.web.lists.filters import ChoiceFilter
from tests.support.people import person

PACKAGE = Path(__file__).resolve().parents[3] / "qinglan"
HOSTILE = ("=HYPERLINK(1)", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A1")


def lists(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, type[ListPage]]]:
    """The name of each address that is a list page, with its class."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from lists(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", None)
            if view is not None and issubclass(view, ListPage):
                yield f"{space}{pattern.name}", view


NOT_TAKEN = {"personal:requests", "accounts:resets", "directories:experts"}
"""What people ask about their own data and their way in is answered one by one; experts agreed to a profile."""
LISTS = {name: page for name, page in lists(get_resolver()) if name not in NOT_TAKEN}


def test_there_are_lists() -> None:
    assert len(LISTS) > 12


@pytest.mark.parametrize("name", LISTS)
def test_each_can_be_taken_as_a_file_that_runs_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Rows:
        def __getitem__(self, _part: Any) -> "Rows":
            return self

        def iterator(self, **_more: Any) -> Iterator[str]:
            return iter(HOSTILE)

    monkeypatch.setattr(ListColumn, "exported", lambda _column, item: item)
    page = LISTS[name]()
    assert page._export_kinds() == ("csv", "xlsx")
    rows: Any = Rows()
    text = bytes(page._file("csv", rows).content).decode("utf-8-sig")  # type: ignore[attr-defined]
    cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
    assert sum("HYPERLINK" in cell for cell in cells) > 0
    assert [cell for cell in cells if cell[:1] in {text[:1] for text in HOSTILE}] == []
    book = load_workbook(BytesIO(page._file("xlsx", rows).content))  # type: ignore[attr-defined]
    found = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in found if cell.data_type == "f"] == []
    assert [str(cell.value) for cell in found if str(cell.value)[:1] in {text[:1] for text in HOSTILE}] == []


@pytest.fixture
def readers(db: None) -> list[Client]:
    """Somebody in each role."""
    made = []
    for role in ("officer", "administrator", "security", "auditor", None):
        client = Client()
        client.force_login(person(f"reader-{role}", role) if role else person("reader"))
        client.cookies["qinglan_language"] = "en"
        made.append(client)
    return made


def narrowing(page: type[ListPage]) -> dict[str, str]:
    """Filters that nothing matches, or the first choice of a list that has no words to look for."""
    for one in page.filters:
        if isinstance(one, TextFilter):
            return {one.parameters[0]: "zzzznothing"}
    for one in page.filters:
        if isinstance(one, ChoiceFilter):
            choices = one.choices() if callable(one.choices) else one.choices
            return {one.parameters[0]: str(next(iter(choices))[0])} if choices else {}
    return {}


def test_each_file_holds_what_the_page_with_the_same_filters_holds(readers: list[Client]) -> None:
    seen, wrong = [], []
    for name, page in LISTS.items():
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        for client in readers:
            whole = client.get(address)
            if whole.status_code != 200:
                continue
            seen.append(name)
            for query in ({}, narrowing(page)):
                shown = client.get(address, query)
                taken = client.get(address, query | {"export": "csv"})
                if "attachment" not in taken.headers.get("Content-Disposition", ""):
                    wrong.append(f"{name} {query}: no file")
                    continue
                rows = list(csv.reader(StringIO(taken.content.decode("utf-8-sig"), newline="")))
                lines = len(rows) - (2 if "演示" in rows[0][0] else 1)
                if lines != shown.context["list"].count:
                    wrong.append(f"{name} {query}: {lines} rows, {shown.context['list'].count} on the page")
            break
    assert wrong == []
    assert len(seen) > 10


def test_tables_leave_the_house_through_one_door() -> None:
    """What writes csv or xlsx by itself would have to neutralise by itself."""
    writes = re.compile(r"csv\.writer|Workbook\(|WriteOnlyCell|csv\.DictWriter")
    own_way = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if writes.search(text := path.read_text(encoding="utf-8")) and "safe_text" not in text
    }
    assert own_way == {"kernel/sheets/template.py"}, "let exports.safe_text pass every text"
