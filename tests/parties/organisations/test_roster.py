"""A roster from an office: checked, applied once and whole, and nothing overwritten that is not ours."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from qinglan.kernel.events.models import Event
from qinglan.kernel.sheets.domain.upload import apply_upload, check_upload, forget_uploads
from qinglan.kernel.sheets.jobs import apply_checked
from qinglan.kernel.sheets.models import Progress, Upload
from qinglan.kernel.sheets.template import template
from qinglan.parties.domain.organisation_roster import preload_organisations
from qinglan.parties.models import Organisation
from qinglan.parties.organisation_roster_sheet import FORM
from tests.kernel.sheets.books import xlsx
from tests.parties.organisations.made import code, particulars, person_account, preloaded, verified

HEADING = [
    "序号",
    "单位名称",
    "统一社会信用代码",
    "单位类型",
    "所在区县",
    "行业代码",
    "注册资本（万元）",
    "联系人",
    "手机号码",
]
TOP = [["青川市绿色技术单位名录"], ["填报单位（盖章）：", None, None, None, "2026年9月28日"]]


def row(number: int, **changes: Any) -> list[Any]:
    values = {
        "no": number,
        "name": f"青川第{number}环保有限公司",
        "code": code(number),
        "kind": "企业",
        "territory": "东区",
        "industry": "C35",
        "capital": 1000.5,
        "contact": "李某",
        "mobile": "19900000001",
    }
    return list({**values, **changes}.values())


def roster(*rows: list[Any]) -> bytes:
    return xlsx([*TOP, HEADING, *rows], ["A1:I1", "A2:D2"])


def check(officer: Any, content: bytes) -> Upload:
    return check_upload(acting_user=officer, slug="organisations", name="名录.xlsx", content=content)


@pytest.mark.django_db
def test_a_roster_is_checked_and_applied_and_the_second_time_changes_nothing(city: Any, officer: Any) -> None:
    content = roster(row(1), row(2, kind="创新联盟", code=None, territory="990102"))
    upload = check(officer, content)
    assert (upload.state, upload.report["counts"]) == ("ready", {"new": 2, "change": 0, "same": 0})
    assert Organisation.objects.count() == 0
    applied = apply_upload(acting_user=officer, token=upload.token)
    assert (applied.state, applied.applied_rows, bytes(applied.content)) == ("applied", 2, b"")
    one, two = Organisation.objects.order_by("pk")
    assert (one.name, one.code, one.state, one.registered_capital, one.contact.contact_mobile) == (
        "青川第1环保有限公司", code(1), "preloaded", 1_000_500_000, "19900000001",
    )  # fmt: skip
    assert (two.has_national_code, two.territory_id, two.kind) == (False, "990102", "alliance")
    assert [(c.kind, c.basis) for c in one.changes.all()] == [("preloaded", "名录.xlsx")]
    assert [event.kind for event in Event.objects.filter(stream="organisations:roster")] == [
        "organisations.roster-applied"
    ]
    again = check(officer, content)
    assert again.report["counts"] == {"new": 0, "change": 0, "same": 2}
    assert apply_upload(acting_user=officer, token=again.token).applied_rows == 0
    assert Event.objects.filter(stream="organisations:roster").count() == 1


@pytest.mark.django_db
def test_faults_are_named_and_nothing_is_half_applied(city: Any, officer: Any) -> None:
    content = roster(
        row(1),
        row(2, code=code(2)[:-1] + "Z"),
        row(3, kind="作坊"),
        row(4, code=None),
        row(5, industry="Z9"),
        row(6, code=code(1)),
    )
    upload = check(officer, content)
    with translation.override("zh-hans"):
        from qinglan.kernel.sheets.complaint import Finding

        found = [Finding.restored(kept) for kept in upload.report["findings"]]
        said = [(one.where, str(one.complaint)[:16]) for one in found]
    assert said == [
        ("第 5 行 C 列（统一社会信用代码）", "代码中有不会出现的字符（I、O、"),
        ("第 6 行 D 列（单位类型）", "“作坊”不在可选项中：企业、高等"),
        ("第 7 行 C 列（统一社会信用代码）", "这类单位都有统一社会信用代码。"),
        ("第 8 行 F 列（行业代码）", "请填 GB/T 4754 的门类"),
        ("第 9 行 C 列（统一社会信用代码）", f"“{code(1)}"[:16]),
    ]
    assert upload.state == "faulty"
    with pytest.raises(Exception, match="This file has faults"):
        apply_upload(acting_user=officer, token=upload.token)
    assert Organisation.objects.count() == 0


@pytest.mark.django_db
def test_a_preloaded_one_follows_the_roster_and_a_verified_one_stays(city: Any, officer: Any) -> None:
    preloaded(officer, 1)
    verified(officer, 2)
    upload = check(officer, roster(row(1, contact="王某"), row(2, contact="王某")))
    assert [outcome[:4] for outcome in upload.report["outcomes"]] == [
        [4, "change", code(1), "青川第1环保有限公司"]
    ]
    assert upload.report["outcomes"][0][4] == [
        "industry (GB/T 4754): — → C35",
        "registered capital: — → 1000.5万元",
        "contact person: 联系人 → 王某",
    ]
    apply_upload(acting_user=officer, token=upload.token)
    assert [one.contact.contact_name for one in Organisation.objects.order_by("pk")] == ["王某", "联系人"]
    renamed = check(officer, roster(row(2, name="别的名字有限公司")))
    assert renamed.report["findings"][0]["values"] == {"name": "青川第2环保有限公司"}


@pytest.mark.django_db
def test_when_the_data_changed_meanwhile_it_is_checked_again(city: Any, officer: Any) -> None:
    upload = check(officer, roster(row(1), row(2)))
    preloaded(officer, 1)
    again = apply_upload(acting_user=officer, token=upload.token)
    assert (again.state, again.checked_again, again.report["counts"]) == (
        "ready",
        True,
        {"new": 1, "change": 1, "same": 0},
    )
    assert Organisation.objects.count() == 1
    assert apply_upload(acting_user=officer, token=upload.token).state == "applied"
    assert Organisation.objects.count() == 2


@pytest.mark.django_db
def test_a_token_is_good_once_and_for_its_owner_alone(city: Any, officer: Any) -> None:
    upload = check(officer, roster(row(1)))
    other = person_account("other")
    with pytest.raises(Upload.DoesNotExist):
        apply_upload(acting_user=other, token=upload.token)
    apply_upload(acting_user=officer, token=upload.token)
    with pytest.raises(Exception, match="applied already"):
        apply_upload(acting_user=officer, token=upload.token)


@pytest.mark.django_db
def test_what_nobody_applies_is_forgotten(city: Any, officer: Any) -> None:
    from datetime import timedelta

    from qinglan.kernel import clock

    old, new = check(officer, roster(row(1))), check(officer, roster(row(2)))
    Upload.objects.filter(pk=old.pk).update(checked_at=clock.now() - timedelta(hours=25))
    assert forget_uploads() == 1
    assert list(Upload.objects.values_list("token", flat=True)) == [new.token]


@pytest.mark.django_db(transaction=True)
def test_a_long_roster_is_applied_by_the_worker_and_shows_its_progress(
    city: Any, officer: Any, client: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("qinglan.kernel.sheets.progress.PAUSE", 0)
    upload = check(officer, roster(*(row(number) for number in range(1, 1201))))
    client.force_login(officer)
    address = reverse("sheets:report", args=["organisations", upload.token])
    client.post(f"{address}apply/")
    upload.refresh_from_db()
    assert (upload.state, Organisation.objects.count()) == ("applying", 0)
    assert "waits for its turn" in client.get(f"{address}?lang=en").content.decode()
    seen: list[tuple[int, int]] = []
    from qinglan.kernel.sheets import progress

    write = progress._execute
    monkeypatch.setattr(
        progress, "_execute", lambda statement, values: (write(statement, values), _look(seen))[0]
    )
    apply_checked(upload.token)
    assert seen == [(500, 1200), (1000, 1200), (1200, 1200)]
    assert (Organisation.objects.count(), Progress.objects.count()) == (1200, 0)
    assert "Applied: 1200 new" in client.get(f"{address}?lang=en").content.decode()


def _look(seen: list[tuple[int, int]]) -> None:
    seen.extend((one.done, one.total) for one in Progress.objects.all())


@pytest.mark.django_db
def test_the_same_code_entered_at_the_same_moment_is_an_integrity_error(city: Any, officer: Any) -> None:
    twice = [particulars(1), particulars(1)]
    with pytest.raises(IntegrityError):
        preload_organisations(acting_user=officer, entries=twice, file_name="x", sha256="")


@pytest.mark.django_db
def test_the_pages_from_the_file_to_the_directory(city: Any, officer: Any, client: Any) -> None:
    client.force_login(officer)
    assert client.get("/sheets/organisations/?lang=en").status_code == 200
    sheet: Any = load_workbook(io.BytesIO(client.get("/sheets/organisations/template/").content)).worksheets[
        0
    ]
    assert sheet["A2"].value == "填报单位（盖章）："
    answer = client.post(
        "/sheets/organisations/?lang=en",
        {"file": SimpleUploadedFile("名录.xlsx", roster(row(1), row(2, kind="作坊")))},
    )
    page = client.get(f"{answer.url}?lang=en").content.decode()
    assert "1 faults. Nothing is applied" in page
    assert "Row 5, column D (Kind)" in page
    faults: Any = load_workbook(io.BytesIO(client.get(f"{answer.url}faults/?lang=en").content)).active
    assert [cell.value for cell in faults[3]][:3] == [5, "D", "Kind"]
    answer = client.post("/sheets/organisations/", {"file": SimpleUploadedFile("名录.xlsx", roster(row(1)))})
    client.post(f"{answer.url}apply/")
    assert Organisation.objects.count() == 1
    assert client.get("/sheets/nothing/").status_code == 404
    assert client.get("/sheets/organisations/nothing/").status_code == 404


@pytest.mark.django_db
def test_a_file_of_fifty_megabytes_is_refused_by_the_form(city: Any, officer: Any, client: Any) -> None:
    client.force_login(officer)
    file = SimpleUploadedFile("名录.xlsx", b"PK\x03\x04" + bytes(50 * 1024 * 1024))
    answer = client.post("/sheets/organisations/?lang=en", {"file": file})
    assert "The file is larger than 10.0" in answer.content.decode()
    assert Upload.objects.count() == 0


@pytest.mark.django_db
def test_the_roster_template_lists_kinds_and_territories(city: Any) -> None:
    with translation.override("zh-hans"):
        book: Any = load_workbook(io.BytesIO(template(FORM)))
    columns = {
        column[0].value: [cell.value for cell in column[1:] if cell.value]
        for column in book.worksheets[1].columns
    }
    assert columns["所在区域"] == ["青川市", "东区", "西区"]
    assert len(columns["单位类型"]) == 23
