"""Fetch the styles, scripts, fonts and icons that the pages use, once, into the tree.

Run it only to move to a newer version: ``python scripts/vendor_assets.py``. It needs ``npm`` and
whatever package registry ``npm`` is set up with; nothing is fetched when Qinglan runs. It writes

* ``qinglan/kernel/web/static/vendor/<package>/`` — the files, their licence beside them;
* ``qinglan/kernel/web/static/vendor/vendor.json`` — name, version, licence, files with SHA-256;
* ``qinglan/kernel/web/static/web/icons.svg`` — one sprite with the icons of ``ICONS``.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent / "qinglan" / "kernel" / "web" / "static"
VENDOR = WEB / "vendor"

MIT = """MIT License

{copyright}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


@dataclass(frozen=True)
class Part:
    """One package: where it goes, which of its files are kept, and under which licence."""

    package: str
    version: str
    folder: str
    files: tuple[str, ...]
    licence_files: tuple[str, ...] = ()
    copyright: str = ""
    licence: str = ""  # where the package itself does not name it


PARTS = (
    Part(
        "@tabler/core",
        "1.4",
        "tabler",
        ("dist/css/tabler.min.css",),
        copyright=(
            "Copyright (c) 2018-2025 The Tabler Authors\n"
            "Copyright (c) 2018-2025 codecalm.net Paweł Kuna\n"
            "Includes Bootstrap, Copyright (c) 2011-2025 The Bootstrap Authors"
        ),
    ),
    Part("htmx.org", "2", "htmx", ("dist/htmx.min.js",), ("LICENSE",)),
    Part("htmx-ext-sse", "2", "htmx-ext-sse", ("dist/sse.min.js",), ("LICENSE",), licence="0BSD"),
    # The "common" build holds lines, bars, pies and scatters and the SVG renderer; no maps.
    Part("echarts", "6", "echarts", ("dist/echarts.common.min.js",), ("LICENSE", "NOTICE")),
    Part("@fontsource/noto-sans-sc", "5", "noto-sans-sc", (), ("LICENSE",)),
    Part("@tabler/icons", "3", "tabler-icons", (), ("LICENSE",)),
    # "sumo" can make keys of passphrases. Only the pages of sealed bids load them.
    Part("libsodium-sumo", "0.8", "libsodium", ("dist/modules-sumo/libsodium-sumo.js",), ("LICENSE",)),
    Part(
        "libsodium-wrappers-sumo",
        "0.8",
        "libsodium-wrappers",
        ("dist/modules-sumo/libsodium-wrappers.js",),
        ("LICENSE",),
    ),
)

#: Sprite id → file name under ``icons/outline`` of @tabler/icons. Only what a template uses.
ICONS = (
    "alert-triangle",
    "arrow-down",
    "arrow-right",
    "arrow-up",
    "arrows-sort",
    "bell",
    "building",
    "calendar-event",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "circle-check",
    "clock",
    "download",
    "external-link",
    "eye",
    "eye-off",
    "file-text",
    "filter",
    "history",
    "info-circle",
    "language",
    "leaf",
    "lock",
    "login",
    "logout",
    "menu-2",
    "minus",
    "paperclip",
    "plug-connected",
    "plug-connected-x",
    "plus",
    "printer",
    "search",
    "table",
    "user",
    "x",
)

#: Subsets of the font beside the numbered slices of the Chinese ones.
FONT_SUBSETS = ("latin", "latin-ext")
FONT_WEIGHTS = (400, 700)
#: Names under which the same typeface may already be installed: then nothing is downloaded.
FONT_LOCAL = {
    400: ("Noto Sans SC", "NotoSansSC-Regular", "Noto Sans CJK SC", "NotoSansCJKsc-Regular"),
    700: ("Noto Sans SC Bold", "NotoSansSC-Bold", "Noto Sans CJK SC Bold", "NotoSansCJKsc-Bold"),
}
SOURCE_MAP = re.compile(rb"\n?(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=.*)\s*$")


