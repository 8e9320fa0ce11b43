"""Every template that draws a form shows its errors on top too, and sends it with our tokens."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[3] / "qinglan"
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
FORM = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.DOTALL)
DRAWS = re.compile(r"\{\{ ?(?:\w+_)?form ?\}\}")
WITH_SUMMARY = re.compile(r"extends \"(?:web/task|plans/|parties/|mfa/|account/)|error_summary")
BY_HAND = {
    "kernel/web/templates/web/components/header.html",  # the language, logging out: pressed again and again
    "kernel/web/templates/web/small.html",  # the language
}
"""Forms with the token against forgery alone."""


def name(path: Path) -> str:
    """From the package on."""
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_forms_carry_the_tokens(path: Path) -> None:
    forms = FORM.findall(path.read_text(encoding="utf-8"))
    bare = [form[:80] for form in forms if "{% csrf_token %}" not in form]
    assert name(path) in BY_HAND or bare == []


def test_errors_stand_on_top_of_every_drawn_form() -> None:
    silent = []
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        drawn = any(DRAWS.search(form) for form in FORM.findall(text))
        if drawn and not WITH_SUMMARY.search(text):
            silent.append(name(path))
    assert silent == []
