"""The answer to a list of codes: what everybody reads, the sheet and its verification."""

import io
from datetime import date
from typing import Any

import pypdfium2
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from qinglan.kernel import clock
from qinglan.programmes.checking.answers import check
from qinglan.programmes.checking.codes import from_text
from qinglan.programmes.domain.award_state import set_state
from qinglan.programmes.domain.check_sheet import make_check_sheet
from qinglan.programmes.models import AwardState, CheckSheet
from tests.parties.organisations.made import code
from tests.programmes import making
from tests.programmes.awarding import awarded
from tests.support.people import person

pytestmark = pytest.mark.django_db


def visitor(user: Any = None) -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    if user is not None:
        client.force_login(user)
    return client


def test_each_code_says_what_the_register_says(officer: Any) -> None:
    held = awarded(officer, 1, number="QC1", valid_to=date(2099, 1, 4))
    gone = awarded(officer, 2, number="QC2")
    set_state(acting_user=officer, award=gone, to=AwardState.REVOKED, on=date(2026, 4, 1), reason="弄虚作假")
    wrong = code(3)[:-1] + ("0" if code(3)[-1] != "0" else "1")
    answer = check(from_text("\n".join([code(1), code(2), wrong, code(9)]), most=500))
    first, second, third, last = answer["rows"]
    assert answer["on"] == clock.today().isoformat()
    assert first["awards"] == [
        {
            "scheme_zh": "示例认定",
            "scheme_en": "Sample recognition",
            "subject": "",
            "number": "QC1",
            "document": "",
            "level": "municipal",
            "granted_on": "2026-01-05",
            "valid_from": "2026-01-05",
            "valid_to": "2099-01-04",
            "state": "in_force",
            "holds": True,
            "ended_on": "",
            "reason": "",
            "evidence_on": "2026-01-05",
            "evidence_kind": "granted",
            "recorded_on": clock.today().isoformat(),
            "url": held.get_absolute_url(),
            "certificate": "",
        }
    ]
    told = {key: second["awards"][0][key] for key in ("state", "holds", "ended_on", "reason", "evidence_on")}
    assert told == {
        "state": "revoked", "holds": False, "ended_on": "2026-04-01", "reason": "弄虚作假",
        "evidence_on": "2026-04-01",
    }  # fmt: skip
    assert (third["fault"], third["expected"]) == ("check_character", code(3)[-1])
    assert (last["name"], last["awards"], last["tags"]) == ("", [], [])


def test_an_award_past_its_last_day_is_not_in_force_even_before_the_clock_ends_it(officer: Any) -> None:
    awarded(officer, 1, valid_to=date(2026, 2, 1))
    [row] = check(from_text(code(1), most=5))["rows"]
    assert (row["awards"][0]["state"], row["awards"][0]["holds"]) == ("in_force", False)


def test_an_organisation_that_is_not_public_stays_unnamed(officer: Any) -> None:
    from tests.parties.organisations.made import preloaded

    preloaded(officer, 5)
    [row] = check(from_text(code(5), most=5))["rows"]
    assert (row["name"], row["page"]) == ("", "")


def test_a_person_who_was_honoured_is_not_named(officer: Any) -> None:
    manifest = {**making.SMALL["manifest"], "applicants": {"kinds": ["enterprise"], "subject": "person"}}
    awarded(officer, 1, making.changed(manifest=manifest), number="P1", subject_name="李某（演示）")
    [row] = check(from_text(code(1), most=5))["rows"]
    assert (row["awards"][0]["number"], row["awards"][0]["subject"]) == ("P1", "")


def test_a_list_costs_the_same_questions_however_long(officer: Any) -> None:
    def asked(numbers: range) -> int:
        lines = from_text("\n".join(code(n) for n in numbers), most=500)
        with CaptureQueriesContext(connection) as queries:
            check(lines)
        return len(queries)

    for number in range(1, 6):
        awarded(officer, number, number=f"A{number}")
    asked(range(1, 6))
    assert asked(range(1, 400)) == asked(range(1, 2)) == 5


