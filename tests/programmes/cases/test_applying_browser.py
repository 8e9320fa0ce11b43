"""The applicant's walk in Chromium: from the scheme to the confirmation, on a phone in Chinese and a desktop in English."""

from pathlib import Path
from typing import Any

import pytest

from qinglan.programmes.models import Case, CaseRevision
from tests.programmes.applying import ANSWERS, PATENT, applicant, opened, picture
from tests.support.browser import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {
    "zh-hans": {
        "apply": "开始申报", "save": "保存并继续", "row": "添加一行", "save row": "保存本行", "go on": "继续",
        "attach": "上传", "check": "核对并提交", "submit": "提交申报", "done": "申报已提交",
    },
    "en": {
        "apply": "Begin an application", "save": "Save and go on", "row": "Add a row", "save row": "Save the row",
        "go on": "Go on", "attach": "Attach", "check": "Check and submit", "submit": "Submit the application",
        "done": "The application was submitted",
    },
}  # fmt: skip
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def press(page: Any, words: str) -> None:
    """Press the button or follow the link with these words in the main part of the page."""
    main = page.locator("main")
    main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first.click()


@pytest.mark.parametrize(("size", "language"), [(PHONE, "zh-hans"), (DESKTOP, "en")])
def test_from_the_scheme_to_the_confirmation(
    visit: Any, officer: Any, tmp_path: Path, size: dict[str, int], language: str
) -> None:
    one = opened(officer)
    firm, user = applicant(officer)
    photograph = tmp_path / "审计报告.png"
    photograph.write_bytes(picture())
    said = WORDS[language]
    visitor = visit(size).enter(user, language)
    page = visitor.page

    def looked_at() -> None:
        assert visitor.accessibility_findings() == []
        assert page.evaluate(WIDER) <= 0

    visitor.open(one.version.get_absolute_url())
    looked_at()
    press(page, said["apply"])
    page.wait_for_url("**/apply/")
    looked_at()
    page.locator("main form").get_by_role("button").first.click()
    page.wait_for_url("**/form/")
    looked_at()
    case = Case.objects.get()
    visitor.open(f"/cases/{case.pk}/form/basics/")
    assert firm.code in page.locator("main").inner_text()
    page.fill("input[name=industry]", "C35")
    page.check("input[name=size][value=medium]")
    looked_at()
    press(page, said["save"])
    page.wait_for_url("**/figures/")
    for name in ("revenue", "green_revenue", "rd"):
        page.fill(f"input[name={name}]", ANSWERS["figures"][name])
    page.check("input[name=has_system][value=no]")
    press(page, said["save"])
    page.wait_for_url("**/patents/")
    looked_at()
    press(page, said["row"])
    page.wait_for_url("**/rows/new/")
    page.fill("input[name=patent]", PATENT)
    page.fill("input[name=patent_title]", "铝灰回收方法")
    page.check("input[name=is_green][value=yes]")
    press(page, said["save row"])
    page.wait_for_url("**/patents/")
    press(page, said["go on"])
    page.wait_for_url("**/summary/")
    page.fill("input[name=product]", "再生铝板")
    page.fill("textarea[name=result]", "年节电120万千瓦时。")
    press(page, said["save"])
    page.wait_for_url("**/form/")
    visitor.open(f"/cases/{case.pk}/form/figures/")
    page.set_input_files("#file-revenue", photograph)
    page.locator("#files-revenue").get_by_role("button", name=said["attach"]).click()
    page.locator("#files-revenue a").wait_for()
    looked_at()
    visitor.open(f"/cases/{case.pk}/form/")
    press(page, said["check"])
    page.wait_for_url("**/review/")
    looked_at()
    press(page, said["submit"])
    page.wait_for_url("**/submitted/")
    assert said["done"] in page.locator("h1").inner_text()
    looked_at()
    assert CaseRevision.objects.get().case == case
    for address in (f"/cases/{case.pk}/", f"/cases/{case.pk}/revisions/1/", "/cases/", "/what-can-i-get/"):
        visitor.open(address)
        looked_at()
    assert visitor.errors == []
