"""What is vendored is what was taken, under its licence, and nothing is fetched at run time."""

import hashlib
import json
import re
from pathlib import Path

from qinglan.kernel import web

STATIC = Path(web.__file__).parent / "static"
VENDOR = STATIC / "vendor"
PARTS = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))


def test_every_file_is_listed_with_its_digest():
    listed = {name: digest for part in PARTS for name, digest in part["files"].items()}
    present = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "vendor.json"
    }
    assert present == listed


def test_every_part_keeps_its_licence():
    assert {part["name"]: part["licence"] for part in PARTS} == {
        "@tabler/core": "MIT",
        "htmx.org": "0BSD",
        "htmx-ext-sse": "0BSD",
        "echarts": "Apache-2.0",
        "@fontsource/noto-sans-sc": "OFL-1.1",
        "@tabler/icons": "MIT",
        "libsodium-sumo": "ISC",
        "libsodium-wrappers-sumo": "ISC",
    }
    for part in PARTS:
        assert any(name.endswith("/LICENSE") for name in part["files"])


def test_the_vendored_files_stay_small():
    assert sum(part["bytes"] for part in PARTS) < 8_000_000


def test_no_style_or_template_of_ours_names_a_foreign_address():
    templates = Path(web.__file__).parent / "templates"
    ours = [*(STATIC / "web").glob("*.*"), *templates.rglob("*.html")]
    foreign = re.compile(r"(?:src|href|url\(|@import|fetch\()[=\s\"'(]*(?:https?:)?//")
    assert [path.name for path in ours if foreign.search(path.read_text(encoding="utf-8"))] == []


def test_every_icon_that_a_template_names_is_in_the_sprite():
    ids = set(re.findall(r'id="([^"]+)"', (STATIC / "web" / "icons.svg").read_text(encoding="utf-8")))
    package = Path(web.__file__).parents[2]
    named = {
        name
        for path in package.rglob("templates/**/*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert named - ids == set()
