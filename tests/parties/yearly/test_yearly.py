"""An organisation reports, an officer accepts or returns, corrections are later versions, targets count them."""

import io
import threading
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.counter.acts import ACTS, data_of
from qinglan.kernel.drafts.models import Draft
from qinglan.kernel.events.models import Event
from qinglan.kernel.measures.models import Figure
from qinglan.kernel.measures.registry import evaluate
from qinglan.kernel.measures.result import Scope
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.domain import yearly_report as verbs
from qinglan.parties.domain.organisation_tag import Grounds, give_green_tag
from qinglan.parties.models import Organisation, YearlyReport
from qinglan.parties.yearly_counter import key_of
from qinglan.parties.yearly_sheet import read_sheet, sheet_of
from tests.parties.experts.made import ID_NUMBER
from tests.parties.experts.test_consent import settled_twice
from tests.parties.organisations.made import DAY
from tests.parties.organisations.test_pages_browser import WIDER, enter
from tests.support.browser import DESKTOP, PHONE
from tests.support.people import join, person

FULL = {"output": "12,600.5", "staff": "１２０", "remarks": "并表口径"}


def fresh(report: YearlyReport) -> YearlyReport:
    return YearlyReport.objects.get(pk=report.pk)


def submitted(member: Any, firm: Any, form: Any, year: int = 2025, texts: Any = None) -> YearlyReport:
    report = verbs.begin_report(acting_user=member, organisation=firm, form=form, year=year)
    report = verbs.save_answers(acting_user=member, report=fresh(report), texts=texts or FULL)
    return verbs.submit_report(acting_user=member, report=fresh(report))


def test_from_draft_to_record(member: Any, officer: Any, firm: Any, form: Any) -> None:
    draft = verbs.begin_report(acting_user=member, organisation=firm, form=form, year=2025)
    assert verbs.begin_report(acting_user=member, organisation=firm, form=form, year=2025) == draft
    kept = verbs.save_answers(acting_user=member, report=draft, texts={"output": "１２，６００．５"})
    with pytest.raises(Impossible, match="“staff” is missing") as missing:
        verbs.submit_report(acting_user=member, report=fresh(kept))
    assert missing.value.field == "staff"
    report = submitted(member, firm, form)
    with pytest.raises(Impossible, match="not changed any more"):
        verbs.save_answers(acting_user=member, report=fresh(report), texts={"staff": "1"})
    verbs.return_report(acting_user=officer, report=fresh(report), reason="人数与社保不符")
    verbs.save_answers(acting_user=member, report=fresh(report), texts={"staff": "121"})
    verbs.submit_report(acting_user=member, report=fresh(report))
    done = verbs.accept_report(acting_user=officer, report=fresh(report))
    assert (done.state, done.version, done.accepted_by) == ("accepted", 1, officer)
    figures = Figure.objects.filter(subject_code=firm.code).values_list("year", "value", "confidentiality")
    assert list(figures) == [(2025, Decimal("12600.5"), "confidential")]
    kinds = Event.objects.filter(stream=f"organisation:{firm.pk}", kind__startswith="yearly.")
    assert [one.split(".")[1] for one in kinds.values_list("kind", flat=True)] == [
        "submitted", "returned", "submitted", "accepted",
    ]  # fmt: skip
    assert b"12600" not in b"".join(bytes(one) for one in kinds.values_list("payload", flat=True))


def test_a_correction_is_a_later_version(member: Any, officer: Any, firm: Any, form: Any) -> None:
    first = verbs.accept_report(acting_user=officer, report=fresh(submitted(member, firm, form)))
    with pytest.raises(Impossible, match="Begin a correction"):
        verbs.begin_report(acting_user=member, organisation=firm, form=form, year=2025)
    second = verbs.begin_correction(acting_user=member, report=first, reason="审计调整")
    with pytest.raises(Impossible, match="nobody corrects yet"):
        verbs.begin_correction(acting_user=member, report=first, reason="再次")
    assert (second.version, second.corrects, second.answers.count()) == (2, first, 3)
    verbs.save_answers(acting_user=member, report=fresh(second), texts={"output": "13000"})
    verbs.submit_report(acting_user=member, report=fresh(second))
    assert fresh(first).state == "accepted"
    verbs.accept_report(acting_user=officer, report=fresh(second))
    assert (fresh(first).state, fresh(second).state) == ("superseded", "accepted")
    assert first.answers.get(question__key="output").value == Decimal("12600.5")
    rows = Figure.objects.filter(subject_code=firm.code).order_by("id")
    assert [(one.value, one.closed_at is None) for one in rows] == [
        (Decimal("12600.5"), False),
        (Decimal("13000"), True),
    ]


@pytest.mark.parametrize(
    ("key", "text"),
    [("output", "-1"), ("output", "1e30"), ("output", "NaN"), ("output", "一百"), ("output", "1.23456"), ("staff", "1.5"), ("remarks", f"联系人 {ID_NUMBER}")],
)  # fmt: skip
def test_bad_answers_name_their_field(member: Any, firm: Any, form: Any, key: str, text: str) -> None:
    draft = verbs.begin_report(acting_user=member, organisation=firm, form=form, year=2025)
    with pytest.raises(Impossible) as refused:
        verbs.save_answers(acting_user=member, report=draft, texts={**FULL, key: text})
    assert refused.value.field == key
    assert draft.answers.count() == 0


