"""An officer reads a plan in, in Chromium: from the document to publication, and what readers see."""

from pathlib import Path
from typing import Any

import pytest

from qinglan.kernel.measures.models import Indicator
from qinglan.plans.domain.item import confirm_item, correct_item, link_measure
from qinglan.plans.domain.pack import load_plan
from qinglan.plans.domain.version import withdraw_version
from qinglan.plans.models import Quantity, Version
from tests.plans import sample
from tests.support.browser import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "qinglan-plan.docx"
PASSWORD = "long-enough-for-tests"
WORDS = {
    "zh-hans": {
        "read": "读入文件",
        "confirm": "确认",
        "correct": "更正",
        "drop": "剔除",
        "save": "保存更正",
        "add": "补充目标或规则",
        "add item": "补充",
        "all": "确认全部未核对项",
        "link": "选择统计口径",
        "define": "为目标新建指标",
        "publish": "发布",
        "withdraw": "撤回这一版本",
        "targets": "目标",
        "reason": "理由",
    },
    "en": {
        "read": "Read the document",
        "confirm": "Confirm",
        "correct": "Correct",
        "drop": "Drop",
        "save": "Save the correction",
        "add": "Add a target or rule",
        "add item": "Add the item",
        "all": "Confirm all that are still open",
        "link": "Choose how it is counted",
        "define": "Define a new indicator for the target",
        "publish": "Publish this version",
        "withdraw": "Withdraw this version",
        "targets": "Targets",
        "reason": "Reason",
    },
}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ACTIVE = (
    r"(document.activeElement.name || document.activeElement.textContent || '').replace(/\s+/g, ' ').trim()"
)


@pytest.fixture
def officer(db: None) -> Any:
    user = sample.person("officer", "officer")
    user.set_password(PASSWORD)
    user.is_demonstration = True  # logs in without a second factor
    user.save()
    return user


@pytest.fixture
def window(visit: Any, officer: Any, city: Any) -> Any:
    """A window of some width and language; with an officer logged in, unless he is a stranger."""

    def opened(size: dict[str, int] = DESKTOP, language: str = "zh-hans", *, stranger: bool = False) -> Any:
        return visit(size).enter(None if stranger else officer, language)

    return opened


def press(page: Any, words: str) -> None:
    """Press the button or follow the link that begins with `words`, in the main part of the page."""
    page.locator("main").get_by_role("button", name=words).or_(
        page.locator("main").get_by_role("link", name=words)
    ).first.click()


