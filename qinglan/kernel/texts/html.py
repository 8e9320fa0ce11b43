"""Web pages: the element that holds the prose, its blocks as lines, its tables as rows."""

import re

import lxml.html
from lxml import etree

from qinglan.kernel.texts.errors import ReadError, ReadProblem

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
    lines = _lines(main)
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
            score += scores.get(child, 0)
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


def _lines(main: lxml.html.HtmlElement) -> list[str]:
    writer = _Writer()
    for event, element in etree.iterwalk(main, events=("start", "end")):
        if event == "start":
            writer.start(element)
        else:
            writer.end(element, tail=element is not main)
    writer.flush()
    return writer.lines


class _Writer:
    """Collects text into lines; a table row is one line with tabs between its cells."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._buffer: list[str] = []
        self._skipped = 0
        self._rows = 0

    def start(self, element: lxml.html.HtmlElement) -> None:
        """Enter an element."""
        tag = element.tag
        if tag in _SKIPPED or not isinstance(tag, str) or _hidden(element):
            self._skipped += 1
        if self._skipped:
            return
        if tag == "tr":
            self._rows += 1
            self.flush()
        elif tag in _BLOCKS and not self._rows:
            self.flush()
        self._buffer.append(_inline(element.text))

    def end(self, element: lxml.html.HtmlElement, *, tail: bool) -> None:
        """Leave an element; `tail` says whether the text after it belongs to the page's prose."""
        tag = element.tag
        if not self._skipped:
            if tag == "tr":
                self._rows -= 1
                self.flush()
            elif tag in _BLOCKS:
                self._close(tag)
        elif tag in _SKIPPED or not isinstance(tag, str) or _hidden(element):
            self._skipped -= 1
        if tail and not self._skipped:
            self._buffer.append(_inline(element.tail))

    def _close(self, tag: str) -> None:
        if not self._rows:
            self.flush()
        elif tag in ("td", "th"):
            self._buffer.append("\t")

    def flush(self) -> None:
        """End the line."""
        line = "".join(self._buffer).strip(" \t\u00a0\u3000")
        self._buffer.clear()
        cells = [cell.strip(" \u00a0\u3000") for cell in line.split("\t")]
        filled = [cell for cell in cells if cell]
        if filled:
            self.lines.append("\t".join(cells) if len(filled) > 1 else filled[0])


def _hidden(element: lxml.html.HtmlElement) -> bool:
    return "display:none" in (element.get("style") or "").replace(" ", "").lower()


def _inline(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text) if text else ""
