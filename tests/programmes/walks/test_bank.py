"""银行: from a list of 30 codes to the alert on a revocation, and what only a consent opens."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from qinglan.programmes.domain.award import issue_award_certificate
from qinglan.programmes.domain.award_life import revoke_award
from qinglan.programmes.domain.entitlement import work_out_entitlements
from qinglan.programmes.domain.payment import approve_payment, enter_receipt, request_payments
from qinglan.programmes.models import CheckSheet
from tests.parties.organisations.made import code
from tests.programmes import making
from tests.programmes.awarding import awarded, kept_scheme
from tests.programmes.checking.made import bank, head_of
from tests.programmes.paying import at_payment, line_of, payee_of, paying_scheme
from tests.programmes.walks.steps import press, sound, taken, text_of
from tests.support.browser import PHONE
from tests.support.people import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AMOUNT = "12,345.00"


def with_certificate() -> dict[str, Any]:
    """The scheme with duties and grounds, whose awards have a certificate."""
    content = kept_scheme()
    award = {**content["manifest"]["award"], "certificate": True}
    return {**content, "manifest": {**content["manifest"], "award": award}}


def wrong(number: int) -> str:
    """The numbered code with another check character."""
    good = code(number)
    return good[:-1] + ("0" if good[-1] != "0" else "1")


def paid_case(officer: Any, chief: Any) -> Any:
    """A case of the first firm that was scored and paid 12,345 元."""
    one = making.open_round(officer, paying_scheme())
    case, line = at_payment(officer, one, 1, ("技-1", "123450", False)), line_of(officer, one)
    payee_of(officer, case)
    [payment] = work_out_entitlements(acting_user=officer, case=case)
    approve_payment(acting_user=chief, entitlement=payment, line=line)
    request_payments(
        acting_user=officer, entitlements=[payment], issuer="青川市科学技术局", addressee="市财政局"
    )
    enter_receipt(acting_user=officer, entitlement=payment, number="付-1", on=date(2026, 2, 2))
    case.refresh_from_db()
    case.score = Decimal("87.5")
    case.save(update_fields=["score"])
    return case


def test_thirty_codes_a_consent_that_ends_and_a_factory_that_is_revoked(
    window: Any, officer: Any, tmp_path: Path
) -> None:
    case = paid_case(officer, person("chief", "officer"))
    award = awarded(officer, 1, with_certificate(), number="QC2026001", valid_to=date(2029, 1, 4))
    award = issue_award_certificate(acting_user=officer, award=award)
    for number in (2, 3):
        awarded(officer, number, with_certificate(), number=f"QC202600{number}")
    ours, head = bank(officer), head_of(award.holder)

    # 30 codes without a login, two of them wrong: both are named with what they should end in.
    stranger = window(None)
    stranger.open("/check/")
    sound(stranger, "bank-check")
    lines = [code(number) for number in range(1, 29)] + [wrong(40), wrong(41)]
    stranger.page.fill("textarea[name=codes]", "\n".join(lines))
    press(stranger.page, "核验代码")
    answer = text_of(stranger)
    assert "共 30 行：3 家有有效认定，25 家没有，2 个代码有误，0 个重复。" in answer
    for number in (40, 41):
        assert f"其余各位无误时应为 {code(number)[-1]}" in answer
    for words in ("QC2026001", "2026-01-05 – 2029-01-04", "证据日期", "第 29 行", "第 30 行"):
        assert words in answer
    assert AMOUNT not in answer
    sound(stranger, "bank-answer")

    # Certificate and history.
    stranger.page.locator("main").get_by_role("link", name="验证证书").first.click()
    stranger.page.wait_for_url("**/verify/**")
    assert award.holder.name in text_of(stranger)
    stranger.open(award.get_absolute_url())
    assert "认定" in text_of(stranger)

    # The sheet for the file: day, sources, code; whoever has the code verifies it.
    stranger.open("/check/")
    stranger.page.fill("textarea[name=codes]", "\n".join(lines))
    press(stranger.page, "核验代码")
    press(stranger.page, "生成核验单归档")
    stranger.page.wait_for_url("**/check/sheets/**")
    sound(stranger, "bank-sheet")
    sheet = CheckSheet.objects.get()
    shown = "-".join(re.findall(".{1,4}", sheet.code))
    document = pypdfium2.PdfDocument(taken(stranger, "下载 PDF", tmp_path))
    printed = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    for words in ("绿色核验单", shown, "QC2026001", "公开登记册", "核验日期"):
        assert words in printed
    assert taken(stranger, "用电子表格", tmp_path).read_bytes()[:2] == b"PK"
    stranger.open("/check/")
    stranger.page.fill("input[name=code]", shown.lower())
    press(stranger.page, "验证")
    assert "没有变化，登记册今日与此一致。" in text_of(stranger)

    # The bank watches the codes, and asks the firm for more.
    banker = window(ours.banker)
    banker.open("/check/")
    banker.page.fill("textarea[name=codes]", "\n".join(lines))
    press(banker.page, "核验代码")
    press(banker.page, "加入观察名单")
    banker.page.wait_for_url("**/check/watch/add/")
    press(banker.page, "加入观察名单")
    banker.page.wait_for_url("**/check/watch/")
    assert "已加入观察 28 个代码。" in banker.page.locator("body").inner_text()
    sound(banker, "bank-watch")
    banker.open("/check/data/new/")
    banker.page.fill("input[name=code]", award.holder.code)
    for part in ("scores", "payments"):
        banker.page.check(f"input[name=parts][value={part}]")
    banker.page.fill("textarea[name=purpose]", "审查绿色贷款申请")
    sound(banker, "bank-ask")
    banker.page.locator("main form button").first.click()
    banker.page.wait_for_url(re.compile(r"/check/data/\d+/$"))
    page = banker.page.url[len(banker.base) :]
    assert banker.open(f"{page}facts/") == 403
    banker.errors.clear()
    assert AMOUNT not in text_of(banker)

    # The firm consents on a phone for 30 days; the bank looks; the firm sees who looked, and withdraws.
    phone = window(head, PHONE)
    phone.page.locator("main").get_by_role("link", name=ours.name).first.click()
    phone.page.wait_for_url(f"**{page}")
    sound(phone, "bank-asked")
    press(phone.page, "同意授权")
    phone.page.locator("main form button").first.click()
    phone.page.wait_for_url(f"**{page}")
    banker.open(f"{page}facts/")
    assert AMOUNT in text_of(banker)
    assert "87.5" in text_of(banker)
    sound(banker, "bank-facts")
    phone.open(page)
    assert "查看了数据" in text_of(phone)
    press(phone.page, "撤回授权")
    phone.page.locator("main form button").first.click()
    phone.page.wait_for_url(f"**{page}")
    assert banker.open(f"{page}facts/") == 403
    banker.errors.clear()
    for address in (page, "/check/data/", f"/check/?code={award.holder.code}", award.get_absolute_url()):
        banker.open(address)
        assert AMOUNT not in text_of(banker), address
    assert banker.open(case.get_absolute_url()) in (403, 404)

    # The factory is revoked: the alert is there the same day, by message and on the desk.
    revoke_award(acting_user=officer, award=award, ground="fraud", reason="申报材料弄虚作假")
    banker.open("/desk/")
    desk = text_of(banker)
    assert "观察名单有变化" in desk
    assert award.holder.name in desk
    banker.open("/messages/")
    assert f"观察名单：{award.holder.name}，已撤销" in text_of(banker)
    banker.open("/check/watch/")
    assert "申报材料弄虚作假" in text_of(banker)
    banker.errors.clear()
    sound(banker, "bank-alert")
    press(banker.page, "全部标为已阅")
    banker.page.wait_for_load_state()
    assert "有变化，尚未阅" not in text_of(banker)
    stranger.open(sheet.get_absolute_url())
    assert "现为已撤销" in text_of(stranger)