@pytest.mark.parametrize(("size", "language"), [(DESKTOP, "zh-hans"), (PHONE, "en")])
def test_from_the_document_to_publication_and_back(
    window: Any, officer: Any, size: dict[str, int], language: str
) -> None:
    said = WORDS[language]
    visitor = window(size, language)
    page = visitor.page
    visitor.open("/plans/new/")
    page.set_input_files("input[type=file]", EXAMPLE)
    page.select_option("select[name=territory]", sample.CITY)
    page.fill("input[name=slug]", "example")
    press(page, said["read"])
    page.wait_for_url("**/plans/example/versions/1/reading/")
    assert page.locator(".p-left h2").count() == 14
    text_left = page.locator(".p-left").bounding_box()
    reading = page.locator(".p-right").bounding_box()
    assert text_left is not None
    assert reading is not None
    beside = text_left["x"] + text_left["width"] <= reading["x"]
    assert beside == (size is DESKTOP)

    slugs = list(Quantity.objects.filter(kind="target").values_list("slug", flat=True))
    confirmed, dropped, corrected = (f"#item-{slug}" for slug in slugs[:3])
    page.locator(confirmed).get_by_role("button", name=said["confirm"]).click()
    page.locator(f"{confirmed}.p-item-confirmed").wait_for()
    page.locator(dropped).get_by_role("button", name=said["drop"]).click()
    page.locator(f"{dropped}.p-item-dropped").wait_for()
    page.locator(corrected).get_by_role("link", name=said["correct"]).click()
    page.fill("input[name=value]", "121")
    press(page, said["save"])
    page.locator(f"{corrected}.p-item-corrected").wait_for()
    page.locator(".p-right section").nth(13).get_by_role("link", name=said["add"]).click()
    page.fill("input[name=quote]", "每年开展一次方案实施评估")
    page.fill("input[name=indicator]", "方案实施评估")
    page.fill("input[name=value]", "1")
    page.check("input[name=kind][value=rule]")
    press(page, said["add item"])
    page.locator(".p-item-added").wait_for()
    press(page, said["all"])
    page.wait_for_load_state()
    version = Version.objects.get(plan__slug="example")
    assert version.quantities.filter(decision="proposed").count() == 0

    page.locator(confirmed).get_by_role("link", name=said["link"]).click()
    press(page, said["define"])
    page.fill("textarea[name=definition]", "年末在册的绿色技术创新企业")
    page.fill("input[name=form_number]", "QL-1")
    page.locator("main form button").first.click()
    page.wait_for_url(f"**/reading/{confirmed}")
    others = version.quantities.filter(kind="target", measure="").exclude(decision="dropped")
    for target in others:
        link_measure(
            acting_user=officer,
            target=target,
            measure="reported.latest",
            parameters=version.quantities.get(slug=slugs[0]).measure_parameters,
            seen_revision=target.revision,
        )
    page.reload()
    press(page, said["publish"])
    page.fill("input[name=secrecy_basis]", "保密审查表第1号")
    page.fill("input[name=publication_basis]", "局务会议纪要第1期")
    assert visitor.accessibility_findings() == []
    page.get_by_role("button", name=said["publish"]).click()
    page.wait_for_url("**/plans/example/")

    stranger = window(size, language, stranger=True)
    assert stranger.open("/plans/example/") == 200
    assert (
        stranger.page.locator("#targets .q-rows > li").count()
        == version.quantities.filter(kind="target").exclude(decision="dropped").count()
    )
    page.get_by_role("link", name=said["withdraw"]).click()
    page.fill("textarea[name=reason]", "数据有误")
    press(page, said["withdraw"])
    page.wait_for_url("**/plans/example/?version=1")
    assert stranger.open("/plans/example/") == 200
    assert "数据有误" in stranger.page.locator(".q-note-late").inner_text()
    assert (visitor.errors, stranger.errors) == ([], [])


def test_a_click_on_what_a_colleague_decided_shows_how_it_stands(
    window: Any, officer: Any, city: Any
) -> None:
    version = sample.take_in_plan(officer, city)
    visitor = window()
    visitor.open(f"/plans/{sample.ADDRESS}/versions/1/reading/")
    confirm_item(acting_user=officer, item=version.quantities.get(slug="target-1"), seen_revision=0)
    visitor.page.locator("#item-target-1").get_by_role("button", name="剔除").click()
    card = visitor.page.locator("#item-target-1.p-item-confirmed")
    card.wait_for()
    assert "您的操作没有保存" in card.get_by_role("alert").inner_text()
    assert [line for line in visitor.errors if "409" not in line] == []


def test_a_stale_correction_shows_the_difference_and_keeps_what_was_typed(
    window: Any, officer: Any, city: Any
) -> None:
    version = sample.take_in_plan(officer, city)
    target = version.quantities.get(slug="target-1")
    visitor = window()
    page = visitor.page
    visitor.open(f"/plans/items/{target.pk}/correct/")
    page.fill("input[name=value]", "32")
    correct_item(acting_user=officer, item=target, content=sample.content(value=31), seen_revision=0)
    press(page, "保存更正")
    page.locator("table caption").wait_for()
    cells = page.locator("tbody tr").all_inner_texts()
    assert [" ".join(cell.split()) for cell in cells] == [
        "处理结果 — 已更正",
        "比较关系 等于 不少于",
        "数值 32 31",
    ]
    page.get_by_role("button").filter(has_text="继续编辑我的内容").click()
    assert page.input_value("input[name=value]") == "32"
    press(page, "保存更正")
    page.wait_for_url("**/reading/#item-target-1")
    target.refresh_from_db()
    assert (target.value, target.revision) == (32, 2)


