"""Check a scheme's folder: all faults and warnings, each with file and line."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from qinglan.kernel.rulebook.yaml_file import PackError, line_at, lines_of
from qinglan.programmes.definition.check.content import (
    question_findings,
    requirement_findings,
    scoring_findings,
    summary_findings,
)
from qinglan.programmes.definition.check.finding import Finding
from qinglan.programmes.definition.check.golden import golden_faults
from qinglan.programmes.definition.check.graph import steps_findings
from qinglan.programmes.definition.check.lawful import warnings
from qinglan.programmes.definition.check.letters import letter_findings
from qinglan.programmes.definition.check.manifest import (
    after_findings,
    basis_findings,
    held_findings,
    manifest_findings,
    text_findings,
)
from qinglan.programmes.definition.check.money import money_findings
from qinglan.programmes.definition.reading import FORMS, OPTIONAL, read_definition, read_golden
from qinglan.programmes.definition.whole import Definition


def check_folder(folder: Path) -> list[str]:
    """Every fault of the scheme in `folder` as ``file:line: reason``; none: it can be loaded."""
    try:
        return missing_files(folder) or faults_beyond_form(folder)
    except PackError as error:
        return error.findings


def missing_files(folder: Path) -> list[str]:
    """The files that a scheme needs and `folder` lacks."""
    return [
        f"{folder / name}:1: the file is missing"
        for name in FORMS
        if name not in OPTIONAL and not (folder / name).exists()
    ]


def faults_beyond_form(folder: Path) -> list[str]:
    """What is wrong with the scheme in `folder` though each file has its form. Raises PackError where one hasn't."""
    definition, golden = read_definition(folder), read_golden(folder)
    root = folder.parent.parent.parent.parent
    found = sorted(set(_printed(folder, findings(definition, folder, root))))
    if not golden:
        found.append(f"{folder / 'golden'}:1: a scheme has golden cases")
    for path, number, case in golden:
        line = line_at(lines_of(path), ("cases", number))
        found += [f"{path}:{line}: {case.title.en}: {reason}" for reason in golden_faults(definition, case)]
    return found


def warn_folder(folder: Path) -> list[str]:
    """What should be looked at in the scheme in `folder`, as ``file:line: reason``; empty for a broken one."""
    try:
        definition = read_definition(folder)
    except PackError:
        return []
    return sorted(set(_printed(folder, warnings(definition))))


def findings(definition: Definition, folder: Path, root: Path) -> list[Finding]:
    """Every fault of the definition itself; `root` is the directory of the packs."""
    return [
        *manifest_findings(definition, folder, plans_of(root)),
        *basis_findings(definition),
        *text_findings(definition),
        *question_findings(definition),
        *requirement_findings(definition),
        *scoring_findings(definition),
        *money_findings(definition),
        *steps_findings(definition),
        *letter_findings(definition),
        *summary_findings(definition),
        *after_findings(definition),
        *held_findings(definition, slugs_of(root)),
    ]


def _printed(folder: Path, found: Iterable[Finding]) -> list[str]:
    lines: dict[str, Any] = {}
    printed = []
    for one in found:
        path = folder / one.file
        if one.file not in lines:
            lines[one.file] = lines_of(path)
        printed.append(f"{path}:{line_at(lines[one.file], one.at)}: {one.reason}")
    return printed


def slugs_of(root: Path) -> frozenset[str]:
    """The slugs of all schemes of the packs under `root`."""
    return frozenset(path.parent.parent.name for path in root.glob("*/programmes/*/*/programme.yaml"))


def plans_of(root: Path) -> dict[str, frozenset[int]]:
    """The numbers of the articles of each plan of the packs under `root`, by the plan's slug."""
    found: dict[str, frozenset[int]] = {}
    for path in sorted(root.glob("*/plans/*.yaml")):
        slug, articles = _plan(path, path.stat().st_mtime_ns)
        found[slug] = found.get(slug, frozenset()) | articles
    return found


@lru_cache(maxsize=64)
def _plan(path: Path, _changed: int) -> tuple[str, frozenset[int]]:
    """Slug and articles of a plan file, read loosely: a higher floor knows its form and checks it."""
    content = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    plan = content.get("plan", {}) if isinstance(content, dict) else {}
    articles = plan.get("articles") or []
    return str(plan.get("slug", "")), frozenset(
        one["number"] for one in articles if isinstance(one, dict) and isinstance(one.get("number"), int)
    )
