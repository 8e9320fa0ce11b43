"""The pages of the money of contracts: what each says, does and refuses, and to whom it is open."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from qinglan.contracts.domain.contract_state import locked_now, set_contract_state
from qinglan.contracts.models import BankLine, Charge, Contract, ContractState, DealClaim, Fee, Movement
from qinglan.contracts.settling.receipts import received_of
from tests.contracts.settling import brokered, paid
from tests.contracts.settling.paid import WAN

pytestmark = pytest.mark.django_db
STATEMENT = (
    "交易日期,流水号,收入,支出,对方户名,摘要\n"
    "2026-01-20,S1,600000.00,,{buyer},{number} 首付款\n"
    "2026-01-21,S2,,1200.00,某物业公司（演示）,物业费\n"
    "2026-01-22,S3,50000.00,,某不相干公司（演示）,货款\n"
)


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _post(client: Client, name: str, args: list[Any], **data: Any) -> Any:
    answer = client.post(reverse(f"contracts:{name}", args=args), data, follow=True)
    assert answer.status_code == 200
    return answer


def _says(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


RECEIPT = {"receipt": "R1", "received_on": "2026-01-20"}


def test_a_receipt_is_entered_from_the_page_of_the_contract() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    client = _client(who["member"])
    page = _says(client.get(contract.get_absolute_url()))
    assert reverse("contracts:money-receipt", args=[contract.number]) in page
    refused = _post(client, "money-receipt", [contract.number], amount="3000000", **RECEIPT)
    assert "200万元" in _says(refused)
    done = _says(_post(client, "money-receipt", [contract.number], amount="600000", **RECEIPT))
    assert "60万元已凭回单入账" in done
    assert "尾号0001" in done
    again = _says(_post(client, "money-receipt", [contract.number], amount="600000", **RECEIPT))
    assert "一张回单只记一次" in again
    assert received_of(contract) == 60 * WAN


def test_what_comes_in_for_an_ended_contract_is_kept_on_the_accounts_list() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    set_contract_state(who["member"], locked_now(contract.pk), ContractState.TERMINATED, "买方停产")
    client = _client(who["member"])
    kept = _says(_post(client, "money-receipt", [contract.number], amount="600000", **RECEIPT))
    assert "已终止" in kept
    line = BankLine.objects.get()
    assert (line.state, line.amount, line.text) == ("open", 60 * WAN, contract.number)
    page = _says(client.get(line.get_absolute_url()))
    assert "买方停产" in page
    assert "确认入账" not in page
    _post(client, "bank-line-return", [line.pk], receipt="B1", received_on="2026-02-01", reason="合同解除")
    line.refresh_from_db()
    assert line.state == "returned"


def test_a_statement_is_checked_taken_over_matched_and_confirmed() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    account = paid.account(who)
    client = _client(who["member"])
    text = STATEMENT.format(buyer=who["buyer_unit"].name, number=contract.number)
    file = SimpleUploadedFile("明细.csv", text.encode("gb18030"))
    checked = _post(client, "bank-statement", [account.pk], file=file)
    assert BankLine.objects.count() == 0  # checked, not taken
    assert "60万元" in _says(checked)
    url = checked.redirect_chain[-1][0]
    assert "导入 3 笔流水" in _says(client.post(url, follow=True))
    assert "已经导入" in _says(client.post(url, follow=True))  # once
    page = _says(client.get(account.get_absolute_url()))
    assert "可以确认的流水" in page
    first = BankLine.objects.get(number="S1")
    shown = _says(client.get(first.get_absolute_url()))
    assert "写明合同编号、买方支付、与欠款金额一致" in shown
    done = _says(_post(client, "bank-confirm", [account.pk], line=[first.pk]))
    assert "1 笔款项已凭回单入账" in done
    assert received_of(contract) == 60 * WAN
    other = BankLine.objects.get(number="S3")
    refused = _says(_post(client, "bank-line-assign", [other.pk], number="HT-1999-000001"))
    assert "没有编号为HT-1999-000001的本单位合同" in refused
    _post(client, "bank-line-aside", [other.pk], reason="货款，与合同无关")
    assert "与合同无关" in _says(client.get(other.get_absolute_url()))
    _post(client, "bank-line-back", [other.pk])
    _post(client, "bank-line-assign", [other.pk], number=contract.number)
    assert received_of(contract) == 65 * WAN
    settled = _says(client.get(account.get_absolute_url(), {"state": "open", "way": "in"}))
    assert "本账户的来款已全部处理" in settled


def test_a_faulty_statement_names_rows_and_takes_nothing() -> None:
    who = paid.people()
    account = paid.account(who)
    client = _client(who["member"])
    file = SimpleUploadedFile("a.csv", "日期,收入\n2026-01-20,abc\n2126-01-01,5\n".encode())
    page = _says(_post(client, "bank-statement", [account.pk], file=file))
    assert "第 2 行" in page
    assert "第 3 行" in page
    assert BankLine.objects.count() == 0


def test_the_account_is_named_and_entered_on_the_way() -> None:
    who = paid.people()
    from tests.contracts import made

    contract = made.contract(who, state=ContractState.IN_FORCE)
    client = _client(who["member"])
    assert "还没有确定收款账户" not in _says(client.get(reverse("contracts:money", args=[contract.number])))
    _post(client, "money-account", [contract.number], bank="演示银行某支行", number="5000 0000 0009")
    page = _says(client.get(reverse("contracts:money", args=[contract.number])))
    assert "尾号0009" in page
    assert "50000000" not in page
    assert Charge.objects.get(contract=contract).amount == contract.amount


def test_further_payments_and_money_that_goes_back() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    client = _client(who["member"])
    _post(
        client,
        "money-add",
        [contract.number],
        kind="bond",
        title="履约保证金",
        amount="50000",
        basis="合同第 9 条",
    )
    bond = Charge.objects.get(kind="bond")
    _post(client, "money-receipt", [contract.number], charge=bond.pk, amount="50000", **RECEIPT)
    args = [contract.number, bond.pk]
    _post(
        client,
        "money-move",
        [*args, "refund"],
        amount="50000",
        receipt="B1",
        received_on="2026-02-01",
        reason="履约完毕",
    )
    bond.refresh_from_db()
    assert (bond.paid, bond.state) == (0, "stopped")
    wrong = _post(
        client, "money-receipt", [contract.number], amount="600000", receipt="R2", received_on="2026-01-20"
    )
    assert "更正入账" in _says(wrong)
    one = Movement.objects.get(receipt="R2")
    _post(client, "movement-correct", [one.pk], reason="记错合同")
    assert received_of(contract) == 0
    assert client.get(reverse("contracts:money-move", args=[*args, "burn"])).status_code == 404


def test_a_commission_has_a_page_for_who_earns_and_who_pays_it() -> None:
    who = brokered.people()
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing)
    contract = brokered.contract(who, listing, amount=500 * WAN, milestones=[500 * WAN])
    fee = Fee.objects.get()
    url = fee.get_absolute_url()
    assert {name: _client(who[name]).get(url).status_code for name in ("one", "clerk", "member", "buyer", "officer")} == {
        "one": 200, "clerk": 200, "member": 200, "buyer": 404, "officer": 404,
    }  # fmt: skip
    broker = _client(who["one"])
    assert "价款未到账，尚无应付" in _says(broker.get(url))
    paid.received(who, contract, 500 * WAN)
    page = _says(broker.get(url))
    assert "15万元" in page
    _post(broker, "fee-pay", [fee.pk], amount="150000", receipt="F1", received_on="2026-02-01")
    assert "已付" in _says(broker.get(url))
    assert "15万元" in _says(broker.get(reverse("contracts:fees")))
    _post(
        _client(who["member"]), "money-platform", [contract.number], platform=who["exchange"].name,
        commission="share", share="0.5", basis="服务协议第 3 条",
    )  # fmt: skip
    assert Fee.objects.get(role="platform").charge.amount == 25_000_00


def test_deals_are_listed_claimed_and_released() -> None:
    who = brokered.people()
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing)
    contract = brokered.contract(who, listing)
    paid.received(who, contract, 200 * WAN)
    fee = Fee.objects.get()
    clerk = _client(who["clerk"])
    _post(clerk, "fee-pay", [fee.pk], amount="60000", receipt="F1", received_on="2026-02-01")
    brokered.registered(who, contract, "2026500101000001")
    assert [
        clerk.get(reverse("contracts:deals"), {"year": year}).status_code for year in ("0000", "９" * 4)
    ] == [200, 200]
    page = _says(clerk.get(reverse("contracts:deals")))
    assert "计入，待申领" in page
    done = _says(
        _post(clerk, "deal-claim", [], unit=who["agency"].pk, year="2026", number="2026500101000001")
    )
    assert "已申领2026500101000001" in done
    again = _says(
        _post(clerk, "deal-claim", [], unit=who["agency"].pk, year="2026", number="2026 5001 0100 0001")
    )
    assert "已被申领" in again
    assert who["agency"].name in again
    claim = DealClaim.objects.get()
    _post(clerk, "deal-release", [claim.pk], reason="由合作单位申领")
    claim.refresh_from_db()
    assert claim.released_at is not None
    assert _client(who["buyer"]).get(reverse("contracts:deal-release", args=[claim.pk])).status_code == 403
    assert "60000" not in _says(_client(who["two"]).get(reverse("contracts:deals")))


@pytest.mark.parametrize("name", ["member", "buyer"])
def test_the_statement_of_each_side_as_page_xlsx_and_pdf(name: str) -> None:
    who = paid.people()
    contract = paid.in_force(who)
    paid.received(who, contract, 100 * WAN)
    client = _client(who[name])
    url = reverse("contracts:statement")
    page = _says(client.get(url))
    assert contract.number in page
    assert "1,000,000.00" in page
    assert re.search(r"截至\d{4}-\d\d-\d\d，全部合同款200万元，已付100万元，未付100万元。", page)
    found = client.get(url, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(found.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]  # type: ignore[union-attr]
    place = 7 if name == "member" else 8
    assert [row[place] for row in rows[-2:]] == ["600,000.00", "400,000.00"]
    pdf = client.get(url, {"export": "pdf"})
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_who_supervises_the_account_sees_the_money_and_not_the_contract() -> None:
    who = paid.people()
    contract: Contract = paid.in_force(who, into=paid.supervised(who))
    host = _client(who["host"])
    assert host.get(reverse("contracts:money", args=[contract.number])).status_code == 200
    assert host.get(contract.get_absolute_url()).status_code == 403
    _post(host, "money-receipt", [contract.number], amount="600000", **RECEIPT)
    charge = paid.charges(contract)[0]
    _post(
        host,
        "money-move",
        [contract.number, charge.pk, "release"],
        amount="600000",
        receipt="P1",
        received_on="2026-01-22",
    )
    assert received_of(contract) == 60 * WAN


@pytest.mark.parametrize("name", ["officer", "stranger", "two"])
def test_money_is_closed_to_others(name: str) -> None:
    who = brokered.people()
    contract = paid.in_force(who)
    account = paid.account(who)
    client = _client(who[name])
    assert client.get(reverse("contracts:money", args=[contract.number])).status_code == 403
    assert client.get(account.get_absolute_url()).status_code == 404
    if name == "officer":
        assert "200万元" not in _says(client.get(contract.get_absolute_url()))


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_of_lines_asks_the_same_number_of_questions(
    count: int, django_assert_num_queries: Any
) -> None:
    who = paid.people()
    contract = paid.in_force(who)
    account = paid.account(who)
    for place in range(count):
        BankLine.objects.create(
            account=account, number=f"S{place}", day=paid.DAY, direction="in", amount=WAN + place,
            party_name=who["buyer_unit"].name, text=contract.number,
        )  # fmt: skip
    client = _client(who["member"])
    client.get(account.get_absolute_url())
    with django_assert_num_queries(QUERIES):
        client.get(account.get_absolute_url())


QUERIES = 22
