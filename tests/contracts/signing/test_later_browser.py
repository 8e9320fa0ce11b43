"""In Chromium: a party waits for its seal, brings a wrong file and then the right one, and gives an order up."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from qinglan.contracts.domain.seal import sign_electronically
from qinglan.contracts.models import SigningWay
from tests.contracts.signing import made
from tests.contracts.signing.later import CODE, PROVIDER
from tests.support.browser import WINDOWS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def look(visitor: Any, name: str, language: str) -> None:
    """Keep a picture; nothing is wider than the window, nothing is hard to use."""
    visitor.screenshot(f"seal-{name}-{language}")
    assert visitor.page.evaluate(WIDER) <= 0
    assert visitor.accessibility_findings() == []


def sealed_elsewhere(order: Any) -> bytes:
    """In a thread: the library that signs begins a loop of its own, and the browser's runs here."""

    def run() -> bytes:
        try:
            return PROVIDER.made(order)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


@WINDOWS
def test_waiting_for_the_provider(
    visit: Any, settings: Any, size: dict[str, int], language: str, tmp_path: Path
) -> None:
    settings.HOME, settings.SEAL_PROVIDER = tmp_path, CODE
    PROVIDER.reset()
    who = made.parties()
    row = made.put(who, SigningWay.ELECTRONIC)
    party = made.keys(row, "seller")[0]
    sign_electronically(acting_user=who["owner_seal"], contract=row.contract, party=party)
    visitor = visit(size).enter(who["member"], language)
    address = f"{row.contract.get_absolute_url()}signing/"
    visitor.open(address)
    look(visitor, "waiting", language)
    wrong, right = tmp_path / "wrong.pdf", tmp_path / "right.pdf"
    wrong.write_bytes(made.scan())
    right.write_bytes(sealed_elsewhere(row.signatures.get(pk=party).order))
    visitor.page.locator(f"main a[href$='/{party}/bring/']").click()
    visitor.page.set_input_files("input[name=file]", str(wrong))
    visitor.page.locator("main form button.btn-primary").click()
    visitor.page.wait_for_selector(".q-errors, .alert-danger, [role=alert]")
    look(visitor, "refused", language)
    visitor.open(f"{address}seal/{party}/give-up/")
    look(visitor, "give-up", language)
    visitor.open(f"{address}seal/{party}/bring/")
    visitor.page.set_input_files("input[name=file]", str(right))
    visitor.page.locator("main form button.btn-primary").click()
    visitor.page.wait_for_url(f"**{address}")
    assert row.signatures.get(pk=party).state == "signed"
    look(visitor, "taken", language)
    assert visitor.errors == []
