"""Every kind of page in Chromium: accessible, no complaint on the console, fit for a phone."""

import pytest

from qinglan.kernel.web.style.kinds import PAGES
from tests.support.browser import DESKTOP, PHONE, SCREENSHOTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATHS = [
    "/style/",
    *(f"/style/{kind}/" for kind in PAGES),
    "/style/task/?errors=1",
    "/style/list/?q=none&field=water",
    "/style/list/?field=nothing&published_from=x",
    "/style/live/?mine=behind",
    "/style/conflict/",
    "/style/error/",
    "/no-such-page/",
]
PICTURES = SCREENSHOTS
#: A page answered with an error status says so on the console; a date typed wrongly does too.
EXPECTED = ("Failed to load resource: the server responded with a status of",)

SIZES = """() => {
  const sizes = new Set();
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !parent.getClientRects().length || parent.closest("svg")) continue;
    sizes.add(getComputedStyle(parent).fontSize);
  }
  return [...sizes].sort();
}"""
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, summary, input, select, textarea")]
  .filter((e) => e.getClientRects().length && !e.closest("p, dd, td, li, .q-skip, .q-details") && e.type !== "hidden")
  .filter((e) => { const box = (e.closest("label, .form-check") || e).getBoundingClientRect(); return box.height < 24 || box.width < 24; })
  .map((e) => e.outerHTML.slice(0, 120))"""
OUTSIDE = """() => [...document.querySelectorAll("body *")]
  .filter((e) => e.getClientRects().length && !e.closest(".q-table-wrap, .q-hidden, .q-skip, svg, thead, caption"))
  .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((e) => e.outerHTML.slice(0, 120))"""


def settle(window):
    """Wait until fonts and charts are there (styles and scripts are by the time a page is loaded)."""
    window.page.evaluate("document.fonts.ready")
    window.page.wait_for_function("() => !document.querySelector('[data-q-chart][hidden]')")


def complaints(window):
    """What the console says beyond the status of an error page."""
    return [text for text in window.errors if not text.startswith(EXPECTED)]


@pytest.mark.parametrize("language", ["zh-hans", pytest.param("en", marks=pytest.mark.soak)])
def test_every_kind_of_page_is_accessible_and_keeps_to_the_policy(visit, settings, language):
    settings.DEMONSTRATION = True
    findings = {}
    for viewport in (DESKTOP, PHONE):
        window = visit(viewport)
        window.page.context.add_cookies([{"name": "qinglan_language", "value": language, "url": window.base}])
        for path in PATHS:
            window.open(path)
            settle(window)
            found = {
                "axe": window.accessibility_findings(),
                "console": complaints(window),
                "outside": window.page.evaluate(OUTSIDE),
                "small": window.page.evaluate(SMALL_TARGETS),
            }
            scroll = window.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            found["scroll"] = [scroll] if scroll else []
            sizes = window.page.evaluate(SIZES)
            found["sizes"] = sizes if len(sizes) > 3 else []
            window.errors.clear()
            findings |= {(viewport["width"], path, kind): what for kind, what in found.items() if what}
    assert findings == {}, "\n".join(f"{key}: {what}" for key, what in findings.items())


def test_the_language_switch_keeps_the_page(visit):
    window = visit()
    window.open("/style/list/?field=water&lang=zh")
    window.page.get_by_role("button", name="English").click()
    window.page.wait_for_url("**/style/list/?field=water")
    assert window.page.locator("html").get_attribute("lang") == "en"
    assert window.page.locator("h1").inner_text() == "Find technology"


def test_a_chart_is_drawn_as_svg_and_its_numbers_are_one_click_away(visit):
    window = visit()
    window.open("/style/report/")
    settle(window)
    plots = window.page.locator("[data-q-chart] svg")
    assert plots.count() == 4
    figure = window.page.locator("figure").first
    assert not figure.locator("table").is_visible()
    figure.locator("summary").click()
    assert figure.locator("table").is_visible()
    assert "2027年目标：30" in figure.locator("svg").text_content()
    assert figure.locator("[data-q-chart]").get_attribute("aria-label").endswith("2027年目标：30")


def test_without_scripts_a_chart_is_its_table_and_everything_works(visit):
    window = visit(java_script_enabled=False)
    window.open("/style/report/")
    assert window.page.locator("figure table").count() == 4
    assert all(table.is_visible() for table in window.page.locator("figure table").all())
    assert not any(plot.is_visible() for plot in window.page.locator("[data-q-chart]").all())
    phone = visit(PHONE, java_script_enabled=False)
    phone.open("/style/list/?field=water")
    assert phone.page.locator("#q-nav").is_visible()
    assert phone.page.get_by_role("button", name="应用筛选").is_visible()


def test_on_paper_the_menus_go_and_what_is_folded_is_read(visit, settings):
    settings.DEMONSTRATION = True
    window = visit()
    window.open("/style/report/")
    settle(window)
    window.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    window.page.emulate_media(media="print")
    page = window.page
    shown = {
        "banner": page.locator(".q-demonstration").is_visible(),
        "tables": [table.is_visible() for table in page.locator("figure table").all()],
        "nav": page.locator("#q-nav").is_visible(),
        "button": page.get_by_text("打印报告").is_visible(),
        "footer": page.locator("footer").is_visible(),
    }
    assert shown == {
        "banner": True, "tables": [True] * 4, "nav": False, "button": False, "footer": True,
    }  # fmt: skip
    assert len(page.pdf(prefer_css_page_size=True)) > 10_000


def test_a_public_record_prints_on_one_page(visit):
    from io import BytesIO

    from pypdfium2 import PdfDocument

    window = visit()
    for language in ("zh", "en"):
        window.open(f"/style/public-record/?lang={language}")
        settle(window)
        pdf = PdfDocument(BytesIO(window.page.pdf(prefer_css_page_size=True)))
        assert len(pdf) == 1


def test_pictures_of_every_kind(visit, settings):
    settings.DEMONSTRATION = True
    PICTURES.mkdir(parents=True, exist_ok=True)
    taken = []
    for viewport in (DESKTOP, PHONE):
        for language in ("zh", "en"):
            window = visit(viewport)
            for kind in PAGES:
                window.open(f"/style/{kind}/?lang={language}")
                settle(window)
                name = f"{kind}-{language}-{viewport['width']}"
                picture = window.page.screenshot(full_page=True, type="jpeg", quality=75)
                path = PICTURES / f"{name}.jpg"
                path.write_bytes(picture)
                taken.append(path)
    assert [path.name for path in taken if path.stat().st_size < 10_000] == []
