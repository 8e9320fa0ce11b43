"""What an operator or official may use is written down: settings, commands, measures."""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from qinglan.cli.main import main
from qinglan.kernel.measures.registry import REGISTRY
from qinglan.settings import env

DOCS = Path(__file__).resolve().parents[1] / "docs"


def rows(page: str) -> dict[str, str]:
    """The rows of the tables of a page: what stands in code in the first column, and the whole row."""
    lines = (DOCS / page).read_text(encoding="utf-8").splitlines()
    return {found[1]: line for line in lines if (found := re.match(r"\| `([^`]+)` \|", line))}


def test_every_setting_is_described_with_its_default() -> None:
    found = rows("settings.md")
    assert sorted(found) == sorted(env.DECLARED)
    root = f"{env.PROJECT_ROOT}/"
    wrong = []
    for name, setting in env.DECLARED.items():
        default = setting.default
        shown = (
            f"`{default.removeprefix(root)}/` of the project" if default.startswith(root) else f"`{default}`"
        )
        if found[name] != f"| `{name}` | {shown if default else '—'} | {setting.meaning} |":
            wrong.append(name)
    assert wrong == []


def commands(command: click.Command, path: str) -> Iterator[str]:
    """All commands below `command`, each with the words that call it."""
    if not isinstance(command, click.Group):
        yield path
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        assert below is not None
        yield from commands(below, f"{path} {name}")


def test_every_command_is_described() -> None:
    described = sorted(
        " ".join(word for word in row.split() if word.islower() and word.isalpha())
        for row in rows("commands.md")
    )
    assert described == sorted(commands(main, "qinglan"))


def test_every_measure_is_described_with_its_parameters(db: None) -> None:
    found = rows("measures.md")
    missing = {
        name: [key for key in measure.parameter_names if f"`{key}`" not in found.get(name, "")]
        for name, measure in REGISTRY.items()
    }
    assert {name for name in REGISTRY if name not in found} == set()
    assert {name: keys for name, keys in missing.items() if keys} == {}


def test_links_between_pages_lead_somewhere() -> None:
    links = [
        (page, link)
        for page in DOCS.rglob("*.md")
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    ]
    broken = [
        (page.name, link) for page, link in links if "://" not in link and not (page.parent / link).exists()
    ]
    assert broken == []
