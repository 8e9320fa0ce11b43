"""Find words in a template that would never be translated.

An element that says its language (``<span lang="zh-Hans">``) means its words and is left alone; so
are scripts and styles.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, TokenType

SPOKEN_ATTRIBUTES = frozenset({"alt", "aria-label", "placeholder", "title"})
SILENT = frozenset({"script", "style"})
VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source"})
WORDS = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]|[A-Za-z]{2,}")
OPEN = re.compile(r"^(blocktranslate|blocktrans|comment|block \w*_class)\b")
CLOSE = re.compile(r"^(endblocktranslate|endblocktrans|endcomment|endblock)\b")


def find(path: Path) -> list[tuple[int, str]]:
    """The line and the words of every raw text in the template at `path`."""
    parser = _Parser()
    parser.feed("".join(_plain(path.read_text(encoding="utf-8"))))
    parser.close()
    return parser.found


def _plain(source: str) -> Iterator[str]:
    """The template without its tags and without what stands between translation tags."""
    inside = False
    for token in Lexer(source).tokenize():
        raw_lines = token.contents.count("\n")
        if token.token_type == TokenType.BLOCK:
            if OPEN.match(token.contents):
                inside = True
            elif CLOSE.match(token.contents):
                inside = False
            yield "\n" * raw_lines
        elif token.token_type != TokenType.TEXT or inside:
            yield "\n" * raw_lines
        else:
            yield token.contents


class _Parser(HTMLParser):
    """Collects spoken text and attributes outside silent and language-marked elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        marked = "lang" in given and tag != "html"
        if not self._silent and not marked:
            for name in SPOKEN_ATTRIBUTES & set(given):
                self._look(given[name])
        if tag in VOID:
            return
        if self._silent or tag in SILENT or marked:
            self._silent.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID and self._silent:
            self._silent.pop()

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._look(data)

    def _look(self, text: str) -> None:
        if WORDS.search(text):
            words = " ".join(text.split())
            self.found.append((self.getpos()[0], f"“{words}” stands outside a translation tag"))