def tab_to(page: Any, words: str) -> None:
    """Press Tab until what has the focus is called `words`."""
    for _press in range(120):
        page.keyboard.press("Tab")
        if words in str(page.evaluate(ACTIVE)):
            return
    raise AssertionError(f"{words!r} is not reached by the keyboard")


def test_the_keyboard_alone_reads_confirms_and_publishes(visit: Any, officer: Any, city: Any) -> None:
    visitor = visit()
    page = visitor.page
    visitor.open("/")
    tab_to(page, "登录")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/login/**")
    page.keyboard.type("officer")
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "login" not in address)
    visitor.open("/desk/")
    tab_to(page, "读入方案文件")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plans/new/")
    tab_to(page, "text")
    page.keyboard.insert_text(sample.TEXT)
    tab_to(page, "territory")
    page.keyboard.press("ArrowDown")
    tab_to(page, "读入文件")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reading/")
    tab_to(page, "确认 绿色技术创新企业")
    page.keyboard.press("Enter")
    page.locator("#item-target-1.p-item-confirmed").wait_for()
    page.reload()
    tab_to(page, "确认全部未核对项")
    page.keyboard.press("Enter")
    page.locator("#item-target-2.p-item-confirmed").wait_for()
    version = Version.objects.get()
    Indicator.objects.update(pack=version.plan.indicator_pack)
    sample.decide_all(officer, version)
    page.reload()
    tab_to(page, "发布")
    page.keyboard.press("Enter")
    page.wait_for_url("**/publish/")
    for basis in ("secrecy_basis", "publication_basis"):
        tab_to(page, basis)
        page.keyboard.insert_text("审查表第1号")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/plans/{version.plan.slug}/")
    assert visitor.errors == []


@pytest.mark.parametrize("language", ["zh-hans", pytest.param("en", marks=pytest.mark.soak)])
def test_every_page_is_accessible_quiet_and_fits_its_window(
    window: Any, officer: Any, city: Any, language: str, tmp_path: Path
) -> None:
    from qinglan.parties.domain.account import system_user

    published, _new = load_plan(
        acting_user=system_user(), pack=sample.pack(tmp_path), path=sample.write_plan(tmp_path)
    )
    path = sample.write_plan(tmp_path, sample.changed(stage="final", horizon=2029))
    load_plan(acting_user=system_user(), pack=sample.pack(tmp_path), path=path)
    withdraw_version(
        acting_user=officer, version=published, reason="数据有误", seen_revision=published.revision
    )
    opened = sample.take_in_plan(officer, city)
    confirm_item(acting_user=officer, item=opened.quantities.get(slug="target-1"), seen_revision=0)
    item = Quantity.objects.get(version=opened, slug="target-2").pk
    plan = f"/plans/{sample.SLUG}/"
    public = [
        "/",
        "/plans/",
        plan,
        f"{plan}?version=1",
        f"{plan}articles/2/",
        f"{plan}targets/firms/",
        f"{plan}compare/",
        "/measures/",
    ]
    inside = [
        "/desk/",
        "/plans/new/",
        f"/plans/{sample.ADDRESS}/versions/1/reading/",
        f"/plans/{sample.ADDRESS}/versions/1/articles/1/add/",
        f"/plans/items/{item}/correct/",
        f"/plans/items/{item}/measure/",
        f"/plans/items/{item}/indicator/",
        f"{plan}versions/2/withdraw/",
        "/account/password/",
    ]
    findings = {}
    for size in (DESKTOP, PHONE):
        stranger, insider = window(size, language, stranger=True), window(size, language)
        for visitor, pages in ((stranger, [*public, "/account/login/"]), (insider, inside)):
            for address in pages:
                found = visitor.what_is_wrong(address)
                findings |= {(size["width"], *key): what for key, what in found.items()}
    assert findings == {}
