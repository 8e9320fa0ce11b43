"""The mark “演示数据” (demonstration data): on every page, export and PDF in demonstration mode.

Pages get it from ``base.html``. Whoever writes a file asks here for the line to put into it.
The mark is printed in both languages, since a file outlives the language of the page.
"""

from collections.abc import Iterable

from qinglan.kernel.web.site import demonstration

MARK = "演示数据"
MARK_BILINGUAL = "演示数据 Demonstration data"
LINE = (
    "演示数据：本文件由演示环境生成，所列单位、项目和数字均为虚构，不得作为统计或办事依据。"
    " Demonstration data: every organisation, project and figure in this file is invented."
)


def active() -> bool:
    """Whether this installation is in demonstration mode (setting ``DEMONSTRATION``)."""
    return demonstration()


def mark() -> str:
    """The short mark for a page's corner or a watermark; "" outside demonstration mode."""
    return MARK_BILINGUAL if active() else ""


def line() -> str:
    """The sentence for a file's head or foot; "" outside demonstration mode."""
    return LINE if active() else ""


def marked_rows(rows: Iterable[list[str]]) -> Iterable[list[str]]:
    """`rows` of a table, preceded by a row with :func:`line` in demonstration mode."""
    if active():
        yield [LINE]
    yield from rows


def file_name(name: str) -> str:
    """`name` of an export, with the mark before it in demonstration mode."""
    return f"{MARK}-{name}" if active() else name
