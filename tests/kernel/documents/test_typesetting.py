"""Printed papers: the same bytes twice, archival, and never a missing character."""

from datetime import date

import pypdfium2
import pytest
from django.utils import translation

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents import code
from qinglan.kernel.documents.printing import page_count, page_picture, pages_with_code, print_version, qr_svg
from qinglan.kernel.documents.typesetting import missing_glyphs, refuse_missing
from tests.kernel.documents import samples

DAY = date(2026, 9, 28)


def test_the_same_paper_gives_the_same_bytes_as_archival_pdf() -> None:
    one, two = (print_version(samples.paper(), code.derived(b"x"), DAY) for _ in range(2))
    assert one == two
    assert b"<pdfaid:part>2</pdfaid:part>" in one
    assert b"<pdfaid:conformance>U</pdfaid:conformance>" in one


def test_the_version_code_stands_on_every_page() -> None:
    long = samples.paper(
        blocks=tuple({"type": "paragraph", "text": "绿色技术创新。" * 60} for _ in range(12))
    )
    version = code.derived(long.canonical())
    made = print_version(long, version, DAY)
    assert page_count(made) == 7
    assert pages_with_code(made, version) == [1, 2, 3, 4, 5, 6, 7]
    assert pages_with_code(made, code.derived(b"other")) == []


@pytest.mark.parametrize("lines", range(12, 30))
def test_a_heading_stands_on_the_page_of_what_it_heads(lines: int) -> None:
    blocks = [{"type": "paragraph", "text": "一行。"} for _ in range(lines)]
    blocks += [{"type": "heading", "text": "题头"}, {"type": "paragraph", "text": "其下的话。"}]
    made = print_version(samples.paper(blocks=tuple(blocks)), code.derived(b"x"), DAY)
    texts = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made)]
    assert [("题头" in text, "其下的话" in text) for text in texts if "题头" in text] == [(True, True)]


def test_markup_in_a_text_stays_text() -> None:
    evil = '#panic("x") *bold* $x$ \\ @ref <a> "quoted"'
    made = print_version(samples.paper(title=evil), code.derived(b"x"), DAY)
    text = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_bounded()
    assert "".join(evil.split()) in "".join(text.split())


def test_demonstration_papers_say_so_on_every_page(settings) -> None:
    settings.DEMONSTRATION = True
    made = print_version(samples.paper(), code.derived(b"x"), DAY)
    texts = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made)]
    settings.DEMONSTRATION = False
    plain = print_version(samples.paper(), code.derived(b"x"), DAY)
    assert all("演示数据" in text for text in texts)
    assert "演示数据" not in pypdfium2.PdfDocument(plain)[0].get_textpage().get_text_bounded()


def test_rare_characters_of_names_are_there_and_others_named() -> None:
    assert missing_glyphs({"name": "龘㛃䶮喆堃镕囍〇①㎡±≥"}) == []
    found = missing_glyphs({"title": "绿😀色", "statement": "ກ"})
    assert [(one.name, one.text, one.position) for one in found] == [
        ("GRINNING FACE", "title", 2),
        ("LAO LETTER KO", "statement", 1),
    ]
    with translation.override("en"), pytest.raises(Impossible) as refused:
        refuse_missing({"title": "绿😀色"})
    assert refused.value.message == (
        "The font of printed papers lacks “😀” (U+1F600, GRINNING FACE), character 2 of “title”."
        " Write it in another way; nothing was issued."
    )


def test_a_page_becomes_a_picture() -> None:
    picture = page_picture(samples.pdf(), 0, width=300)
    assert (picture[:8], int.from_bytes(picture[16:20], "big")) == (b"\x89PNG\r\n\x1a\n", 300)
    with pytest.raises(IndexError):
        page_picture(samples.pdf(), 1)


def test_a_qr_code_is_a_picture_of_its_own() -> None:
    assert qr_svg("https://example.cn/verify/A").startswith("<svg ")