def test_everybody_checks_a_small_list_and_who_is_logged_in_a_long_one(officer: Any) -> None:
    awarded(officer, 1, number="QC1")
    page = visitor().post(reverse("checking:check"), {"codes": f"{code(1)}\n{code(1)[:-1]}"})
    assert page.context["counts"] == {"all": 2, "wrong": 1, "twice": 0, "holding": 1, "nothing": 0}
    many = {"codes": "\n".join(code(n) for n in range(1, 40))}
    refused = visitor().post(reverse("checking:check"), many)
    assert "More than 30 codes. Log in to check up to 500 at once" in refused.content.decode()
    taken = visitor(person("somebody")).post(reverse("checking:check"), many)
    assert taken.context["counts"]["all"] == 39
    asked = visitor().get(reverse("checking:check"), {"code": code(1)})
    assert asked.context["counts"]["holding"] == 1
    assert "Paste at least one code" in visitor().post(reverse("checking:check"), {}).content.decode()


def test_a_sheet_is_kept_once_and_says_what_changed_since(officer: Any) -> None:
    one = awarded(officer, 1, number="QC1")
    lines = from_text(f"{code(1)}\n{code(2)}", most=5)
    made = make_check_sheet(acting_user=person("somebody"), lines=lines)
    assert make_check_sheet(acting_user=officer, lines=lines) == made
    client = visitor()
    sent = client.post(reverse("checking:make-sheet"), {"codes": f"{code(1)}\n{code(2)}"})
    assert (sent.status_code, sent["Location"]) == (302, made.get_absolute_url())
    assert client.get(made.get_absolute_url()).context["changes"] == []
    set_state(acting_user=officer, award=one, to=AwardState.REVOKED, on=clock.today(), reason="弄虚作假")
    [change] = client.get(made.get_absolute_url()).context["changes"]
    assert change["text"] == "Sample recognition, QC1: now revoked"
    assert CheckSheet.objects.count() == 1


def test_the_sheet_on_paper_and_as_spreadsheet_bears_day_sources_and_code(officer: Any) -> None:
    awarded(officer, 1, number="QC1", valid_to=date(2099, 1, 4))
    made = make_check_sheet(acting_user=officer, lines=from_text(f"{code(1)}\n{code(1)[:-1]}", most=5))
    shown = "-".join(made.code[place : place + 4] for place in range(0, 14, 4))
    client = visitor()
    pdf = client.get(reverse("checking:sheet-file", args=[made.code, "pdf"])).content
    assert client.get(reverse("checking:sheet-file", args=[made.code, "pdf"])).content == pdf
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    for words in ("绿色核验单", shown, code(1), "QC1", "示例认定", "公开登记册"):
        assert words in text
    xlsx = client.get(reverse("checking:sheet-file", args=[made.code, "xlsx"])).content
    cells = list(load_workbook(io.BytesIO(xlsx)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    line = next(row for row in cells if row[1] == code(1))
    assert line[3:5] == ("Sample recognition", "QC1")
    assert any(shown in str(row[0]) for row in cells)


def test_a_mistyped_or_unknown_code_of_a_sheet_is_answered_calmly(officer: Any) -> None:
    from qinglan.kernel.documents import code as codes

    client = visitor()
    unknown = client.get(reverse("checking:sheet", args=[codes.new()]))
    mistyped = client.get(reverse("checking:sheet", args=["ABCD"]))
    assert [(page.status_code, page.context["mistyped"]) for page in (unknown, mistyped)] == [
        (404, False),
        (404, True),
    ]


def test_a_spreadsheet_is_answered_row_by_row_and_a_bad_file_is_refused(officer: Any) -> None:
    awarded(officer, 1, number="QC1")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["名称", "代码"], ["甲", code(1)], ["乙", code(2)[:-1]]):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    page = visitor().post(
        reverse("checking:check"), {"file": SimpleUploadedFile("名单.xlsx", buffer.getvalue())}
    )
    assert [(row["row"], row.get("fault", "")) for row in page.context["rows"]] == [(2, ""), (3, "length")]
    refused = visitor().post(reverse("checking:check"), {"file": SimpleUploadedFile("a.xlsx", b"nothing")})
    assert refused.context["form"].errors["file"]
    assert refused.context["rows"] == []
