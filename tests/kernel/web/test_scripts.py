"""Our own scripts run in the older Chromium kernels of office computers and chat programs: ES2017."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[3] / "qinglan"
SCRIPTS = sorted(path for path in PACKAGE.rglob("static/**/*.js") if "vendor" not in path.parts)
BLANKED = re.compile(
    r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|(?<=[=(,:?&|!]\s)/(?![/*])(?:\\.|\[(?:\\.|[^\]])*\]|[^/\\\n])+/[a-z]*",
    re.DOTALL,
)
NEWER = {
    "optional chaining": r"\?\.(?!\d)",
    "nullish coalescing": r"\?\?",
    "logical assignment": r"&&=|\|\|=",
    "object spread or rest": r"(?:[{,]\s*)\.\.\.(?=[^\])]*\})",
    "catch without a name": r"\bcatch\s*\{",
    "asynchronous loop": r"\bfor\s+await\b",
    "private member": r"(?<![\w\"'])#[a-zA-Z_]\w*\s*[=;(]",
    "class field": r"(?m)^\s*static\s+\w+\s*=",
    "big integer": r"\b\d+n\b",
    "separated digits": r"\b\d+_\d",
    "import() or import.meta": r"\bimport\s*[(.]",
    "newer methods": r"\.(?:flat|flatMap|matchAll|replaceAll|at|trimStart|trimEnd|findLast|toSorted|allSettled|any|finally)\(",
    "newer globals": r"\b(?:globalThis|structuredClone|queueMicrotask|AggregateError|WeakRef)\b|Object\.(?:fromEntries|hasOwn)\b",
}


def plain(source: str) -> str:
    """The script without comments and texts."""
    return BLANKED.sub(" '' ", source)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_syntax_newer_than_2017(path: Path) -> None:
    source = plain(path.read_text(encoding="utf-8"))
    found = [name for name, sign in NEWER.items() if re.search(sign, source)]
    assert found == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("optional chaining", "const a = b?.c;"),
        ("nullish coalescing", "const a = b ?? 1;"),
        ("object spread or rest", "const a = { b, ...c };"),
        ("catch without a name", "try { a(); } catch { b(); }"),
        ("asynchronous loop", "for await (const a of b) c();"),
        ("big integer", "const a = 10n;"),
        ("newer methods", "const a = b.replaceAll(c, d);"),
        ("newer globals", "globalThis.a = 1;"),
        ("logical assignment", "a ||= b;"),
    ],
)
def test_the_lint_sees_what_it_looks_for(name: str, source: str) -> None:
    assert re.search(NEWER[name], plain(source))


@pytest.mark.parametrize(
    "source",
    ["f(...a); // b?.c", "const t = 'a ?? b';", "const a = b ? .5 : 1;", "const f = async () => {};"],
)
def test_the_lint_leaves_alone_what_is_old_enough(source: str) -> None:
    assert [name for name, sign in NEWER.items() if re.search(sign, plain(source))] == []
