"""Pages of experts, brokers and interests: who sees what, the spreadsheets, and a constant number of queries."""

import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import Workbook

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.sheets.domain.upload import check_upload
from qinglan.kernel.sheets.imports import IMPORTS
from qinglan.kernel.sheets.reading import read
from qinglan.parties import broker_sheet, expert_sheet
from qinglan.parties.domain import broker as verbs
from qinglan.parties.domain.broker import BrokerParticulars
from qinglan.parties.domain.expert import show_expert
from qinglan.parties.models import Broker, Expert
from tests.parties.experts.made import DAY, ID_NUMBER, admitted, applied, fresh
from tests.parties.organisations.made import person_account, verified
from tests.support.people import join, person


def broker_of(number: int = 1, **changes: Any) -> BrokerParticulars:
    values = {
        "name": f"周某{number}",
        "level": "junior",
        "certificate_number": f"T-{number}",
        "certificate_issuer": "协会",
        "valid_from": date(2026, 1, 1),
    }
    return BrokerParticulars(**{**values, **changes})


def book(headings: list[str], *rows: list[Any]) -> bytes:
    made = Workbook()
    sheet: Any = made.active
    for row in (headings, *rows):
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_the_pool_is_for_officers_and_the_profile_for_who_agreed(officer: Any, chen: Any) -> None:
    expert = admitted(officer, chen)
    public, inside, own = Client(), Client(), Client()
    inside.force_login(officer)
    own.force_login(chen)
    address = f"/experts/{expert.pk}/"
    assert [one.get(address).status_code for one in (public, inside, own)] == [403, 200, 200]
    assert [one.get("/experts/").status_code for one in (public, inside, own)] == [302, 200, 403]
    show_expert(acting_user=chen, expert=fresh(expert), shown=True, agrees=True)
    page = public.get(address).content.decode()
    assert "陈某" in page
    assert "科技局〔2026〕1号" not in page


def test_lists_cost_the_same_with_one_and_with_three(officer: Any, chen: Any) -> None:
    client = Client()
    client.force_login(officer)
    found = []
    for names in (["a"], ["b", "c"]):
        for name in names:
            user = person_account(name)
            admitted(officer, user)
            made = verbs.apply_as_broker(acting_user=user, particulars=broker_of(len(name) + user.pk))
            verbs.admit_broker(acting_user=officer, broker=Broker.objects.get(pk=made.pk), on=DAY, reason="x")
        counts = []
        for address in ("/experts/", "/brokers/"):
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(address)
            counts.append(len(queries))
        found.append(counts)
    assert found[0] == found[1]


def test_a_broker_from_application_to_the_list(officer: Any, chen: Any) -> None:
    firm = verified(officer, 1)
    with pytest.raises(Impossible, match="no member of this agency"):
        verbs.apply_as_broker(acting_user=chen, particulars=broker_of(agency=firm))
    join(chen, firm)
    made = verbs.apply_as_broker(acting_user=chen, particulars=broker_of(agency=firm, mobile="19911112222"))
    public = Client()
    assert public.get(f"/brokers/{made.pk}/").status_code == 403
    with pytest.raises(PermissionRefused):
        verbs.admit_broker(acting_user=person("x"), broker=made, on=DAY, reason="x")
    verbs.admit_broker(acting_user=officer, broker=Broker.objects.get(pk=made.pk), on=DAY, reason="证书原件")
    page = public.get("/brokers/").content.decode() + public.get(f"/brokers/{made.pk}/").content.decode()
    assert "周某1" in page
    assert "19911112222" not in page
    translation.activate("en")  # a page leaves the reader's language behind
    with pytest.raises(Impossible, match="An officer compared"):
        verbs.edit_broker(
            acting_user=chen,
            broker=Broker.objects.get(pk=made.pk),
            particulars=broker_of(agency=firm, level="senior"),
        )
    with pytest.raises(Impossible, match="on record already"):
        verbs.apply_as_broker(acting_user=person_account("wu"), particulars=broker_of())
    verbs.suspend_broker(acting_user=officer, broker=Broker.objects.get(pk=made.pk), on=DAY, reason="投诉")
    assert public.get(f"/brokers/{made.pk}/").status_code == 403