def test_two_members_at_once(member: Any, firm: Any, form: Any) -> None:
    seen = fresh(verbs.begin_report(acting_user=member, organisation=firm, form=form, year=2025))
    verbs.save_answers(acting_user=member, report=fresh(seen), texts={"staff": "1"})
    with pytest.raises(StaleEdit):
        verbs.save_answers(acting_user=member, report=seen, texts={"staff": "2"})
    assert seen.answers.get().value == 1


def test_years_and_forms(member: Any, firm: Any, form: Any) -> None:
    for year in (1999, 2026, 2030):
        with pytest.raises(Impossible):
            verbs.begin_report(acting_user=member, organisation=firm, form=form, year=year)
    form.valid_until = date(2020, 1, 1)
    with pytest.raises(Impossible, match="no longer valid"):
        verbs.begin_report(acting_user=member, organisation=firm, form=form, year=2025)
    form.kinds = ["bank"]
    with pytest.raises(Impossible, match="another kind"):
        verbs.begin_report(acting_user=member, organisation=firm, form=form, year=2025)


@pytest.mark.parametrize("role", ["", "officer", "administrator", "security", "auditor"])
def test_who_may(member: Any, firm: Any, form: Any, role: str) -> None:
    report = submitted(member, firm, form)
    other = person("other", *([role] if role else []))
    with pytest.raises(PermissionRefused):
        verbs.begin_report(acting_user=other, organisation=firm, form=form, year=2024)
    if role != "officer":
        with pytest.raises(PermissionRefused):
            verbs.accept_report(acting_user=other, report=fresh(report))
    client = Client()
    client.force_login(other)
    code = client.get(f"/yearly/{report.pk}/").status_code
    assert code == (200 if role == "officer" else 403)


def test_an_officer_does_not_accept_his_own_units_figures(
    member: Any, officer: Any, firm: Any, form: Any
) -> None:
    report = submitted(member, firm, form)
    join(officer, firm)
    with pytest.raises(PermissionRefused, match="no member"):
        verbs.accept_report(acting_user=officer, report=fresh(report))


