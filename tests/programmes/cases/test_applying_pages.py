"""The pages of rounds and applications: who gets which, and what they do with what is sent."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.periods.count import end_of_day
from qinglan.programmes.models import Case, CaseDraft, CaseFile, Round
from tests.programmes.applying import (
    PATENT,
    applicant,
    begun,
    fill,
    opened,
    picture,
    plan,
    revision_of,
    save,
    scheme,
    submit,
)
from tests.support.people import assign, person

pytestmark = pytest.mark.django_db


def client_of(user: Any = None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    client.cookies["qinglan_language"] = "en"
    return client


def test_who_may_open_which_page_of_a_case(officer: Any) -> None:
    case, user = begun(officer)
    fill(user, case)
    east, west, desk = person("east"), person("west"), person("nobody")
    assign(east, "officer", territory=Territory.objects.get(code="990101"))
    assign(west, "officer", territory=Territory.objects.get(code="990102"))
    people = {
        "member": user,
        "officer": officer,
        "east": east,
        "west": west,
        "nobody": desk,
        "stranger": None,
    }
    pages = ("", "form/", "form/basics/", "review/", "print/", "sheet/", "withdraw/", "revisions/1/")

    def answers() -> dict[str, tuple[int, ...]]:
        return {
            name: tuple(client_of(who).get(f"/cases/{case.pk}/{page}").status_code for page in pages)
            for name, who in people.items()
        }

    refused, login = (403,) * 8, (302,) * 8
    assert answers() == {
        "member": (200, 200, 200, 200, 200, 200, 200, 404),
        "officer": refused, "east": refused, "west": refused, "nobody": refused, "stranger": login,
    }  # fmt: skip
    submit(user, case)
    office = (200, 403, 403, 403, 200, 403, 403, 200)
    assert answers() == {
        "member": (200, 302, 302, 302, 200, 302, 200, 200),
        "officer": office, "east": office, "west": refused, "nobody": refused, "stranger": login,
    }  # fmt: skip


def test_a_draft_round_is_for_those_who_follow_rounds(officer: Any) -> None:
    from qinglan.programmes.domain.round import create_round

    one = create_round(acting_user=officer, version=scheme(officer), plan=plan())
    _firm, user = applicant(officer)
    assert [client_of(who).get(f"/rounds/{one.pk}/").status_code for who in (None, user, officer)] == [
        403,
        403,
        200,
    ]
    assert [client_of(who).get(f"/rounds/{one.pk}/follow/").status_code for who in (None, user, officer)] == [
        302,
        403,
        200,
    ]


def test_a_section_is_saved_and_follow_up_questions_are_shown(officer: Any) -> None:
    case, user = begun(officer)
    client = client_of(user)
    address = f"/cases/{case.pk}/form/figures/"
    sent = {
        "version": "0",
        "revenue": "1",
        "green_revenue": "1",
        "rd": "1",
        "has_system": "yes",
        "recovery_rate": "",
    }
    first = client.post(address, sent)
    assert (first.status_code, first.headers["Location"]) == (302, address)
    assert b"Number of the certificate" in client.get(address).content
    again = client.post(address, {**sent, "version": "1", "system_number": "X"})
    assert again.headers["Location"] == f"/cases/{case.pk}/form/patents/"


def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(officer: Any) -> None:
    case, user = begun(officer)
    page = client_of(user).post(
        f"/cases/{case.pk}/form/figures/", {"version": "0", "revenue": "viel", "rd": "77"}
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert "“viel” is no number" in text
    assert 'value="viel"' in text
    assert 'value="77"' in text
    assert revision_of(case) == 0


def test_a_forged_question_is_refused_by_the_page(officer: Any) -> None:
    case, user = begun(officer)
    page = client_of(user).post(
        f"/cases/{case.pk}/form/basics/", {"version": "0", "industry": "C35", "score": "100"}
    )
    assert "questions that are not asked here: score" in page.content.decode()
    assert revision_of(case) == 0


def test_a_stale_form_gets_409_with_both_versions(officer: Any) -> None:
    case, user = begun(officer)
    save(user, case, "summary", product="甲板")
    page = client_of(user).post(
        f"/cases/{case.pk}/form/summary/", {"version": "0", "product": "乙板", "result": ""}
    )
    assert page.status_code == 409
    assert all(word in page.content.decode() for word in ("甲板", "乙板"))


def test_rows_are_pasted_added_and_removed(officer: Any) -> None:
    case, user = begun(officer)
    client = client_of(user)
    base = f"/cases/{case.pk}/form/patents/"
    block = f"专利名称\t专利号\t是否绿色专利\n甲\t{PATENT}\t是\n乙\t{PATENT}\t否\n"
    assert client.post(f"{base}paste/", {"version": "0", "block": block}).status_code == 302
    rows = CaseDraft.objects.get(case=case).rows["patents"]
    assert [(row["_row"], row["patent_title"], row["is_green"]) for row in rows] == [
        (1, "甲", True),
        (2, "乙", False),
    ]
    bad = client.post(f"{base}paste/", {"version": "1", "block": "ZL1\t丙\t是\n"})
    assert "Row 1, Patent number: “ZL1” is no patent number" in bad.content.decode()
    assert client.post(f"{base}rows/1/", {"version": "1", "act": "remove"}).status_code == 302
    new = {"version": "2", "act": "save", "patent": PATENT, "patent_title": "丁", "is_green": "no"}
    assert client.post(f"{base}rows/new/", new).status_code == 302
    assert [row["patent_title"] for row in CaseDraft.objects.get(case=case).rows["patents"]] == ["乙", "丁"]
    assert client.get(f"{base}rows/9/").status_code == 404


def test_a_file_is_attached_read_by_its_people_and_taken_off(officer: Any) -> None:
    case, user = begun(officer)
    other, stranger = begun(officer, 2, case.round, "other")
    client = client_of(user)
    where = {
        "section": "figures",
        "question": "revenue",
        "file": SimpleUploadedFile("审计.png", picture(), "image/png"),
    }
    assert client.post(f"/cases/{case.pk}/files/", where).status_code == 302
    file = CaseFile.objects.get(case=case)
    address = f"/files/{file.file_id}/"
    read = client.get(address)
    assert read.getvalue() == picture()
    for closing in read._resource_closers:  # `close()` would end the connection of the test too.
        closing()
    assert [client_of(who).get(address).status_code for who in (stranger, officer)] == [404, 404]
    client_of(stranger).post(f"/cases/{other.pk}/files/{file.pk}/remove/")
    assert CaseFile.objects.get(pk=file.pk).removed_at is None
    client.post(f"/cases/{case.pk}/files/{file.pk}/remove/")
    assert CaseFile.objects.get(pk=file.pk).removed_at is not None


def test_from_begin_to_confirmation(officer: Any) -> None:
    one = opened(officer)
    firm, user = applicant(officer)
    client = client_of(user)
    begun_at = client.post(f"/rounds/{one.pk}/apply/", {"applicant": str(firm.pk)})
    case = Case.objects.get()
    assert begun_at.headers["Location"] == f"/cases/{case.pk}/form/"
    early = client.post(f"/cases/{case.pk}/review/", {"version": str(revision_of(case))})
    assert early.status_code == 409
    assert "Still missing" in early.content.decode()
    fill(user, case)
    sent = client.post(f"/cases/{case.pk}/review/", {"version": str(revision_of(case))})
    assert sent.headers["Location"] == f"/cases/{case.pk}/submitted/"
    item = case.items.get(state="open")
    item.due_at = end_of_day(date(2026, 10, 10))
    item.save()
    confirmation = client.get(f"/cases/{case.pk}/submitted/").content.decode()
    assert Case.objects.get().number in confirmation
    assert "until 2026-10-10." in confirmation
    printed = client.get(f"/cases/{case.pk}/print/")
    assert printed.content.startswith(b"%PDF")
    assert printed.content == client.get(f"/cases/{case.pk}/print/").content


def test_an_officer_opens_a_round_without_touching_a_file(officer: Any) -> None:
    version = scheme(officer)
    client = client_of(officer)
    sent = {
        "scheme": str(version.pk), "year": "2026", "title": "", "opens_at": "2026-01-05T09:00",
        "closes_at": "2099-03-01T17:30", "issuer": "青川市科学技术局",
    }  # fmt: skip
    assert client.post("/rounds/new/", sent).status_code == 302
    one = Round.objects.get()
    assert one.closes_at.isoformat() == "2099-03-01T09:30:00+00:00"
    quotas = {"version": str(one.revision), "lines": "东区 3\n990102：2\n"}
    assert client.post(f"/rounds/{one.pk}/quotas/", quotas).status_code == 302
    unknown = client.post(f"/rounds/{one.pk}/quotas/", {"version": "1", "lines": "南区 3"})
    assert "Line 1: “南区” is no district" in unknown.content.decode()
    one.refresh_from_db()
    client.post(f"/rounds/{one.pk}/do/announce/", {"version": str(one.revision)})
    one.refresh_from_db()
    assert (one.state, sorted(one.quotas.values_list("territory", "quota"))) == (
        "open",
        [("990101", 3), ("990102", 2)],
    )
    stale = client.post(f"/rounds/{one.pk}/do/call/", {"version": "0"})
    assert stale.status_code == 409


def test_the_summary_table_has_the_columns_of_the_notice(officer: Any) -> None:
    case, user = begun(officer)
    fill(user, case)
    submit(user, case)
    client = client_of(officer)
    made = client.get(f"/rounds/{case.round_id}/summary/xlsx/", {"by": "东区科技局"})
    sheet = load_workbook(io.BytesIO(made.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    top = next(place for place, row in enumerate(rows) if row[0] == "绿色制造示范企业推荐汇总表")
    assert "填报单位（盖章）：东区科技局" in str(rows[top + 1][0])
    assert rows[top + 3][1:] == [
        "企业名称",
        "统一社会信用代码",
        "所在区",
        "绿色产品收入（万元）",
        "绿色收入占比（%）",
        None,
    ]
    assert rows[top + 4] == [
        "1",
        "青川第1环保有限公司",
        case.applicant.code,
        "东区",
        "4800",
        "40",
        "再生铝板",
    ]
    assert len(sheet.merged_cells.ranges) >= 4
    assert client.get(f"/rounds/{case.round_id}/summary/docx/").content.startswith(b"PK")
    assert client_of(user).get(f"/rounds/{case.round_id}/summary/xlsx/").status_code == 403


@pytest.mark.parametrize("path", ["/cases/", "/rounds/", "/schemes/", "drafts"])
def test_lists_ask_the_database_the_same_number_of_times(officer: Any, path: str) -> None:
    one = opened(officer)
    case, user = begun(officer, 1, one)
    who = user if path == "/cases/" else officer
    address = f"/rounds/{one.pk}/drafts/" if path == "drafts" else path

    def asked() -> int:
        client = client_of(who)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    alone = asked()
    for number in (2, 3):
        other, _colleague = begun(officer, number, one, f"other-{number}")
        if path == "/cases/":
            Case.objects.filter(pk=other.pk).update(applicant=case.applicant, subject_key=str(number))
    opened(officer)
    assert asked() == alone
