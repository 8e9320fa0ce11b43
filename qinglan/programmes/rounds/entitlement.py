"""What an organisation can get: per scheme what is met, unmet and unknown, by facts alone."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.parties.models import Organisation, OrganisationKind
from qinglan.programmes.cases.form_state import settle
from qinglan.programmes.cases.known_facts import Asked, facts_about
from qinglan.programmes.definition import facts as names
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.requirements import judge_requirements
from qinglan.programmes.judging.values import values, without_tables
from qinglan.programmes.models import DefinitionVersion, Round


@dataclass(frozen=True)
class Line:
    """A condition: how it stands (met, unmet, unknown), its clause and what is missing for it."""

    text: str
    standing: str
    clause: str
    certainty: str
    missing: tuple[str, ...]
    bring: str


@dataclass(frozen=True)
class Outlook:
    """A scheme for one organisation; `round` is open now."""

    version: DefinitionVersion
    lines: tuple[Line, ...]
    benefits: tuple[str, ...]
    round: Round | None

    @property
    def unmet(self) -> int:
        """How many conditions aren't met."""
        return sum(line.standing == "unmet" for line in self.lines)

    @property
    def met(self) -> int:
        """How many are met."""
        return sum(line.standing == "met" for line in self.lines)

    @property
    def unknown(self) -> int:
        """How many can't be judged by what is known here."""
        return len(self.lines) - self.met - self.unmet

    @property
    def is_sure(self) -> bool:
        """All conditions that the system can judge are met, and there is one."""
        return self.unmet == 0 and self.met > 0


def outlook(
    organisation: Organisation, version: DefinitionVersion, on: date, *, one: Round | None, confidential: bool
) -> Outlook:
    """How the organisation stands with a scheme on a day, by public facts or, where asked so, by all."""
    definition = version.definition
    facts = facts_about(Asked(organisation, version.programme, on, one), confidential=confidential)
    known = without_tables(definition, values(definition, _answers(definition, facts), {}, facts))
    lines = [_kind(definition, organisation)]
    lines += [
        Line(
            text=in_reader_language(verdict.text),
            standing=verdict.truth if verdict.truth in ("met", "unmet") else "unknown",
            clause=f"{verdict.basis.document} {verdict.basis.article}".strip(),
            certainty=verdict.basis.certainty,
            missing=tuple(_title(definition, name) for name in verdict.missing),
            bring=in_reader_language(verdict.bring) if verdict.bring else "",
        )
        for verdict in judge_requirements(definition, known, moment="submission")
    ]
    benefits = tuple(in_reader_language(one.text) for one in definition.manifest.benefits)
    return Outlook(version, tuple(lines), benefits, one)


def _answers(definition: Definition, facts: dict[str, Any]) -> dict[str, Any]:
    return settle(definition, {}, {}, facts, ()).answers


def _kind(definition: Definition, organisation: Organisation) -> Line:
    kinds = definition.manifest.applicants.kinds
    titles = dict(OrganisationKind.choices)
    basis = definition.manifest.legal_basis[0]
    return Line(
        text="、".join(str(titles.get(kind, kind)) for kind in kinds),
        standing="met" if organisation.kind in kinds else "unmet",
        clause=f"{basis.document} {basis.article}".strip(),
        certainty=basis.certainty,
        missing=(),
        bring="",
    )


def _title(definition: Definition, name: str) -> str:
    """A name of a condition in the reader's words."""
    for _section, question in definition.all_questions():
        if question.id == name.split(".", maxsplit=1)[0]:
            return in_reader_language(question.text)
    form = definition.questions
    worked_out = {one.id: one.text for one in form.derived} | {one.id: one.text for one in form.tallies}
    if name in worked_out:
        return in_reader_language(worked_out[name])
    fact = names.fact(name)
    return in_reader_language(fact.text) if fact is not None else name


def invited(
    version: DefinitionVersion, organisations: Any, on: date, one: Round | None
) -> list[tuple[Organisation, Outlook]]:
    """Those of the organisations that meet every condition that the system can judge 免申即享."""
    found = []
    for organisation in organisations:
        seen = outlook(organisation, version, on, one=one, confidential=True)
        if seen.is_sure:
            found.append((organisation, seen))
    return found
