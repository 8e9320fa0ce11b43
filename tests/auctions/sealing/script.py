"""The suite's scripts in Chromium, on a blank page with the policy under which they are served."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
VENDOR = ROOT / "qinglan" / "kernel" / "web" / "static" / "vendor"
SCRIPTS = (
    VENDOR / "libsodium" / "libsodium-sumo.js",
    VENDOR / "libsodium-wrappers" / "libsodium-wrappers.js",
    ROOT / "qinglan" / "auctions" / "static" / "auctions" / "suite.js",
)
SITE = "https://qinglan.test/"
POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'"


class Suite:
    """Calls to the suite in a page; bytes go and come as hex."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def run(self, body: str, **given: Any) -> Any:
        """What the script `body` answers; it knows `q` (the suite) and `given`."""
        return self.page.evaluate(f"async (given) => {{ const q = window.qinglanSuite; {body} }}", given)


def blank(
    browser: Any, *, site: str = SITE, policy: str = POLICY, scripts: tuple[Path, ...] = SCRIPTS
) -> Any:
    """A page of `site` that has the scripts and nothing else."""
    page = browser.new_page()
    named = {f"{site}{place}.js": path for place, path in enumerate(scripts)}
    tags = "".join(f'<script src="{address}"></script>' for address in named)

    def answer(route: Any) -> None:
        path = named.get(route.request.url)
        if path is None:
            headers = {"Content-Security-Policy": policy, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=f"<!doctype html><title>.</title>{tags}", headers=headers)
        else:
            route.fulfill(path=path, content_type="text/javascript")

    page.route("**/*", answer)
    page.goto(site)
    return page


@pytest.fixture(scope="module")
def suite(browser: Any) -> Iterator[Suite]:
    """The suite, ready."""
    page = blank(browser)
    page.evaluate("window.qinglanSuite.ready().then(() => true)")
    yield Suite(page)
    page.close()
