"""The pages of a contract in force: each side does its own by them, and the other side sees it."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qinglan.contracts.models import Contract, ContractPaper, Matter, Milestone
from qinglan.kernel.web.money import money
from tests.contracts import made
from tests.contracts.performing import raised
from tests.kernel.documents.samples import pdf

pytestmark = pytest.mark.django_db
DAY = "2026-01-20"
PARTS = [1_200_000_00, 800_000_00]
END = {
    "ground": "agreed", "reason": "市场变化，双方同意（演示）", "settlement": "已付款项不退，资料返还。", "on": DAY,
}  # fmt: skip
FACTS = {
    "kind": "breach", "happened_on": DAY, "facts": "第二期款逾期 40 天（演示）。", "clause": "第七条", "demand": "支付违约金",
    "claim": "20000",
}  # fmt: skip


@pytest.fixture
def who(db: None) -> dict[str, Any]:
    return made.parties()


@pytest.fixture
def contract(who: dict[str, Any]) -> Contract:
    return made.contract(who, state="in_force", milestones=PARTS)


def client(user: Any) -> Client:
    found = Client(headers={"accept-language": "zh-hans"})
    found.force_login(user)
    return found


def page(user: Any, contract: Contract) -> str:
    """The page of the contract as `user` sees it."""
    answer = client(user).get(contract.get_absolute_url())
    assert answer.status_code == 200
    return str(answer.content.decode())


def paper(name: str = "补充协议.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf(), content_type="application/pdf")


def filled(user: Any, url: str, **changes: Any) -> dict[str, Any]:
    """What a form sends when only `changes` are typed into it."""
    form = client(user).get(url).context["form"]
    stands = {name: form[name].value() for name in form.fields if name != "file"}
    return {name: "" if value is None else value for name, value in {**stands, **changes}.items()}


def said(answer: Any) -> list[str]:
    """The messages that an answer leaves for the next page."""
    return [str(one) for one in get_messages(answer.wsgi_request)]


def steps(contract: Contract) -> list[tuple[int, str, int]]:
    return list(contract.milestones.order_by("number").values_list("number", "state", "amount"))


def at(milestone: Milestone, act: str) -> str:
    return f"/contracts/milestones/{milestone.pk}/{act}/"


def test_delivered_with_a_file_refused_delivered_again_and_accepted(
    who: dict[str, Any], contract: Contract
) -> None:
    one = contract.milestones.get(number=1)
    seller, buyer = client(who["member"]), client(who["buyer"])
    assert at(one, "deliver") in page(who["member"], contract)
    assert at(one, "deliver") not in page(who["buyer"], contract)
    sent = filled(who["member"], at(one, "deliver"), on=DAY, words="图纸 12 张（演示）")
    answer = seller.post(at(one, "deliver"), {**sent, "file": paper("交付单.pdf")})
    assert answer.headers["Location"] == contract.get_absolute_url()
    seen = page(who["buyer"], contract)
    for words in ("交付单.pdf", "图纸 12 张（演示）", at(one, "accept"), at(one, "refuse")):
        assert words in seen
    silent = buyer.post(at(one, "refuse"), filled(who["buyer"], at(one, "refuse"), on=DAY))
    assert (silent.status_code, list(silent.context["form"].errors)) == (200, ["words"])
    lacking = filled(who["buyer"], at(one, "refuse"), on=DAY, words="缺第 7 张（演示）")
    assert buyer.post(at(one, "refuse"), lacking).status_code == 302
    assert "缺第 7 张（演示）" in page(who["member"], contract)
    again = filled(who["member"], at(one, "deliver"), on=DAY, words="补齐（演示）")
    assert seller.post(at(one, "deliver"), again).status_code == 302
    good = filled(who["buyer"], at(one, "accept"), on="2026-01-25", words="合格（演示）")
    assert buyer.post(at(one, "accept"), good).status_code == 302
    assert steps(contract) == [(1, "accepted", PARTS[0]), (2, "open", PARTS[1])]
    done = page(who["member"], contract)
    assert "合格（演示）" in done
    assert at(one, "deliver") not in done


def test_the_other_side_is_told_that_the_act_is_not_its_own(who: dict[str, Any], contract: Contract) -> None:
    one = contract.milestones.get(number=1)
    sent = filled(who["buyer"], at(one, "deliver"), on=DAY, words="买方写的（演示）")
    answer = client(who["buyer"]).post(at(one, "deliver"), sent)
    assert list(answer.context["form"].errors) == ["__all__"]
    assert "买方写的（演示）" in answer.content.decode()
    assert steps(contract)[0][1] == "open"


@pytest.mark.parametrize(("on", "words"), [("2026-01-09", "签订"), ("2099-01-01", "还没有到")])
def test_a_day_that_cannot_be_stands_beside_its_field(
    who: dict[str, Any], contract: Contract, on: str, words: str
) -> None:
    one = contract.milestones.get(number=1)
    sent = filled(who["member"], at(one, "deliver"), on=on, words="图纸 12 张（演示）")
    answer = client(who["member"]).post(at(one, "deliver"), sent)
    assert words in answer.context["form"].errors["on"][0]
    text = answer.content.decode()
    assert f'value="{on}"' in text
    assert "图纸 12 张（演示）" in text


def test_who_saw_an_older_page_gets_409_with_what_was_typed(who: dict[str, Any], contract: Contract) -> None:
    one = contract.milestones.get(number=1)
    older = filled(who["member"], at(one, "deliver"), on=DAY, words="第二个窗口（演示）")
    amended = filled(who["member"], f"{contract.get_absolute_url()}amend/", reason="旧页面（演示）")
    ended = filled(who["member"], f"{contract.get_absolute_url()}end/", **END)
    first = filled(who["member"], at(one, "deliver"), on=DAY)
    assert client(who["member"]).post(at(one, "deliver"), first).status_code == 302
    delivered = [("状态", "进行中", "已交付，待验收"), ("交付日期", "—", DAY)]
    stood = "1 · 第 1 期（演示） · 2026-03-01 · 120万元"
    of_contract = [("里程碑", f"{stood} · 进行中", f"{stood} · 已交付，待验收 · {DAY}")]
    for url, sent, kept in (
        (at(one, "deliver"), older, "第二个窗口（演示）"),
        (f"{contract.get_absolute_url()}amend/", amended | {"file": paper()}, "旧页面（演示）"),
        (f"{contract.get_absolute_url()}end/", ended | {"file": paper()}, "市场变化，双方同意（演示）"),
    ):
        answer = client(who["member"]).post(url, sent)
        assert answer.status_code == 409, url
        assert kept in answer.content.decode()
        found = [(one.label, one.yours, one.current) for one in answer.context["differences"]]
        assert found == (delivered if url == at(one, "deliver") else of_contract)
    assert (contract.amendments.count(), contract.endings.count()) == (0, 0)


def amended(who: dict[str, Any], contract: Contract, **changes: Any) -> dict[str, Any]:
    """An amendment: a lower price, the first milestone cheaper, the second dropped, a third one new."""
    less = {
        "reason": "价款调减，合并两期（演示）", "amount": "1500000", "amount_1": "700000", "title_2": "",
        "title_3": "验收（演示）", "amount_3": "800000",
    }  # fmt: skip
    url = f"{contract.get_absolute_url()}amend/"
    return filled(who["member"], url, **{**less, **changes})


def compared(text: str) -> list[tuple[str, ...]]:
    """What a page shows of an amendment: label, what stood, what shall stand."""
    return re.findall(r"<dt>([^<]*)</dt><dd><del>([^<]*)</del><br><ins>([^<]*)</ins>", text)


def test_an_amendment_is_compared_and_agreed_to(who: dict[str, Any], contract: Contract) -> None:
    url = f"{contract.get_absolute_url()}amend/"
    assert url in page(who["member"], contract)
    answer = client(who["member"]).post(url, amended(who, contract) | {"file": paper()})
    assert answer.headers["Location"] == contract.get_absolute_url()
    row = contract.amendments.get()
    agree, withdraw = (f"/contracts/amendments/{row.pk}/{act}/" for act in ("agree", "withdraw"))
    own, other = page(who["member"], contract), page(who["buyer"], contract)
    assert (agree in own, withdraw in own, agree in other, withdraw in other) == (False, True, True, False)
    assert "补充协议.pdf" in other
    assert "请在下面答复" in other
    rows = compared(other)
    assert rows == compared(own)
    assert rows[0][1:] == (money(made.PRICE), money(1_500_000_00))
    assert [("第 1 期（演示）" in stood, money(700_000_00) in stands) for _, stood, stands in rows[1:2]] == [
        (True, True)
    ]
    assert [(stood.startswith("第 2 期（演示）"), stands) for _, stood, stands in rows[2:3]] == [(True, "无")]
    assert [(stood, stands.startswith("验收（演示）")) for _, stood, stands in rows[3:]] == [("无", True)]
    contract.refresh_from_db()
    assert contract.amount == made.PRICE
    assert client(who["buyer"]).post(agree).headers["Location"] == contract.get_absolute_url()
    contract.refresh_from_db()
    assert contract.amount == 1_500_000_00
    assert steps(contract) == [(1, "open", 700_000_00), (2, "dropped", 0), (3, "open", 800_000_00)]
    assert agree not in page(who["buyer"], contract)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "1500000.01"}, "amount"),
        ({"amount": "abc"}, "amount"),
        ({"ends_on": "2025-01-01"}, "ends_on"),
        ({"reason": ""}, "reason"),
        ({"file": None}, "file"),
    ],
)
def test_an_amendment_that_is_refused_keeps_what_was_typed(
    who: dict[str, Any], contract: Contract, changes: dict[str, Any], field: str
) -> None:
    sent = {"file": paper()} | amended(who, contract) | changes
    sent = {name: value for name, value in sent.items() if value is not None}
    answer = client(who["member"]).post(f"{contract.get_absolute_url()}amend/", sent)
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (200, [field])
    typed = {name: str(value) for name, value in sent.items() if name != "file"}
    assert {name: str(form[name].value() or "") for name in typed} == typed
    assert form.errors[field][0] in answer.content.decode()
    contract.refresh_from_db()
    assert (contract.amendments.count(), contract.amount, steps(contract)[1][1]) == (0, made.PRICE, "open")


def test_an_amendment_is_refused_with_a_reason_and_another_taken_back(
    who: dict[str, Any], contract: Contract
) -> None:
    url = f"{contract.get_absolute_url()}amend/"
    client(who["member"]).post(url, amended(who, contract) | {"file": paper()})
    first = contract.amendments.get()
    refuse = f"/contracts/amendments/{first.pk}/refuse/"
    silent = client(who["buyer"]).post(refuse, {"answer": " "})
    assert list(silent.context["form"].errors) == ["answer"]
    assert client(who["buyer"]).post(refuse, {"answer": "期限太短（演示）"}).status_code == 302
    assert "期限太短（演示）" in page(who["member"], contract)
    client(who["member"]).post(url, amended(who, contract) | {"file": paper()})
    second = contract.amendments.get(number=2)
    withdraw = f"/contracts/amendments/{second.pk}/withdraw/"
    assert client(who["buyer"]).post(withdraw).status_code == 302
    assert contract.amendments.get(number=2).state == "proposed"
    client(who["member"]).post(withdraw)
    assert list(contract.amendments.values_list("state", flat=True)) == ["refused", "withdrawn"]
    late = client(who["buyer"]).post(f"/contracts/amendments/{second.pk}/agree/")
    assert len(said(late)) == 1
    contract.refresh_from_db()
    assert contract.amount == made.PRICE


def test_a_matter_is_raised_answered_and_settled(who: dict[str, Any], contract: Contract) -> None:
    new = f"{contract.get_absolute_url()}matters/new/"
    assert new in page(who["member"], contract)
    sent = filled(who["member"], new, **FACTS)
    assert client(who["member"]).post(new, sent | {"file": paper("催款函.pdf")}).status_code == 302
    row = Matter.objects.get()
    answer, settle = (f"/contracts/matters/{row.pk}/{act}/" for act in ("answer", "settle"))
    seen = page(who["buyer"], contract)
    for words in (
        "第二期款逾期 40 天（演示）。",
        "第七条",
        "支付违约金",
        money(20_000_00),
        "催款函.pdf",
        answer,
    ):
        assert words in seen
    assert answer not in page(who["member"], contract)
    view = filled(who["buyer"], answer, answer="因验收未完成（演示）。")
    assert client(who["buyer"]).post(answer, view | {"file": paper("答复.pdf")}).status_code == 302
    seen = page(who["member"], contract)
    assert "因验收未完成（演示）。" in seen
    assert "答复.pdf" in seen
    judged = filled(who["member"], settle, outcome="judged", words="判令支付（演示）", on="2026-03-01")
    refused = client(who["member"]).post(settle, judged)
    assert list(refused.context["form"].errors) == ["forum"]
    assert "判令支付（演示）" in refused.content.decode()
    paid = filled(who["member"], settle, outcome="paid", words="已付违约金（演示）", on="2026-03-01")
    assert client(who["member"]).post(settle, paid).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.outcome, row.claim) == ("settled", "paid", 20_000_00)
    for name in ("member", "buyer"):
        seen = page(who[name], contract)
        assert "已付违约金（演示）" in seen
        assert settle not in seen
    assert client(who["member"]).post(settle, paid).status_code == 409


def test_who_raised_a_matter_takes_it_back_by_the_button(who: dict[str, Any], contract: Contract) -> None:
    row = raised.matter(who, contract)
    back = f"/contracts/matters/{row.pk}/withdraw/"
    assert back in page(who["member"], contract)
    assert back not in page(who["buyer"], contract)
    client(who["buyer"]).post(back, {"version": row.revision})
    assert Matter.objects.get().state == "open"
    assert client(who["member"]).post(back, {"version": 7}).status_code == 409
    looked = client(who["member"]).post(back, {"version": "", "look_again": "1"})
    assert looked.headers["Location"] == contract.get_absolute_url()
    assert Matter.objects.get().state == "open"
    assert client(who["member"]).post(back, {"version": row.revision}).status_code == 302
    assert Matter.objects.get().state == "withdrawn"
    assert back not in page(who["member"], contract)


@pytest.mark.parametrize(
    ("changes", "field"), [({"facts": ""}, "facts"), ({"happened_on": "2099-01-01"}, "happened_on")]
)
def test_a_matter_that_is_refused_keeps_what_was_typed(
    who: dict[str, Any], contract: Contract, changes: dict[str, str], field: str
) -> None:
    sent = FACTS | changes
    answer = client(who["member"]).post(f"{contract.get_absolute_url()}matters/new/", sent)
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert {name: form[name].value() for name in sent} == sent
    assert not Matter.objects.exists()


def test_an_end_by_agreement_waits_and_then_stands_with_its_reason(
    who: dict[str, Any], contract: Contract
) -> None:
    url = f"{contract.get_absolute_url()}end/"
    assert url in page(who["member"], contract)
    sent = filled(who["member"], url, **END)
    without = client(who["member"]).post(url, sent)
    assert list(without.context["form"].errors) == ["file"]
    assert END["settlement"] in without.content.decode()
    client(who["member"]).post(url, sent | {"file": paper("解除协议.pdf")})
    row = contract.endings.get()
    agree = f"/contracts/endings/{row.pk}/agree/"
    seen = page(who["buyer"], contract)
    for words in (END["reason"], END["settlement"], "解除协议.pdf", agree):
        assert words in seen
    client(who["member"]).post(agree)
    contract.refresh_from_db()
    assert contract.state == "in_force"
    assert client(who["buyer"]).post(agree).headers["Location"] == contract.get_absolute_url()
    contract.refresh_from_db()
    assert contract.state == "terminated"
    for name in ("member", "buyer"):
        seen = page(who[name], contract)
        assert contract.reason in seen
        assert agree not in seen


def test_an_end_is_refused_with_a_reason_and_another_taken_back(
    who: dict[str, Any], contract: Contract
) -> None:
    url = f"{contract.get_absolute_url()}end/"
    client(who["member"]).post(url, filled(who["member"], url, **END) | {"file": paper()})
    first = contract.endings.get()
    refused = client(who["buyer"]).post(
        f"/contracts/endings/{first.pk}/refuse/", {"answer": "继续履行（演示）"}
    )
    assert refused.status_code == 302
    assert "继续履行（演示）" in page(who["member"], contract)
    client(who["member"]).post(url, filled(who["member"], url, **END) | {"file": paper()})
    second = contract.endings.latest("pk")
    client(who["member"]).post(f"/contracts/endings/{second.pk}/withdraw/")
    assert list(contract.endings.values_list("state", flat=True)) == ["refused", "withdrawn"]
    contract.refresh_from_db()
    assert contract.state == "in_force"


def test_a_notice_works_at_once(who: dict[str, Any], contract: Contract) -> None:
    url = f"{contract.get_absolute_url()}end/"
    notice = END | {"ground": "breach", "reason": "经催告仍不付款（演示）"}
    client(who["member"]).post(url, filled(who["member"], url, **notice) | {"file": paper("通知及签收.pdf")})
    contract.refresh_from_db()
    assert contract.state == "terminated"
    seen = page(who["buyer"], contract)
    assert "经催告仍不付款（演示）" in seen
    assert "通知及签收.pdf" in seen
    assert f"{contract.get_absolute_url()}matters/new/" in seen


def test_all_accepted_the_contract_is_completed(who: dict[str, Any], contract: Contract) -> None:
    complete = f"{contract.get_absolute_url()}complete/"
    early = client(who["buyer"]).post(complete)
    assert [("第 1 期（演示）" in one) for one in said(early)] == [True]
    assert complete not in page(who["buyer"], contract)
    for one in contract.milestones.all():
        for name, act in (("member", "deliver"), ("buyer", "accept")):
            sent = filled(who[name], at(one, act), on=DAY)
            assert client(who[name]).post(at(one, act), sent).status_code == 302
    assert complete in page(who["buyer"], contract)
    assert client(who["buyer"]).post(complete).headers["Location"] == contract.get_absolute_url()
    contract.refresh_from_db()
    assert contract.state == "completed"
    assert complete not in page(who["buyer"], contract)


def addresses(who: dict[str, Any], contract: Contract) -> Iterable[tuple[str, str]]:
    """Every address of a contract in force on which something waits, with how it is asked for."""
    own = contract.get_absolute_url()
    one = contract.milestones.get(number=1)
    matter, amendment, ending = (
        raised.matter(who, contract), raised.amendment(who, contract), raised.ending(who, contract),
    )  # fmt: skip
    yield from (("get", at(one, act)) for act in ("deliver", "accept", "refuse"))
    for kind, row in (("amendments", amendment), ("endings", ending)):
        yield from (("post", f"/contracts/{kind}/{row.pk}/{act}/") for act in ("agree", "withdraw"))
        yield "get", f"/contracts/{kind}/{row.pk}/refuse/"
    yield from (("get", f"/contracts/matters/{matter.pk}/{act}/") for act in ("answer", "settle"))
    yield "post", f"/contracts/matters/{matter.pk}/withdraw/"
    yield from (("get", f"{own}{act}/") for act in ("amend", "end", "matters/new"))
    yield "post", f"{own}complete/"


def test_who_is_no_party_gets_403_everywhere(who: dict[str, Any], contract: Contract) -> None:
    found = list(addresses(who, contract))
    assert len(found) == 16
    answers = {
        (name, url): getattr(client(who[name]), how)(url).status_code
        for name in ("stranger", "officer")
        for how, url in found
    }
    assert {key: code for key, code in answers.items() if code != 403} == {}
    nobody = {url: getattr(Client(), how)(url).status_code for how, url in found}
    assert {url: code for url, code in nobody.items() if code != 302} == {}
    contract.refresh_from_db()
    assert contract.state == "in_force"
    assert [contract.amendments.get().state, contract.endings.get().state, contract.matters.get().state] == [
        "proposed", "proposed", "open",
    ]  # fmt: skip
    for how, url in found:
        if how == "get":
            assert client(who["buyer"]).get(url).status_code == 200, url


def test_the_papers_open_for_the_parties_alone(who: dict[str, Any], contract: Contract) -> None:
    raised.amendment(who, contract)
    url = ContractPaper.objects.get().file.get_absolute_url()
    for name in ("member", "buyer"):
        assert url in page(who[name], contract)
    codes = {}
    for name in ("member", "buyer", "stranger", "officer"):
        answer = client(who[name]).get(url)
        codes[name] = (answer.status_code, b"".join(answer) == pdf())
    assert codes == {
        "member": (200, True), "buyer": (200, True), "stranger": (404, False), "officer": (404, False),
    }  # fmt: skip
    assert url not in page(who["officer"], contract)


def test_the_head_of_the_page_leads_each_side_to_what_it_does_next(
    who: dict[str, Any], contract: Contract
) -> None:
    def leads(user: Any) -> list[tuple[str, str]]:
        acts = client(user).get(contract.get_absolute_url()).context["acts"]
        return [(str(one["label"]), one["url"]) for one in acts if one["primary"]]

    first, second = contract.milestones.order_by("number")
    assert leads(who["member"]) == [("交付：第 1 个里程碑", at(first, "deliver"))]
    assert leads(who["buyer"]) == []
    answer = client(who["member"]).post(
        at(first, "deliver"), filled(who["member"], at(first, "deliver"), on=DAY, words="图纸 12 张（演示）")
    )
    assert answer.status_code == 302
    assert leads(who["member"]) == [("交付：第 2 个里程碑", at(second, "deliver"))]
    assert leads(who["buyer"]) == [("接受：第 1 个里程碑", at(first, "accept"))]
