"""By what a condition was judged: the answers, quantities and facts that it names, in the reader's words."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel.rulebook import conditions
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.rulebook.packs import Text
from qinglan.programmes.cases.answers import shown_answer
from qinglan.programmes.cases.revisions import content_of
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.naming import title
from qinglan.programmes.judging.values import values
from qinglan.programmes.judging.words import shown
from qinglan.programmes.models import Case


def grounds_of(case: Case) -> dict[str, list[str]]:
    """For each requirement with a condition what it looks at, as it was last submitted: “R&D share 6.5%”."""
    revision = case.revisions.order_by("-number").first()
    if revision is None:
        return {}
    definition, content = case.version.definition, content_of(revision)
    found = values(definition, content.answers, content.rows, content.facts)
    return {
        one.id: [
            f"{in_reader_language(Text(**title(definition, name).stored()))} {text}"
            for name in conditions.names(one.condition)
            if (text := _shown(definition, name, content.answers, found.get(name)))
        ]
        for one in definition.requirements.requirements
        if one.condition
    }


def _shown(definition: Definition, name: str, answers: dict[str, Any], value: Any) -> str:
    for section, question in definition.all_questions():
        if question.id == name and not section.repeat:
            text = shown_answer(question, answers.get(name))
            return f"{text}{question.unit}" if text else ""
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(value, Decimal):
        units = {one.id: one.unit for one in definition.questions.derived}
        units |= {one.id: one.unit for one in definition.questions.tallies}
        return f"{shown(value)}{units.get(name, '')}"
    return "" if value is None else str(value)
