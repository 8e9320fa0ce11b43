"""A plan on its whole way through the office, in Chromium: read in and confirmed, published with the basis of
its checks, taken as a public notice, numbered, returned with its stamp; and its acts checked by a stranger.
"""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from qinglan.kernel.disclosure.models import Clearance
from qinglan.kernel.documents.models import Paper
from qinglan.kernel.measures.models import Indicator
from qinglan.plans.models import Version
from tests.kernel.events.log import run_script
from tests.plans import sample

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SLUG = "qinghe"
BASIS = "保密审查表〔2026〕7号"


@pytest.fixture
def desk(visit: Any, officer: Any, city: Any, settings: Any, tmp_path: Path) -> Any:
    """An officer's window, logged in."""
    from django.test import Client

    settings.MEDIA_ROOT = tmp_path / "files"
    visitor = visit()
    client = Client()
    client.force_login(officer)
    cookies = [
        {"name": name, "value": held.value, "url": visitor.base} for name, held in client.cookies.items()
    ]
    visitor.page.context.add_cookies(cookies)
    visitor.page.context.set_default_timeout(20_000)
    return visitor


def press(page: Any, words: str) -> None:
    """Press the button or follow the link with these words in the main part of the page."""
    main = page.locator("main")
    main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first.click()


def test_a_plan_leaves_as_a_paper_and_comes_back_stamped(desk: Any, officer: Any, tmp_path: Path) -> None:
    page = desk.page
    _read_in_and_confirm(desk, officer)
    _publish_with_the_basis(page)
    _take_the_public_notice(desk, tmp_path)
    _number_it(page)
    _return_the_stamped_copy(desk, tmp_path)
    desk.open(f"/plans/{SLUG}/")
    paper = Paper.objects.get()
    row = page.locator(".q-aside .q-rows li", has=page.locator(f"a[href='/papers/{paper.pk}/']"))
    assert "青科发〔2026〕9号" in row.inner_text()
    assert "已收回盖章件" in row.inner_text()
    _the_acts_stand_in_the_stream(desk, paper)
    _a_stranger_checks_the_export(desk, paper, tmp_path)
    assert [line for line in desk.errors if "422" not in line] == []


def _read_in_and_confirm(desk: Any, officer: Any) -> None:
    page = desk.page
    desk.open("/plans/new/")
    file = {"name": "方案.txt", "mimeType": "text/plain", "buffer": sample.TEXT.encode()}
    page.set_input_files("input[type=file]", file)
    page.select_option("select[name=territory]", sample.CITY)
    page.fill("input[name=slug]", SLUG)
    press(page, "读入文件")
    page.wait_for_url(f"**/plans/{SLUG}/versions/1/reading/")
    press(page, "确认全部未核对项")
    page.locator("#item-target-2.p-item-confirmed").wait_for()
    version = Version.objects.get(plan__slug=SLUG)
    Indicator.objects.update(pack=version.plan.indicator_pack)
    sample.decide_all(officer, version)


def _publish_with_the_basis(page: Any) -> None:
    page.reload()
    press(page, "发布这一版本")
    page.wait_for_url("**/publish/")
    press(page, "发布这一版本")
    page.locator(".q-error").first.wait_for()
    assert Version.objects.get(plan__slug=SLUG).state == "reading"
    page.fill("input[name=secrecy_by]", "保密员（演示）")
    page.fill("input[name=secrecy_basis]", BASIS)
    page.fill("input[name=publication_basis]", "局务会议纪要第3期")
    press(page, "发布这一版本")
    page.wait_for_url(f"**/plans/{SLUG}/")
    made = Clearance.objects.get()
    assert (made.secrecy_by, made.secrecy_basis, made.publication_basis) == (
        "保密员（演示）",
        BASIS,
        "局务会议纪要第3期",
    )


def _take_the_public_notice(desk: Any, tmp_path: Path) -> None:
    page = desk.page
    press(page, "拟制公文")
    page.check("input[name=kind][value=public_notice]")
    page.fill("input[name=issuer]", "青禾市科学技术局")
    page.fill("input[name=day]", "2026-09-28")
    page.fill("input[name=first_day]", "2026-09-28")
    page.fill("input[name=last_day]", "2026-10-12")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/papers/*/")
    with page.expect_download() as taken:
        press(page, "取 Word 文件")
    path = tmp_path / "taken.docx"
    taken.value.save_as(path)
    lines = [line.text for line in Document(io.BytesIO(path.read_bytes())).paragraphs]
    assert any("公示" in line for line in lines)
    page.reload()


def _number_it(page: Any) -> None:
    press(page, "填写文号")
    page.fill("input[name=number]", "青科发[2026]9号")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/papers/*/")
    assert "青科发〔2026〕9号" in page.locator("main").inner_text()


def _return_the_stamped_copy(desk: Any, tmp_path: Path) -> None:
    from qinglan.kernel.documents.domain.paper import content_of
    from qinglan.kernel.documents.printing import print_version

    page = desk.page
    paper = Paper.objects.get()
    scan = print_version(content_of(paper), paper.version_code, paper.drafted_at.date())
    press(page, "上传盖章件")
    file = {"name": "盖章扫描件.pdf", "mimeType": "application/pdf", "buffer": scan}
    page.set_input_files("input[type=file]", file)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/papers/*/")
    paper.refresh_from_db()
    assert (paper.state, paper.number) == ("returned", "青科发〔2026〕9号")
    assert "盖章扫描件.pdf" in page.locator("main").inner_text()


def _the_acts_stand_in_the_stream(desk: Any, paper: Paper) -> None:
    page = desk.page
    desk.open(f"/events/plan:{SLUG}/")
    kinds = page.locator("ol.q-rows > li .q-code-name").all_inner_texts()
    assert kinds[0] == "plans.published"
    assert kinds[-1] == "plans.read-in"
    assert "完好" in page.locator(".q-answer").inner_text()
    desk.open(f"/events/paper:{paper.pk}/")
    assert page.locator("ol.q-rows > li .q-code-name").all_inner_texts() == [
        "papers.returned",
        "papers.numbered",
        "papers.taken",
        "papers.drafted",
    ]
    assert page.locator("h1").inner_text() == paper.title


def _a_stranger_checks_the_export(desk: Any, paper: Paper, tmp_path: Path) -> None:
    page = desk.page
    with page.expect_download() as taken:
        press(page, "导出 JSON 行")
    path = tmp_path / "events.jsonl"
    taken.value.save_as(path)
    assert run_script(path)[0] == 0
    lines = path.read_text(encoding="utf-8").splitlines()
    place = next(n for n, line in enumerate(lines) if "papers.numbered" in line)
    changed = lines[place].replace("2026", "2025", 1)
    assert json.loads(changed) != json.loads(lines[place])
    path.write_text("\n".join([*lines[:place], changed, *lines[place + 1 :], ""]), encoding="utf-8")
    status, output = run_script(path)
    assert (status, f"paper:{paper.pk}" in output, "3" in output) == (1, True, True)