def test_the_sheet_goes_out_and_comes_back(member: Any, firm: Any, form: Any) -> None:
    report = verbs.begin_report(acting_user=member, organisation=firm, form=form, year=2025)
    verbs.save_answers(acting_user=member, report=report, texts={"staff": "120", "remarks": "=cmd()"})
    book = load_workbook(io.BytesIO(sheet_of(fresh(report))))
    sheet: Any = book.active
    text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    for piece in (
        "Yearly return (2025)",
        "测试1表",
        "办公室（演示）",
        "2099-12-31",
        "Reporting unit (stamp)",
        firm.name,
        firm.code,
    ):
        assert piece in text
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet.merged_cells.ranges
    rows = {sheet.cell(row, 2).value: row for row in range(1, 20)}
    sheet.cell(rows["output"], 4, 8800)
    sheet.cell(rows["remarks"], 4, "无")
    out = io.BytesIO()
    book.save(out)
    assert read_sheet(form, out.getvalue()) == ({"output": "8800", "staff": "120", "remarks": "无"}, [])
    sheet.cell(rows["staff"], 4, "很多")
    sheet.cell(rows["output"], 4, "=1+1")
    out = io.BytesIO()
    book.save(out)
    faults = read_sheet(form, out.getvalue())[1]
    assert [one.cell for one in faults] == [f"D{rows['output']}", f"D{rows['staff']}"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04x", b"x" * 1_000_001])
def test_a_file_that_is_none(form: Any, content: bytes) -> None:
    with pytest.raises(Impossible):
        read_sheet(form, content)


def test_targets_count_green_firms_past_the_threshold(
    member: Any, officer: Any, firm: Any, form: Any
) -> None:
    scope = Scope(pack="cn-990000-test", territory="990000", on=date(2026, 6, 30))
    asked = {"indicator": "output", "comparator": "gt", "threshold": "1", "unit": "亿元"}
    assert evaluate("parties.green_past", scope, asked).value is None
    verbs.accept_report(acting_user=officer, report=fresh(submitted(member, firm, form)))
    scope = Scope(pack="cn-990000-test", territory="990000", on=date(2099, 1, 1))
    result = evaluate("parties.green_past", scope, asked)
    assert (result.value, [row.reason for row in result.rows]) == (0, ["no green tag in force on this day"])
    give_green_tag(
        acting_user=officer,
        organisation=Organisation.objects.get(pk=firm.pk),
        grounds=Grounds("listed", "名单 3 号", DAY),
    )
    result = evaluate("parties.green_past", scope, asked)
    assert (result.value, result.rows[0].counted, result.rows[0].withheld) == (1, True, True)
    assert evaluate("parties.green_past", scope, {**asked, "threshold": "2"}).value == 0


def test_pages(member: Any, officer: Any, firm: Any, form: Any) -> None:
    client = Client()
    client.force_login(member)
    assert "2025" in client.get(f"/organisations/{firm.pk}/yearly/").content.decode()
    answer = client.post(f"/organisations/{firm.pk}/yearly/begin/", {"form": form.pk, "year": "2025"})
    report = YearlyReport.objects.get(organisation=firm)
    assert answer.headers["Location"] == f"/yearly/{report.pk}/fill/"
    answer = client.post(f"/yearly/{report.pk}/fill/", {"output": "abc", "act": "save"})
    assert answer.status_code == 200
    assert "abc" in answer.content.decode()
    client.post(f"/yearly/{report.pk}/fill/", {"output": "5", "staff": "2", "act": "submit"})
    assert fresh(report).state == "submitted"
    client.force_login(officer)
    assert firm.name in client.get("/yearly/").content.decode()
    client.post(f"/yearly/{report.pk}/return/", {"reason": "缺说明"})
    assert (fresh(report).state, fresh(report).return_reason) == ("returned", "缺说明")
    public = Client()
    assert "12600" not in public.get(f"/organisations/{firm.pk}/").content.decode()


def test_a_return_is_typed_at_the_counter_and_its_member_confirms(
    member: Any, officer: Any, firm: Any, form: Any
) -> None:
    act = ACTS["yearly-figures"]
    key = key_of(firm, form, 2025)
    subject = act.subject(key)  # type: ignore[misc]
    typed = act.form(subject, data_of({name: [text] for name, text in FULL.items()}))
    assert typed.is_valid()
    answers = [bool(act.allowed(one, subject)) for one in (member, officer, person("other"))]
    assert (answers, act.subject("1-2"), act.subject("9-9-9")) == ([True, False, False], None, None)  # type: ignore[misc]
    act.run(member, officer, subject, typed)
    report = YearlyReport.objects.get()
    assert (report.state, report.submitted_by, report.year) == ("submitted", member, 2025)
    client = Client()
    client.force_login(officer)
    assert client.get(f"/counter/new/yearly-figures/{key}/").status_code == 200
    assert (
        f"/counter/new/yearly-figures/{key_of(firm, form, 2024)}/".encode()
        in client.get(f"/organisations/{firm.pk}/yearly/").content
    )


def test_two_officers_accept_and_return_at_once(
    transactional_db: None,
    member: Any,
    officer: Any,
    firm: Any,
    form: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report = fresh(submitted(member, firm, form))
    meet = threading.Barrier(2)

    def unlocked(row: YearlyReport, *, check: bool = True) -> YearlyReport:
        """What a verb without the lock would hold."""
        found = YearlyReport.objects.select_related("form", "organisation__territory").get(pk=row.pk)
        meet.wait(20)
        return found

    def send_back(who: Any) -> None:
        verbs.return_report(acting_user=who, report=report, reason="人数与社保不符")

    officers = [officer, person("second-officer", "officer")]
    with monkeypatch.context() as patch:
        patch.setattr(verbs, "_locked", unlocked)
        assert settled_twice(send_back, officers) == ["done", "done"]
    YearlyReport.objects.filter(pk=report.pk).update(
        state="submitted", revision=report.revision, return_reason=""
    )
    assert settled_twice(send_back, officers) == ["StaleEdit", "done"]


@pytest.mark.browser
@pytest.mark.parametrize(("size", "language"), [(PHONE, "zh-hans"), (DESKTOP, "en")], ids=["phone", "desk"])
def test_every_page_is_accessible_and_fits(
    transactional_db: None,
    visit: Any,
    member: Any,
    officer: Any,
    firm: Any,
    form: Any,
    size: Any,
    language: str,
) -> None:
    draft = verbs.begin_report(acting_user=member, organisation=firm, form=form, year=2024)
    report = submitted(member, firm, form)
    own = f"/organisations/{firm.pk}/yearly/"
    one = f"/yearly/{report.pk}/"
    filled, upload = f"/yearly/{draft.pk}/fill/", f"/yearly/{draft.pk}/upload/"
    typed = f"/counter/new/yearly-figures/{key_of(firm, form, 2024)}/"
    seen = {
        member: (own, filled, upload, one),
        officer: ("/yearly/", f"{one}accept/", f"{one}return/", typed),
    }
    faults: dict[str, Any] = {}
    for who, addresses in seen.items():
        visitor = visit(size)
        enter(visitor, who, language)
        for address in addresses:
            answer = visitor.page.goto(visitor.base + address)
            found = visitor.accessibility_findings()
            if answer.status != 200 or found or visitor.page.evaluate(WIDER):
                faults[f"{who} {address}"] = (answer.status, found)
    assert faults == {}
    visitor = visit(size)
    enter(visitor, member, language)
    page = visitor.page
    page.goto(visitor.base + filled)
    page.fill("input[name=output]", "77")
    page.locator(".q-saved-done").wait_for()
    assert Draft.objects.get(user=member).values["output"] == ["77"]
