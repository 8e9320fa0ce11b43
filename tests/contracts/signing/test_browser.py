"""In Chromium: a contract is written in two versions, put to signature, stamped and compared; another is sealed."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qinglan.contracts.models import Contract, ContractState, SigningWay
from tests.contracts.signing import made
from tests.support.browser import WINDOWS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "long-enough-for-tests"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WORDS = {
    "en": {
        "write": "Write the clauses", "save": "Save the version", "next": "Write the next version",
        "differs": "1 point differs from version 1", "put": "Put to signature", "bring": "Bring the signed and stamped scan",
        "scan": "Bring the scan", "compare": "Compare the scan", "done": "Signed by all",
        "sign": "Sign", "sign_for": "Sign for",
    },
    "zh-hans": {
        "write": "写条款", "save": "保存这一版", "next": "写下一版", "differs": "与第1版有1处不同", "put": "送签",
        "bring": "上传签章扫描件", "scan": "上传扫描件", "compare": "核对扫描件",
        "done": "各方已签署", "sign_for": "代表",
    },
}  # fmt: skip


@pytest.fixture
def who(db: None, settings: Any, tmp_path: Path) -> dict[str, Any]:
    settings.SEAL_PROVIDER = "local"
    found = made.parties()
    for name in ("member", "buyer", "owner_seal", "buyer_seal"):
        found[name].set_password(PASSWORD)
        found[name].is_demonstration = True  # logs in without a second factor
        found[name].save()
    return found


@pytest.fixture
def seat(visit: Any, who: dict[str, Any]) -> Callable[..., Any]:
    """A window in which one of the people is logged in."""

    def opened(name: str, size: dict[str, int], language: str) -> Any:
        visitor = visit(size).enter(None, language)
        visitor.open("/account/login/?next=/contracts/")  # To seal, one has given his password lately.
        visitor.page.fill("input[name=username]", who[name].username)
        visitor.page.fill("input[name=password]", PASSWORD)
        visitor.page.press("input[name=password]", "Enter")
        visitor.page.wait_for_url("**/contracts/")
        return visitor

    return opened


def press(page: Any, words: str) -> None:
    """Press the button or follow the link that says `words`, in the main part of the page."""
    main = page.locator("main")
    main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first.click()
    page.wait_for_load_state()


def look(visitor: Any, name: str, language: str) -> None:
    """Keep a picture; nothing is wider than the window, nothing is hard to use."""
    visitor.screenshot(f"contract-{name}-{language}")
    assert visitor.page.evaluate(WIDER) <= 0
    assert visitor.accessibility_findings() == []


@WINDOWS
def test_from_the_first_clause_to_the_last_stamp(
    seat: Any, who: dict[str, Any], size: dict[str, int], language: str, tmp_path: Path
) -> None:
    say = WORDS[language]
    contract = made.made.contract(who)
    seller = seat("member", size, language)
    seller.open(contract.get_absolute_url())
    look(seller, "draft", language)
    press(seller.page, say["write"])
    for code in ("subject", "exclusivity"):
        seller.page.fill(f"textarea[name={code}]", "干法剥皮机及其控制方法，专利一项（演示）。")
    look(seller, "clauses", language)
    press(seller.page, say["save"])
    seller.page.wait_for_url("**/versions/1/")
    buyer = seat("buyer", size, language)
    buyer.open(f"{contract.get_absolute_url()}versions/1/")
    press(buyer.page, say["next"])
    buyer.page.fill("textarea[name=subject]", "干法剥皮机及其控制方法，专利两项（演示）。")
    press(buyer.page, say["save"])
    buyer.page.wait_for_url("**/versions/2/")
    assert say["differs"] in buyer.page.locator("main").inner_text()
    assert buyer.page.locator("main ins").all_inner_texts() == ["两"]
    look(buyer, "version", language)
    seller.open(contract.get_absolute_url())
    press(seller.page, say["put"])
    look(seller, "put", language)
    seller.page.locator("main form button.btn-primary").click()
    seller.page.wait_for_url("**/signing/")
    look(seller, "signing", language)
    press(seller.page, say["bring"])
    path = tmp_path / "扫描件.pdf"
    path.write_bytes(made.scan())
    for box in seller.page.locator("input[name=parties]").all():
        box.check()
    seller.page.set_input_files("input[name=file]", str(path))
    look(seller, "scan", language)
    press(seller.page, say["scan"])
    seller.page.wait_for_url("**/signing/")
    buyer.open(f"{contract.get_absolute_url()}signing/")
    press(buyer.page, say["compare"])
    buyer.page.check("input[name=agrees][value=yes]")
    look(buyer, "compare", language)
    buyer.page.locator("main form button.btn-primary").click()
    buyer.page.wait_for_url("**/signing/")
    assert say["done"] in buyer.page.locator("main").inner_text()
    look(buyer, "signed", language)
    assert Contract.objects.get(pk=contract.pk).state == ContractState.IN_FORCE
    buyer.open(contract.get_absolute_url())
    look(buyer, "in-force", language)
    assert seller.errors == buyer.errors == []


@WINDOWS
def test_both_signatories_seal_and_the_page_says_what_the_seals_are(
    seat: Any, who: dict[str, Any], size: dict[str, int], language: str
) -> None:
    say = WORDS[language]
    row = made.put(who, SigningWay.ELECTRONIC)
    address = f"{row.contract.get_absolute_url()}signing/"
    for name in ("buyer_seal", "owner_seal"):
        visitor = seat(name, size, language)
        visitor.open(address)
        assert "电子签名法" in visitor.page.locator("main").inner_text()
        look(visitor, "sealing", language)
        visitor.page.locator("main a.btn-primary").first.click()
        visitor.page.wait_for_url(re.compile(r"/seal/\d+/$"))
        look(visitor, "seal", language)
        press(visitor.page, say["sign_for"])
        visitor.page.wait_for_url("**/signing/")
        assert visitor.errors == []
    assert say["done"] in visitor.page.locator("main").inner_text()
    look(visitor, "sealed", language)
    assert Contract.objects.get(pk=row.contract_id).state == ContractState.IN_FORCE
