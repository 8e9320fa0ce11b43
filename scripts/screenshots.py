"""Remake the screenshots of `docs/pictures`: each page kind at 1440 and 390 px in both languages.

Starts Qinglan on a home and a port of its own, with demonstration data, and takes the pictures in
the system's Chromium. Run by `make docs`.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
WIDTHS = (1440, 390)
LANGUAGES = {"zh": "zh-hans", "en": "en"}
PLAN = "/plans/cn-500000-chongqing-implementation-opinions/"
PAGES = {
    "front": ("/", ""),
    "list": ("/figures/", "officer-demo"),
    "record": (PLAN, ""),
    "task": ("/plans/new/", "officer-demo"),
    "desk": ("/desk/", "officer-demo"),
    "desk-administrator": ("/desk/", "admin-demo"),
    "desk-security": ("/desk/", "security-demo"),
    "desk-audit": ("/desk/", "audit-demo"),
    "to-dos": ("/desk/todos/", "officer-demo"),
    "search": ("/search/?q=%E7%BB%BF%E8%89%B2", "officer-demo"),
    "report": (f"{PLAN}targets/green-factories/", ""),
    "live": ("/status/", "admin-demo"),
    "public-record": ("/style/public-record/", ""),
    "review": ("/style/review/", ""),
    "confirmation": ("/style/confirmation/", ""),
}
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)


def main() -> int:
    """Start, take all pictures, stop."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Chromium is missing; no screenshots were taken.", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="qinglan-docs-", ignore_cleanup_errors=True) as home:
        environ = {**os.environ, "QINGLAN_HOME": home, "QINGLAN_PORT": str(port)}
        running = subprocess.Popen(
            [Path(sys.executable).with_name("qinglan"), "run"], env=environ, stdout=subprocess.DEVNULL
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM))
                for width in WIDTHS:
                    for short, language in LANGUAGES.items():
                        for name, (path, user) in PAGES.items():
                            _take(
                                browser,
                                address,
                                path,
                                user,
                                width,
                                language,
                                PICTURES / f"{name}-{short}-{width}.jpg",
                            )
                browser.close()
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(20)
    print(f"{len(WIDTHS) * len(LANGUAGES) * len(PAGES)} pictures in {PICTURES.relative_to(ROOT)}")
    return 0


def _take(browser: Browser, address: str, path: str, user: str, width: int, language: str, to: Path) -> None:
    height = 1000 if width > 1000 else 844
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    context.add_cookies([{"name": "qinglan_language", "value": language, "url": address}])
    page = context.new_page()
    if user:
        page.goto(f"{address}/account/login/")
        page.fill("[name=username]", user)
        page.fill("[name=password]", "qinglan-demo-2026")
        page.click("form.q-form button")
    page.goto(address + path)
    page.wait_for_load_state("load")
    page.wait_for_timeout(600)
    page.screenshot(path=to, type="jpeg", quality=82)
    context.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(address: str) -> None:
    until = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310 - our own address
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


if __name__ == "__main__":
    sys.exit(main())
