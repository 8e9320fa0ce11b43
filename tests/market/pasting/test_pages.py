"""Paste, look, begin the draft: nothing is published, nothing is lost."""

import io
from datetime import date
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qinglan.kernel.codes import patents
from qinglan.kernel.conflicts import Impossible
from qinglan.market.domain.pasted import begin_from_text
from qinglan.market.models import Level, ListingState, Need
from qinglan.market.views.pasting import findings_of
from qinglan.rights.models import Right
from tests.market.pasting.test_reading import CHAT

TODAY = date(2026, 11, 22)


def begun(who: dict[str, Any], text: str, leave_out: tuple[str, ...] = ()) -> Need:
    """A need of the owner from `text`."""
    findings, _elsewhere = findings_of("need", text, TODAY, who["owner"])
    kept = [one for one in findings if one.name not in leave_out]
    made: Need = begin_from_text(
        acting_user=who["member"], owner=who["owner"], side="need", text=text, findings=kept
    )
    return made


def test_the_draft_holds_what_was_left_in_and_the_text_for_its_owner(who: dict[str, Any]) -> None:
    need = begun(who, CHAT, leave_out=("budget_max",))
    assert (need.state, need.title, need.budget_max, need.is_anonymous) == (
        ListingState.DRAFT, "生产过程中含盐废水COD偏高不达标", None, True,
    )  # fmt: skip
    assert [str(one) for one in need.indicators.order_by("id")] == ["COD 500 → 50 mg/L", "氨氮 80 → 10 mg/L"]
    assert (need.contact.name, need.contact.telephone) == ("张工", "13812345678")
    file = need.attachments.get()
    assert (file.level, file.file.name) == (Level.OWNER, "粘贴的文字.txt")


def test_without_a_title_nothing_is_begun(who: dict[str, Any]) -> None:
    with pytest.raises(Impossible) as refused:
        begun(who, CHAT, leave_out=("title",))
    assert refused.value.field == "text"
    assert not Need.objects.exists()


def page(who: dict[str, Any], **data: Any) -> Any:
    """What the page answers to the member."""
    client = Client()
    client.force_login(who["member"])
    return client.post("/market/needs/paste/?lang=en", data)


def test_first_a_look_then_the_draft(who: dict[str, Any]) -> None:
    looked = page(who, text=CHAT)
    rows = looked.context["rows"]
    assert [(str(row["label"]), row["quote"]) for row in rows if str(row["label"]) == "budget, up to"] == [
        ("budget, up to", "200万元")
    ]
    assert not Need.objects.exists()
    keep = [row["number"] for row in rows if str(row["label"]) != "budget, up to"]
    begun = page(who, text=CHAT, begin="1", keep=keep, read_on="2026-11-22")
    need = Need.objects.get()
    assert begun.status_code == 302
    assert begun["Location"] == need.get_absolute_url()
    assert (need.budget_max, need.state) == (None, ListingState.DRAFT)


def test_a_refusal_loses_neither_text_nor_choice(who: dict[str, Any]) -> None:
    answer = page(who, text=CHAT, begin="1", keep=["0"], read_on="2026-11-22")
    assert answer.status_code == 200
    assert answer.context["text"] == CHAT
    assert answer.context["kept"] == {"0"}
    assert not Need.objects.exists()


def test_a_word_file_is_read(who: dict[str, Any]) -> None:
    made, content = docx.Document(), io.BytesIO()
    made.add_paragraph("需求名称：高炉煤气精脱硫")
    made.add_paragraph("预算：300-500万")
    made.save(content)
    answer = page(who, file=SimpleUploadedFile("brief.docx", content.getvalue()))
    assert [(str(row["label"]), row["value"]) for row in answer.context["rows"]] == [
        ("title", "高炉煤气精脱硫"),
        ("budget, up to", "500 × 10,000 yuan"),
        ("budget, from", "300 × 10,000 yuan"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "field"),
    [("scan.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40, "file"), ("empty.txt", b" \n", "file")],
)
def test_a_file_without_text_is_refused_beside_the_field(
    who: dict[str, Any], name: str, content: bytes, field: str
) -> None:
    answer = page(who, file=SimpleUploadedFile(name, content))
    assert field in answer.context["form"].errors


def test_nobody_pastes_for_an_organisation_that_is_not_his(who: dict[str, Any]) -> None:
    client = Client()
    client.force_login(who["stranger"])
    assert client.post("/market/needs/paste/", {"text": CHAT}).status_code == 403


@pytest.mark.parametrize("written", ["ZL202110123456.1", "202110123456.1"])
def test_a_right_is_found_in_the_ledger_as_patent_or_application(who: dict[str, Any], written: str) -> None:
    number = patents.validated(f"CN202110123456.{patents.check_digit('202110123456')}")
    kept = {"created_at": "2026-01-05T00:00Z", "created_by": who["officer"]}
    right = Right.objects.create(
        keeper=who["owner"], kind="invention", state="applied", number=str(number), title="干法剥皮", **kept
    )
    text = f"技术名称：干法剥皮\n专利号：{written[:-1]}{number.check}\n另有专利号：ZL202110123457.0"
    findings, elsewhere = findings_of("technology", text, TODAY, who["owner"])
    assert [one.value for one in findings if one.name == "right"] == [right]
    assert [one.value for one in elsewhere] == ["ZL202110123457.0"]
