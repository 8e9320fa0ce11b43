"""The house rules that no linter knows: floors of tables, sizes of files, templates, translations, packaging."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

PACKAGE = Path(__file__).resolve().parents[1] / "qinglan"
FLOORS = (
    {"kernel"},
    {"parties"},
    {"rights"},
    {"programmes", "market"},
    {"auctions"},
    {"contracts"},
    {"assurance", "commons"},
    {"projects", "finance", "procurement", "gatherings"},
    {"plans"},
    {"portal", "api", "cli"},
)
"""As in the design: a floor knows only floors below it; neighbours do not know each other."""
LONGEST = 500
"""Lines of the longest file: a longer one is two things."""
PLAIN_HEADINGS = re.compile(r"<h1[\s>]")


def floor(module: str) -> tuple[int, str]:
    """On which floor a module of ours lies, and in which package."""
    package = module.split(".")[1]
    return next(number for number, packages in enumerate(FLOORS) if package in packages), package


def ours() -> Iterator[type[Model]]:
    """All models of the project."""
    return (model for model in apps.get_models() if model.__module__.startswith("qinglan."))


def references() -> Iterator[tuple[type[Model], type[Model]]]:
    """Each model of ours with each model of ours that it refers to."""
    for model in ours():
        for field in model._meta.get_fields(include_hidden=True):
            target = field.related_model
            if (
                not field.auto_created
                and isinstance(target, type)
                and target.__module__.startswith("qinglan.")
            ):
                yield model, target


USERS = {"qinglan.parties.models.user"}
"""Django's AUTH_USER_MODEL: every floor may name the account that acted."""


def test_foreign_keys_lead_down_as_imports_do() -> None:
    upward = []
    for model, target in references():
        here, there = floor(model.__module__), floor(target.__module__)
        allowed = here == there or there[0] < here[0] or target.__module__ in USERS
        if not allowed:
            upward.append((model._meta.label, target._meta.label))
    assert len(list(references())) > 10
    assert upward == []


def sources(pattern: str, folder: Path = PACKAGE) -> list[Path]:
    """Files of the project below `folder`, without what is made or borrowed."""
    aside = {"migrations", "vendor", "__pycache__", "locale"}
    return [path for path in sorted(folder.rglob(pattern)) if not aside & set(path.parts)]


def test_no_file_is_longer_than_its_one_idea() -> None:
    files = [*sources("*.py"), *sources("*.html"), *sources("*.css"), *sources("*.js")]
    files += sources("*.py", PACKAGE.parent / "tests")
    long = {
        str(path.relative_to(PACKAGE.parent)): count
        for path in files
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_every_constraint_has_a_name_that_reads_as_a_sentence() -> None:
    names = {constraint.name for model in ours() for constraint in model._meta.constraints}
    assert len(names) > 10
    assert sorted(name for name in names if name.count("_") < 2) == []


def test_templates_hold_no_inline_styles_scripts_or_handlers() -> None:
    """The content security policy would stop them."""
    inline = re.compile(
        r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*(?:src=|application/json))|javascript:"
    )
    found = [
        (str(path.relative_to(PACKAGE)), hit.group())
        for path in sources("*.html")
        for hit in inline.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_pages_take_their_frame_and_heading_from_the_page_templates() -> None:
    found = []
    for path in sources("*.html"):
        text = path.read_text(encoding="utf-8")
        extends = re.match(r"\s*\{% extends \"([a-z_/]+)\.html\" %\}", text)
        if (
            extends
            and extends[1] not in ("web/base",)
            and PLAIN_HEADINGS.search(text)
            and "web/" not in str(path)
        ):
            found.append(str(path.relative_to(PACKAGE)))
    assert found == []


def test_every_app_has_its_translations() -> None:
    missing = []
    for config in apps.get_app_configs():
        if config.name.startswith("qinglan.") and not config.name.startswith("qinglan.kernel"):
            catalogue = Path(config.path) / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
            if not catalogue.exists():
                missing.append(config.name)
    assert missing == []


@pytest.mark.parametrize("path", sources("views/*.py"), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_views_change_nothing_themselves(path: Path) -> None:
    """Business data is changed by verbs in `domain`; a view calls them."""
    writes = {"save", "create", "bulk_create", "update_or_create", "get_or_create", "delete", "bulk_update"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [
        f"{node.func.attr} in line {node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writes
    ]
    assert calls == []


def test_verbs_take_keywords_and_the_acting_user_first() -> None:
    wrong = []
    for path in sources("domain/*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if "within the caller's transaction" in " ".join((ast.get_docstring(node) or "").lower().split()):
                continue  # A part of verbs, not one of its own.
            names = [argument.arg for argument in node.args.kwonlyargs]
            if "acting_user" in names and (names[0] != "acting_user" or node.args.args):
                wrong.append(f"{path.relative_to(PACKAGE)}: {node.name}")
            if "acting_user" in [argument.arg for argument in node.args.args]:
                wrong.append(f"{path.relative_to(PACKAGE)}: {node.name}")
    assert wrong == []