def fetch(part: Part, into: Path) -> Path:
    """Download and unpack one package; returns the folder that holds its ``package.json``."""
    spec = f"{part.package}@{part.version}"
    done = subprocess.run(
        ["npm", "pack", "--json", spec], cwd=into, check=True, capture_output=True, text=True
    )
    packed = json.loads(done.stdout)
    target = into / part.folder
    with tarfile.open(into / packed[-1]["filename"]) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def copy(source: Path, target: Path) -> None:
    """Copy one file without the pointer to a source map that is not kept."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(SOURCE_MAP.sub(b"\n", source.read_bytes()))


def write_fonts(package: Path, folder: Path) -> None:
    """Keep the woff2 slices of both weights and write one style sheet that names them."""
    ranges = json.loads((package / "unicode.json").read_text(encoding="utf-8"))
    css = []
    for weight in FONT_WEIGHTS:
        local = ", ".join(f'local("{name}")' for name in FONT_LOCAL[weight])
        for key, unicode_range in ranges.items():
            subset = key.strip("[]")
            if not (subset.isdigit() or subset in FONT_SUBSETS):
                continue
            name = f"noto-sans-sc-{subset}-{weight}-normal.woff2"
            shutil.copy(package / "files" / name, folder / name)
            css.append(
                f'@font-face{{font-family:"Noto Sans SC";font-weight:{weight};font-display:swap;'
                f'src:{local},url({name}) format("woff2");unicode-range:{unicode_range}}}'
            )
    (folder / "noto-sans-sc.css").write_text("\n".join(css) + "\n", encoding="utf-8")


def write_sprite(package: Path) -> None:
    """Put the icons of ``ICONS`` into one SVG file of symbols, drawn in the text's colour."""
    symbols = []
    for name in ICONS:
        text = (package / "icons" / "outline" / f"{name}.svg").read_text(encoding="utf-8")
        paths = [p for p in re.findall(r"<path[^>]*/>", text) if 'stroke="none"' not in p]
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
            f'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">{"".join(paths)}'
            "</symbol>"
        )
    sprite = WEB / "web" / "icons.svg"
    sprite.parent.mkdir(parents=True, exist_ok=True)
    body = "\n".join(symbols)
    sprite.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n', encoding="utf-8")


def describe(part: Part, package: Path, folder: Path) -> dict[str, object]:
    """One entry of ``vendor.json``: what was taken, and the SHA-256 of every file of it."""
    manifest = json.loads((package / "package.json").read_text(encoding="utf-8"))
    files = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "name": part.package,
        "version": manifest["version"],
        "licence": part.licence or manifest["license"],
        "bytes": size,
        "files": files,
    }


def main() -> int:
    """Renew everything under ``static/vendor`` and the icon sprite."""
    if shutil.which("npm") is None:
        print("npm is needed to fetch the packages; nothing was changed.", file=sys.stderr)
        return 1
    entries = []
    with tempfile.TemporaryDirectory() as scratch:
        for part in PARTS:
            package = fetch(part, Path(scratch))
            folder = VENDOR / part.folder
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for name in part.files:
                copy(package / name, folder / Path(name).name)
            for name in part.licence_files:
                shutil.copy(package / name, folder / name)
            if part.copyright:
                (folder / "LICENSE").write_text(MIT.format(copyright=part.copyright), encoding="utf-8")
            if part.folder == "noto-sans-sc":
                write_fonts(package, folder)
            if part.folder == "tabler-icons":
                write_sprite(package)
            entries.append(describe(part, package, folder))
    text = json.dumps(entries, indent=1, ensure_ascii=False)
    (VENDOR / "vendor.json").write_text(text + "\n", encoding="utf-8")
    for entry in entries:
        print(f"{entry['name']} {entry['version']} ({entry['licence']}): {entry['bytes']:,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
