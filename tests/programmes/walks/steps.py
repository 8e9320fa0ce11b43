"""What the walks do on a page."""

from pathlib import Path
from typing import Any

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def press(page: Any, words: str) -> None:
    """Press the button or follow the link of these words, in the main part of the page."""
    main = page.locator("main")
    main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first.click()


def sound(visitor: Any, name: str) -> None:
    """Nothing that axe finds, nothing wider than the window, no error of a script; and a picture."""
    assert visitor.accessibility_findings() == [], name
    assert visitor.page.evaluate(WIDER) <= 0, name
    assert visitor.errors == [], name
    visitor.screenshot(name)


def text_of(visitor: Any) -> str:
    """The main part of the page as people read it."""
    return str(visitor.page.locator("main").inner_text())


def taken(visitor: Any, words: str, folder: Path) -> Path:
    """Press what gives a file, and keep the file."""
    with visitor.page.expect_download() as waiting:
        press(visitor.page, words)
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path
