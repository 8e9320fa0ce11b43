"""Web pages: the element that holds the prose, its blocks as lines, its tables as rows."""

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from qinglan.plans.reader.errors import ReadError, ReadProblem

_START = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|p|meta)\b", re.IGNORECASE | re.DOTALL
)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "header",
        "footer",
        "form",
        "select",
        "option",
        "button",
        "iframe",
        "svg",
        "canvas",
        "object",
        "input",
        "textarea",
        "head",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "tbody",
        "thead",
        "section",
        "article",
        "blockquote",
        "dd",
        "dt",
        "dl",
        "hr",
        "center",
        "pre",
        "td",
        "th",
    ]
)
_PROSE = re.compile(r"[。，；]")


def looks_like(text: str) -> bool:
    """Whether decoded text is a web page."""
    return _START.match(text[:4000]) is not None


def read(text: str, name: str) -> tuple[str, str | None]:
    """The page's prose as lines and its canonical address, if it states one."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml.html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.LxmlError, ValueError) as error:
        raise ReadError(ReadProblem.UNREADABLE, name) from error
    address = _address(root)
    body = root.find("body")
    if body is None:
        body = root
    main = _main(body)
    lines = list(_lines(main))
    title = _title(root)
    if title and main is not body and not any(_same(title, line) for line in lines[:12]):
        lines.insert(0, title)
    return "\n".join(lines), address


def _same(title: str, line: str) -> bool:
    a, b = re.sub(r"\s", "", title), re.sub(r"\s", "", line)
    return bool(b) and (a in b or b in a) and len(b) > 5


def _address(root: lxml.html.HtmlElement) -> str | None:
    for element in root.iter("link", "meta"):
        if element.get("rel") == "canonical" and element.get("href", "").startswith("http"):
            return str(element.get("href"))
        if element.get("property") == "og:url" and element.get("content", "").startswith("http"):
            return str(element.get("content"))
    return None


def _title(root: lxml.html.HtmlElement) -> str:
    for element in root.iter("meta"):
        if (element.get("name") or "").lower() == "articletitle" and element.get("content"):
            return str(element.get("content")).strip()
    for tag in ("h1", "title"):
        for element in root.iter(tag):
            words = re.split(r"[_|]|-(?=[^-]{2,14}$)", (element.text_content() or "").strip())[0].strip()
            if words:
                return str(words)
    return ""


def _main(body: lxml.html.HtmlElement) -> lxml.html.HtmlElement:
    """The smallest element that holds nearly all punctuated prose."""
    scores: dict[lxml.html.HtmlElement, int] = {}
    for _, element in etree.iterwalk(body, events=("end",)):
        if not isinstance(element.tag, str) or element.tag in _SKIPPED:
            scores[element] = 0
            continue
        score = len(_PROSE.findall(element.text or ""))
        for child in element:
            score += scores.pop(child, 0) if False else scores.get(child, 0)
            score += len(_PROSE.findall(child.tail or ""))
        scores[element] = score
    total = scores.get(body, 0)
    current = body
    while True:
        best = max(current, key=lambda child: scores.get(child, 0), default=None)
        if (
            best is None
            or not total
            or scores.get(best, 0) < 0.9 * total
            or best.tag in ("p", "tr", "table", "tbody")
        ):
            return current
        current = best


def _lines(main: lxml.html.HtmlElement) -> Iterator[str]:
    buffer: list[str] = []
    skip = 0
    in_row = 0
    for event, element in etree.iterwalk(main, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else "script"
        if event == "start":
            if tag in _SKIPPED or _hidden(element):
                skip += 1
            if not skip:
                if tag == "tr":
                    in_row += 1
                    yield from _flush(buffer)
                elif tag in _BLOCKS and not in_row:
                    yield from _flush(buffer)
                buffer.append(_inline(element.text))
        else:
            if not skip:
                if tag in ("td", "th") and in_row:
                    buffer.append("\t")
                elif tag == "tr":
                    in_row -= 1
                    yield from _flush(buffer)
                elif tag in _BLOCKS and not in_row:
                    yield from _flush(buffer)
            if tag in _SKIPPED or _hidden(element):
                skip -= 1
            if not skip and element is not main:
                buffer.append(_inline(element.tail))
    yield from _flush(buffer)


def _hidden(element: lxml.html.HtmlElement) -> bool:
    return "display:none" in (element.get("style") or "").replace(" ", "").lower()


def _inline(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text) if text else ""


def _flush(buffer: list[str]) -> Iterator[str]:
    line = "".join(buffer).strip(" \t\u00a0\u3000")
    buffer.clear()
    if line:
        cells = [cell.strip(" \u00a0\u3000") for cell in line.split("\t")]
        filled = [cell for cell in cells if cell]
        yield "\t".join(cells) if len(filled) > 1 else (filled[0] if filled else "")
