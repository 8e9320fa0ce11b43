"""The pages of moves, shares and proofs, from the application to the end."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qinglan.contracts.mobility.pack import mobility_rules
from qinglan.contracts.models import Mobility, ResultProof, Shareholding
from qinglan.parties.models import Organisation
from tests.contracts import made as contracts
from tests.contracts.mobility import made
from tests.market.contact.test_agreement import PDF

pytestmark = pytest.mark.django_db
BASE = "/contracts/mobility/"


@pytest.fixture
def who() -> dict[str, Any]:
    return made.people()


def client(user: Any) -> Client:
    found = Client()
    found.force_login(user)
    return found


def posted(values: dict[str, Any]) -> dict[str, str]:
    words = {True: "true", False: "false", None: ""}
    return {
        name: words[value] if value is None or isinstance(value, bool) else str(value)
        for name, value in values.items()
    }


def test_from_the_application_to_the_end(who: dict[str, Any]) -> None:
    Organisation.objects.filter(pk=who["owner"].pk).update(kind="university")
    lin, unit = client(who["lin"]), client(who["admin"])
    assert lin.get(f"{BASE}new/").status_code == 200
    write = lin.post(f"{BASE}new/", {"unit": who["owner"].pk, "whose": "self"}).headers["Location"]
    assert lin.get(write).status_code == 200
    url = lin.post(write, posted(made.CONTENT)).headers["Location"]
    page = lin.get(url).content.decode()
    assert "提交申请" in page
    version = Mobility.objects.get().revision
    assert lin.post(f"{url}apply/", {"version": version}).status_code == 302
    assert unit.get(f"{url}decide/").status_code == 200
    approval = posted(made.APPROVAL) | {"verdict": "approve"}
    assert unit.post(f"{url}decide/", approval).headers["Location"] == url
    file = SimpleUploadedFile("协议.pdf", PDF, content_type="application/pdf")
    assert unit.post(f"{url}agreement/", {"agreed_on": "2025-12-20", "file": file}).status_code == 302
    asked = {"until": "2031-12-31", "is_profitable": "no", "reason": "尚未盈利。"}
    assert lin.post(f"{url}extend/", asked).status_code == 302
    waiting = Mobility.objects.get().extensions.get()
    answer = {"granted": "yes", "answer": "同意。"}
    assert unit.post(f"{url}extensions/{waiting.pk}/", answer).status_code == 302
    assert lin.post(f"{url}report/", {"year": "2026", "work": "完成中试。"}).status_code == 302
    page = lin.get(url).content.decode()
    for words in ("2031-12-31", "完成中试。", "院长办公会纪要", "同意。"):
        assert words in page
    ending = {"outcome": "returned", "ended_on": "2026-10-31", "reason": "返岗申请（演示）"}
    assert unit.post(f"{url}end/", ending).status_code == 302
    assert Mobility.objects.get().state == "ended"


@pytest.mark.parametrize(
    ("way", "keys"),
    [
        ("part_time", ["not_under_investigation", "head_part_time"]),
        ("start_up", ["not_under_investigation", "no_national_project", "not_head"]),
        ("leave", ["not_under_investigation", "no_national_project", "not_head", "years_of_service"]),
        ("lead", []),
    ],
)
def test_every_way_goes_from_the_application_to_force(who: dict[str, Any], way: str, keys: list[str]) -> None:
    Organisation.objects.filter(pk=who["owner"].pk).update(kind="university")
    lin, unit = client(who["lin"]), client(who["admin"])
    write = lin.post(f"{BASE}new/", {"unit": who["owner"].pk, "whose": "self"}).headers["Location"]
    url = lin.post(write, posted({**made.CONTENT, "form": way})).headers["Location"]
    lin.post(f"{url}apply/", {"version": Mobility.objects.get().revision})
    asked = unit.get(f"{url}decide/")
    assert [one.key for one in asked.context["conditions"]] == keys
    approval = posted(made.APPROVAL) | {"verdict": "approve", "version": Mobility.objects.get().revision}
    assert unit.post(f"{url}decide/", approval).status_code == 302
    file = SimpleUploadedFile("协议.pdf", PDF, content_type="application/pdf")
    assert unit.post(f"{url}agreement/", {"agreed_on": "2025-12-20", "file": file}).status_code == 302
    row = Mobility.objects.get()
    assert (row.form, row.state) == (way, "in_force")
    page = lin.get(url).content.decode()
    for words in (str(row.get_form_display()), mobility_rules().ways[way].keeps):
        assert words in page
    assert str(row.get_form_display()) in unit.get(f"{BASE}personnel/?year=2026").content.decode()


def test_a_stale_page_answers_409_with_the_difference(who: dict[str, Any]) -> None:
    row = made.applied(who)
    url = row.get_absolute_url()
    refusal = {"verdict": "refuse", "reason": "不符合条件。", "version": row.revision}
    assert client(who["admin"]).post(f"{url}decide/", refusal).status_code == 302
    assert client(who["member"]).post(f"{url}decide/", refusal).status_code == 409


def test_what_is_refused_stands_beside_its_field(who: dict[str, Any]) -> None:
    write = f"{BASE}new/{who['owner'].pk}/"
    answer = client(who["lin"]).post(write, posted({**made.CONTENT, "ends_on": date(2030, 1, 1)}))
    assert answer.status_code == 200
    assert "2028-12-31" in answer.context["form"].errors["ends_on"][0]


def test_what_was_said_stands_as_it_was_when_the_draft_is_opened_again(who: dict[str, Any]) -> None:
    row = made.draft(who, is_head=True, leads_national_project=None)
    reader = client(who["lin"])
    form = reader.get(f"{row.get_absolute_url()}edit/").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    assert (sent["is_head"], sent["leads_national_project"], sent["is_under_investigation"]) == (
        "true",
        "",
        "false",
    )
    assert reader.post(f"{row.get_absolute_url()}edit/", posted(sent)).status_code == 302
    kept = Mobility.objects.get(pk=row.pk)
    assert (kept.is_head, kept.leads_national_project, kept.is_under_investigation) == (True, None, False)


def test_doors(who: dict[str, Any]) -> None:
    row = made.in_force(who)
    for address in ("", "edit/", "report/", "extend/", "decide/", "agreement/", "end/"):
        url = row.get_absolute_url() + address
        assert Client().get(url).status_code == 302
        assert client(who["stranger"]).get(url).status_code == 403
    assert client(who["lin"]).get(row.get_absolute_url() + "decide/").status_code == 403
    assert client(who["stranger"]).get(f"{BASE}personnel/").status_code == 403
    assert client(who["stranger"]).get(f"{BASE}NO-1/").status_code == 404


def test_the_list_asks_the_same_for_one_and_three(
    who: dict[str, Any], django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    made.applied(who)
    reader = client(who["admin"])
    reader.get(BASE)
    with django_assert_max_num_queries(40) as first:
        reader.get(BASE)
    for way in ("part_time", "start_up"):
        made.applied(who, form=way)
    with django_assert_num_queries(len(first.captured_queries)):
        page = reader.get(BASE).content.decode()
    assert page.count("q-row-title") == 3


def test_the_table_leaves_as_a_spreadsheet(who: dict[str, Any]) -> None:
    made.in_force(who)
    unit = client(who["admin"])
    assert "林某（演示）" in unit.get(f"{BASE}personnel/?year=2026").content.decode()
    assert unit.get(f"{BASE}personnel/?year=2026&export=xlsx").content[:2] == b"PK"
    assert "林某（演示）" not in unit.get(f"{BASE}personnel/?year=2024").content.decode()


def test_shares_and_proofs_are_recorded_on_pages(who: dict[str, Any]) -> None:
    unit = client(who["admin"])
    values = {
        "unit": who["owner"].pk, "holder_name": "周某（演示）", "firm_code": who["firm_code"], "firm_name": "甲",
        "basis": "reward", "share": "42.5", "amount": "50", "since": "2025-06-01", "note": "股东会决议（演示）",
    }  # fmt: skip
    assert unit.post(f"{BASE}shares/new/", values).status_code == 302
    held = Shareholding.objects.get()
    assert (held.share, held.amount, held.firm_name) == (4_250, 500_000_00, who["buyer_unit"].name)
    assert "42.50" in unit.get(f"{BASE}shares/").content.decode()
    assert unit.post(f"{BASE}shares/{held.pk}/end/", {"until": "2026-05-31"}).status_code == 302
    signed = contracts.contract(who, state="in_force")
    proof = {
        "person_name": "林某（演示）", "post": "副教授", "purpose": "高级工程师",
        f"part-{signed.pk}": "工艺设计", f"share-{signed.pk}": "60",
    }  # fmt: skip
    url = unit.post(f"{BASE}proofs/new/", proof).headers["Location"]
    assert url == ResultProof.objects.get().get_absolute_url()
    page = unit.get(url).content.decode()
    assert signed.number in page
    assert "60 %" in page
    assert unit.get(f"{url}?export=docx").content[:2] == b"PK"
    assert unit.post(url, {"reason": "写错了。"}).status_code == 302
    assert "已撤销" in unit.get(url).content.decode()
    assert unit.get(f"{BASE}proofs/").status_code == 200
    assert client(who["stranger"]).get(url).status_code == 404
