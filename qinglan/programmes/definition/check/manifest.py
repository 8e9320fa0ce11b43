"""The manifest and what binds all files: the folder's name, the law, sources, texts in both languages, after."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from qinglan.kernel.rulebook.packs import Text
from qinglan.kernel.rulebook.yaml_file import Location
from qinglan.parties.models.organisation_kind import OrganisationKind
from qinglan.programmes.definition.after import RE_EVALUATION
from qinglan.programmes.definition.check.content import twice
from qinglan.programmes.definition.check.finding import Finding, everything
from qinglan.programmes.definition.check.names import condition_faults, declared, names_in, options_of
from qinglan.programmes.definition.facts import held_scheme
from qinglan.programmes.definition.manifest import Basis
from qinglan.programmes.definition.questions import Section
from qinglan.programmes.definition.whole import Definition

FILE = "programme.yaml"
NEED_APPROVAL = frozenset({"commendation", "demonstration"})
"""表彰、创建示范 need the approval of a superior authority (全国评比达标表彰、创建示范活动 rules)."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z0-9]")
_NUMBER_PARTS = {"year": 2026, "serial": 1}


def manifest_findings(
    definition: Definition, folder: Path, plans: Mapping[str, frozenset[int]]
) -> Iterator[Finding]:
    """What is wrong with the manifest of the scheme in `folder`; `plans` are the articles of known plans."""
    one = definition.manifest
    if (one.slug, str(one.edition)) != (folder.parent.name, folder.name):
        yield Finding(
            FILE, ("programme", "slug"), f"the folder is called {folder.parent.name}/{folder.name}, not so"
        )
    if one.valid.last is not None and one.valid.last < one.valid.first:
        yield Finding(FILE, ("programme", "valid"), "it ends before it begins")
    if one.nature in NEED_APPROVAL and not (one.approval_number or "").strip():
        at: Location = ("programme", "nature")
        yield Finding(FILE, at, f"a {one.nature} needs the number of its approval (approval_number)")
    for number, served in enumerate(one.serves):
        at = ("programme", "serves", number)
        if served.plan not in plans:
            yield Finding(FILE, (*at, "plan"), f"no pack has a plan {served.plan!r}")
        elif served.article not in plans[served.plan]:
            yield Finding(FILE, (*at, "article"), f"the plan {served.plan} has no article {served.article}")
    if "lead" not in {body.role for body in one.bodies}:
        yield Finding(FILE, ("programme", "bodies"), "no body leads")
    for kind in sorted(set(one.applicants.kinds) - set(OrganisationKind.values)):
        yield Finding(
            FILE, ("programme", "applicants", "kinds"), f"there is no kind of organisation {kind!r}"
        )
    yield from _subject(definition)
    for twin in twice(benefit.id for benefit in one.benefits):
        yield Finding(FILE, ("programme", "benefits"), f"{twin!r} stands twice")
    yield from _award(definition)


def _subject(definition: Definition) -> Iterator[Finding]:
    applicants = definition.manifest.applicants
    at: Location = ("programme", "applicants", "subject_question")
    if (applicants.subject == "organisation") != (applicants.subject_question is None):
        yield Finding(FILE, at, "a question names what is put forward where that isn't the organisation")
    singles = {question.id for section, question in definition.all_questions() if not section.repeat}
    if applicants.subject_question is not None and applicants.subject_question not in singles:
        yield Finding(FILE, at, f"there is no question {applicants.subject_question!r}")


def _award(definition: Definition) -> Iterator[Finding]:
    award, here = definition.manifest.award, definition.manifest.decided == "here"
    at: Location = ("programme", "award", "number")
    if not here and award.number:
        yield Finding(FILE, at, "the number of what is decided above comes from there")
    if not here and award.certificate:
        yield Finding(
            FILE, ("programme", "award"), "for what is decided above there is no certificate of ours"
        )
    if here and award.certificate and not award.number:
        yield Finding(FILE, at, "a certificate has a number")
    if award.number:
        try:
            first, second = (award.number.format(**{**_NUMBER_PARTS, "serial": serial}) for serial in (1, 2))
        except (KeyError, IndexError, ValueError) as error:
            yield Finding(FILE, at, f"can't be read: {error!r}; it is made of {{year}} and {{serial}}")
        else:
            if first == second:
                yield Finding(FILE, at, "without {serial} every certificate has the same number")