def test_a_certificate_that_ran_out_admits_nobody(officer: Any, chen: Any) -> None:
    made = verbs.apply_as_broker(acting_user=chen, particulars=broker_of(valid_to=date(2026, 1, 2)))
    with pytest.raises(Impossible, match="ran out"):
        verbs.admit_broker(acting_user=officer, broker=Broker.objects.get(pk=made.pk), on=DAY, reason="x")


EXPERTS = ["姓名", "手机号码", "工作单位", "专业领域", "语言", "入库依据"]


def test_experts_from_a_spreadsheet(officer: Any, city: Any) -> None:
    content = book(EXPERTS, ["陈某", "19911110001", "青川大学", "节能环保、清洁能源", "中文、英语", "1号"])
    kept = check_upload(acting_user=officer, slug="experts", name="专家.xlsx", content=content)
    assert not Expert.objects.exists()
    reading = read(expert_sheet.FORM, "专家.xlsx", content)
    source = type("Source", (), {"name": "专家.xlsx", "sha256": "x"})()
    apply = IMPORTS["experts"].apply
    assert (
        apply(acting_user=officer, rows=reading.rows, source=source, progress=lambda done, total: None) == 1
    )
    assert (
        apply(acting_user=officer, rows=reading.rows, source=source, progress=lambda done, total: None) == 0
    )
    expert = Expert.objects.get()
    assert (expert.state, expert.route, expert.reason, expert.languages) == (
        "in_pool",
        "import",
        "1号",
        ["zh", "en"],
    )
    assert sorted(one.code for one in expert.fields.all()) == ["1", "2"]
    assert kept.token


def test_bad_cells_are_named(officer: Any, city: Any) -> None:
    rows = [
        ["陈某", "19911110001", "青川大学", "炼金术", "中文", "1号"],
        ["吴某", "19911110002", "青川大学", "节能环保", "火星语", "1号"],
        [f"王 {ID_NUMBER}", "19911110004", "青川大学", "节能环保", "中文", "1号"],
    ]
    reading = read(expert_sheet.FORM, "专家.xlsx", book(EXPERTS, *rows))
    assert [(one.row, one.column) for one in reading.findings] == [(2, "D"), (3, "E"), (4, "A")]
    assert reading.rows == []


def test_brokers_from_a_spreadsheet(officer: Any, city: Any) -> None:
    headings = ["姓名", "证书编号", "发证机构", "等级", "培训学时", "发证日期", "服务区域", "登记依据"]
    content = book(headings, ["周某", "T-9", "协会", "中级", "80", "2026-01-05", "东区、西区", "名单"])
    reading = read(broker_sheet.FORM, "x.xlsx", content)
    assert reading.findings == []
    source = type("Source", (), {"name": "x.xlsx", "sha256": "x"})()
    done = broker_sheet.apply(
        acting_user=officer, rows=reading.rows, source=source, progress=lambda a, b: None
    )
    made = Broker.objects.get()
    assert (done, made.state, made.level, made.training_hours) == (1, "active", "intermediate", 80)
    assert sorted(one.pk for one in made.territories.all()) == ["990101", "990102"]


def test_interests_of_an_expert_are_shown_to_officers_and_noted(officer: Any, chen: Any) -> None:
    expert = applied(chen)
    client = Client()
    client.force_login(officer)
    assert client.get(f"/experts/{expert.pk}/interests/").status_code == 200
    client.force_login(chen)
    assert "declared interests of an expert" in client.get("/account/data/readings/?lang=en").content.decode()
    client.force_login(person_account("other"))
    assert client.get(f"/experts/{expert.pk}/interests/").status_code == 403
    assert client.get("/interests/").status_code == 200
