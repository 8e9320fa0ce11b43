"""Somebody in front of a window: goes, presses, fills in, reads, by what stands on the page."""

from pathlib import Path
from typing import Any

from playwright.sync_api import TimeoutError as TookTooLong

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Person:
    """A window and who sits before it. All names are those that the page shows."""

    def __init__(self, visitor: Any) -> None:
        self.visitor = visitor
        self.page = visitor.page
        self.main = self.page.locator("main")

    def go(self, path: str) -> "Person":
        """Open an address of the site."""
        status = self.visitor.open(path)
        assert status < 400, (path, status, self.text()[:600])
        return self

    def press(self, words: str, *, among: Any = None) -> "Person":
        """Press the button, or follow the link, whose name has these words; wait for what comes."""
        place = among or self.main
        found = place.get_by_role("button", name=words).or_(place.get_by_role("link", name=words)).first
        try:
            found.click()
        except TookTooLong as fault:
            raise AssertionError(f"nothing to press: {words}, on {self.page.url}:\n{self.text()}") from fault
        self.page.wait_for_load_state("domcontentloaded")
        return self

    def follow(self, words: str) -> "Person":
        """Press what a row of a list is called."""
        return self.press(words, among=self.row(words))

    def follow_card(self, words: str) -> "Person":
        """Press what a card is called."""
        return self.press(words, among=self.main.locator(".q-card").filter(has_text=words).first)

    def pick_all(self, act: str) -> "Person":
        """Choose all rows of a list and do this to them."""
        form = self.main.locator("form:has(.q-pick)")
        form.wait_for()
        for box in form.get_by_role("checkbox").all():
            box.check()
        return self.press(act, among=form)

    def send(self) -> "Person":
        """Send the form of the page by its main button."""
        self.main.locator("form button.btn-primary").last.click()
        self.page.wait_for_load_state("domcontentloaded")
        return self

    def row(self, words: str) -> Any:
        """The row of a list that has these words."""
        return self.main.locator(".q-rows > li, tbody tr").filter(has_text=words).first

    def field(self, label: str) -> Any:
        """The field of this label, waited for."""
        found = self.main.get_by_label(label).first
        try:
            found.wait_for(state="attached")
        except TookTooLong as fault:
            raise AssertionError(f"no field: {label}, on {self.page.url}:\n{self.text()}") from fault
        return found

    def write(self, label: str, text: str) -> "Person":
        """Fill in the field of this label."""
        self.field(label).fill(text)
        return self

    def tick(self, label: str) -> "Person":
        """Tick the box or choose the answer of this label."""
        self.field(label).check()
        return self

    def choose(self, label: str, option: str) -> "Person":
        """Choose from a list."""
        self.field(label).select_option(label=option)
        return self

    def hand_in(self, label: str, name: str, content: bytes, kind: str = "") -> "Person":
        """Give a file to the field of this label."""
        file = {"name": name, "mimeType": kind or KINDS[Path(name).suffix], "buffer": content}
        self.field(label).set_input_files(files=[file])
        return self

    def take(self, words: str) -> bytes:
        """The file that comes at a press."""
        with self.page.expect_download() as coming:
            found = self.main.get_by_role("button", name=words).or_(self.main.get_by_role("link", name=words))
            found.first.click()
        return Path(coming.value.path()).read_bytes()

    def reads(self, *texts: str) -> "Person":
        """Wait until all of these stand on the page."""
        for text in texts:
            try:
                self.main.get_by_text(text).or_(self.main.filter(has_text=text)).first.wait_for()
            except TookTooLong as fault:
                raise AssertionError(f"not read: {text}, on {self.page.url}:\n{self.text()}") from fault
        return self

    def text(self) -> str:
        """What stands in the main part of the page."""
        return str(self.main.inner_text())

    def looks_right(self, name: str) -> "Person":
        """Nothing that axe finds, nothing wider than the window, no error of a script; and a picture."""
        assert self.visitor.accessibility_findings() == [], name
        assert self.page.evaluate(WIDER) <= 0, name
        assert self.visitor.errors == [], name
        self.visitor.screenshot(f"walk-{name}")
        return self


KINDS = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
