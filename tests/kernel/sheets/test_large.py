"""Spreadsheets that are too large: refused soon, with a sentence, in little memory."""

import io
import time
import tracemalloc
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from qinglan.kernel.sheets.complaint import Unreadable
from qinglan.kernel.sheets.grid import LARGEST_FILE, read_grid
from tests.kernel.sheets.books import FORM
from tests.support.people import person

MEGABYTE = 1024 * 1024
SHEET = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def refused(name: str, content: bytes) -> tuple[str, float, float]:
    """The sentence, the seconds, and the megabytes that it took at most beside the file itself."""
    tracemalloc.start()
    begun = time.monotonic()
    try:
        with pytest.raises(Unreadable) as raised:
            read_grid(name, content, most_rows=FORM.most_rows)
        seconds = time.monotonic() - begun
        peak = tracemalloc.get_traced_memory()[1] / MEGABYTE
    finally:
        tracemalloc.stop()
    with translation.override("en"):
        return str(raised.value.complaint), seconds, peak


def test_fifty_megabytes_are_not_even_opened() -> None:
    for name in ("big.xlsx", "big.csv"):
        words, seconds, peak = refused(name, b"x" * 50 * MEGABYTE)
        assert "10 MB" in words
        assert seconds < 1
        assert peak < 1


@pytest.mark.django_db
def test_the_page_says_so_beside_the_field_and_keeps_nothing() -> None:
    from qinglan.kernel.sheets.models import Upload

    client = Client()
    client.force_login(person("officer", "officer"))
    client.cookies["qinglan_language"] = "en"
    file = io.BytesIO(b"x" * 50 * MEGABYTE)
    file.name = "名录.xlsx"
    begun = time.monotonic()
    page = client.post("/sheets/organisations/", {"file": file})
    assert page.status_code == 200
    assert page.context["form"].errors["file"] == [
        "The file is larger than 10.0\xa0MB. Make it smaller or split it."
    ]
    assert time.monotonic() - begun < 20
    assert Upload.objects.count() == 0


def packed(body: bytes) -> bytes:
    """A workbook whose one sheet is `body`."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", body)
    return whole.getvalue()


def test_a_small_file_that_unpacks_to_much_is_refused() -> None:
    content = packed(SHEET + b"<row/>" * (300 * MEGABYTE // 6))
    assert len(content) < LARGEST_FILE
    words, seconds, _peak = refused("bomb.xlsx", content)
    assert words
    assert seconds < 20


def test_more_rows_than_the_form_takes_stop_the_reading() -> None:
    line = "甲单位,1\n".encode()
    content = line * (9 * MEGABYTE // len(line))
    words, seconds, peak = refused("many.csv", content)
    assert f"{FORM.most_rows} rows" in words
    assert seconds < 20
    assert peak < 120


def test_a_row_or_a_cell_without_end_is_refused_or_cut() -> None:
    words, _seconds, _peak = refused("wide.csv", b"x" * (8 * MEGABYTE))
    assert "more than" in words or "damaged" in words.lower()


def test_reading_as_many_rows_as_are_taken_stays_within_bounds() -> None:
    rows = [f"A{n},单位{n},大型" for n in range(FORM.most_rows - 1)]
    content = ("设备编号,名称,类别\n" + "\n".join(rows)).encode()
    tracemalloc.start()
    begun = time.monotonic()
    lines: Any = read_grid("most.csv", content, most_rows=FORM.most_rows)
    seconds, peak = time.monotonic() - begun, tracemalloc.get_traced_memory()[1] / MEGABYTE
    tracemalloc.stop()
    assert len(lines) == FORM.most_rows
    assert seconds < 20
    assert peak < 120
