"""The eligibility of a case worked out anew: by what was handed in then and the version of the rules then."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qinglan.kernel.events.canonical import encode
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.programmes.cases.form_state import Place, settle
from qinglan.programmes.cases.revisions import content_of
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.requirements import RequirementVerdict, judge_requirements
from qinglan.programmes.models import Case, CaseRevision, DefinitionVersion, Finding


@dataclass(frozen=True)
class Line:
    """One condition: what was recorded on the filing day, what comes out anew, what today's rules would say.

    "" where it wasn't recorded, isn't asked any more, or there is no later version.
    """

    text: str
    clause: str
    condition: str
    recorded: str
    anew: str
    today: str
    missing: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether the record and the recomputation are the same."""
        return self.recorded == self.anew


@dataclass(frozen=True)
class Recomputed:
    """The whole: lines, the revision and its digest, and whether its content still has that digest."""

    revision: CaseRevision
    lines: tuple[Line, ...]
    digest_anew: str
    current: DefinitionVersion | None

    @property
    def is_whole(self) -> bool:
        """Whether the content still has the digest that was recorded."""
        return self.digest_anew == self.revision.digest

    @property
    def differing(self) -> int:
        """How many lines differ from the record."""
        return sum(not line.agrees for line in self.lines)


def recompute(case: Case) -> Recomputed | None:
    """The eligibility on the filing day, by the first revision; None where nothing was handed in."""
    revision = case.revisions.order_by("number").first()
    if revision is None:
        return None
    recorded: dict[str, str] = {}
    first = case.verdicts.filter(moment="submission", by_person=False).order_by("id")
    for name, finding in first.values_list("requirement", "finding"):
        recorded.setdefault(name, finding)
    version = case.version
    current = (
        version.programme.versions.filter(is_current=True)
        .exclude(pk=version.pk)
        .order_by("-edition", "-pk")
        .first()
    )
    today = _judged(current.definition, revision) if current else {}
    definition = version.definition
    conditions = {one.id: one.condition or "" for one in definition.requirements.requirements}
    lines = tuple(
        Line(
            text=in_reader_language(one.text),
            clause=" ".join(part for part in (one.basis.document, one.basis.article) if part),
            condition=conditions[one.id],
            recorded=recorded.get(one.id, ""),
            anew=one.truth,
            today=today[one.id].truth if one.id in today else "",
            missing=one.missing,
        )
        for one in _judged(definition, revision).values()
    )
    return Recomputed(revision, lines, digest_anew(revision), current)


def _judged(definition: Definition, revision: CaseRevision) -> Mapping[str, RequirementVerdict]:
    content = content_of(revision)
    places = [
        Place(file["section"], file["question"], file["row"]) for file in content.files if file["question"]
    ]
    state = settle(definition, content.answers, content.rows, content.facts, places)
    return {one.id: one for one in judge_requirements(definition, state.values, moment="submission")}


def digest_anew(revision: CaseRevision) -> str:
    """The digest of what is stored of a revision, worked out as when it was submitted."""
    content = content_of(revision)
    whole: dict[str, Any] = {
        "answers": content.answers,
        "rows": content.rows,
        "facts": content.facts,
        "files": content.files,
    }
    return hashlib.sha256(encode(whole)).hexdigest()


FINDINGS = {one.value: one.label for one in Finding}
__all__ = ["FINDINGS", "Line", "Recomputed", "digest_anew", "recompute"]