def basis_findings(definition: Definition) -> Iterator[Finding]:
    """Clauses that refer to a document which the legal basis doesn't name."""
    documents = {basis.document for basis in definition.manifest.legal_basis}
    for file, at, part in everything(definition):
        if isinstance(part, Basis):
            if not part.document.strip():
                yield Finding(file, (*at, "document"), "a clause names its document")
            elif part.document not in documents:
                yield Finding(
                    file, (*at, "document"), f"{part.document} isn't among the legal basis in programme.yaml"
                )
            if part.certainty != "published" and part.note is None and file == FILE:
                yield Finding(file, at, f"{part.document}: a note says what isn't read in a published source")


def text_findings(definition: Definition) -> Iterator[Finding]:
    """Texts that lack one of the languages."""
    for file, at, part in everything(definition):
        if isinstance(part, Text):
            if not part.zh.strip() or not part.en.strip():
                yield Finding(file, at, "the text stands in both languages")
            elif _CHINESE.search(part.zh) and (part.en == part.zh or not _LATIN.search(part.en)):
                yield Finding(file, (*at, "en"), f"{part.en!r} is no English")


def after_findings(definition: Definition) -> Iterator[Finding]:
    """What is wrong with what follows the award."""
    after, file = definition.after, "after.yaml"
    ids = [one.id for one in after.obligations] + [one.id for one in after.exit_grounds]
    ids += [one.id for one in after.monitor.lights] if after.monitor else []
    if RE_EVALUATION in ids:
        yield Finding(file, (), f"{RE_EVALUATION!r} is kept for the re-evaluation itself")
    for twin in twice(ids):
        yield Finding(file, (), f"{twin!r} stands twice")
    types, options = declared(definition), options_of(definition)
    for number, one in enumerate(after.obligations):
        at: Location = ("obligations", number)
        yearly = one.month is not None and one.day is not None
        if yearly == (one.after is not None) or (one.month is None) != (one.day is None):
            yield Finding(file, at, f"{one.id}: due on a day of each year (month, day) or some time `after`")
        if yearly and not _is_day(one.month or 0, one.day or 0):
            yield Finding(file, (*at, "day"), f"{one.id}: there is no such day")
        types |= _report_names(one.report)
        options |= {
            question.id: frozenset(option.id for option in question.options)
            for section in one.report
            for question in section.questions
            if question.type == "choice"
        }
    for number, light in enumerate(after.monitor.lights if after.monitor else ()):
        for reason in condition_faults(light.condition, types, options):
            yield Finding(file, ("monitor", "lights", number, "condition"), reason)
    if after.re_evaluation is not None:
        yield from _grades(definition)


def _report_names(sections: tuple[Section, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for section in sections:
        found |= names_in(section.questions)
    return found


def _is_day(month: int, day: int) -> bool:
    try:
        date(2027, month, day)
    except ValueError:
        return False
    return True


def _grades(definition: Definition) -> Iterator[Finding]:
    evaluation = definition.after.re_evaluation
    if evaluation is None:
        return
    at: Location = ("re_evaluation", "grades")
    try:
        marks = [Decimal(grade.at_least) for grade in evaluation.grades]
    except InvalidOperation:
        yield Finding("after.yaml", at, "a grade begins at a number of marks")
        return
    if marks and min(marks) != 0:
        yield Finding("after.yaml", at, "no grade begins at 0, so that a low result would have none")
    if len(set(marks)) < len(marks):
        yield Finding("after.yaml", at, "two grades begin at the same mark")
    if evaluation.by is None and definition.scoring is None:
        yield Finding(
            "after.yaml", ("re_evaluation",), "a re-evaluation has this scheme's scoring or another's"
        )


def held_findings(definition: Definition, slugs: frozenset[str]) -> Iterator[Finding]:
    """Conditions, columns, re-evaluations and exclusions that name a scheme which no pack has."""
    evaluation = definition.after.re_evaluation
    if evaluation is not None and evaluation.by is not None and evaluation.by not in slugs:
        yield Finding("after.yaml", ("re_evaluation", "by"), f"no pack has a scheme {evaluation.by!r}")
    for number, form in enumerate(definition.money.amounts if definition.money else ()):
        for slug in sorted(set(form.excludes) - slugs):
            yield Finding("money.yaml", ("amounts", number, "excludes"), f"no pack has a scheme {slug!r}")
    for file, at, part in everything(definition):
        for value in _strings(part):
            for name in re.findall(r"holds\.[a-z][a-z0-9_]*", value):
                held = held_scheme(name)
                if held is not None and held not in slugs:
                    yield Finding(file, at, f"{name}: no pack has a scheme {held!r}")


def _strings(part: object) -> Iterator[str]:
    for field in ("condition", "when", "applies_when", "where", "prefill", "shows"):
        value = getattr(part, field, None)
        if isinstance(value, str):
            yield value
