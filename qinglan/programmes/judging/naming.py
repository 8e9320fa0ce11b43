"""The names of a definition in words, and which answers stand behind a quantity that isn't known."""

from collections.abc import Iterable, Mapping

from qinglan.kernel.rulebook.conditions import Answer
from qinglan.kernel.rulebook.packs import Text
from qinglan.programmes.definition.facts import fact
from qinglan.programmes.definition.questions import Section
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.answers import names_of
from qinglan.programmes.judging.derived import CONSTANT
from qinglan.programmes.judging.words import Words


def title(definition: Definition, name: str) -> Words:
    """What `name` means: the text of its question, quantity or fact; the name itself where it is none."""
    for section in definition.questions.sections:
        if (found := _in_section(section, name)) is not None:
            return found
    quantities = {one.id: one.text for one in definition.questions.tallies}
    quantities |= {one.id: one.text for one in definition.questions.derived}
    if name in quantities:
        return _words(quantities[name])
    known = fact(name)
    return _words(known.text) if known is not None else Words(name, name)


def _in_section(section: Section, name: str) -> Words | None:
    if name == f"{section.id}_count":
        return Words(f"{section.title.zh}：行数", f"{section.title.en}: rows")
    for question in section.questions:
        if section.repeat and name == f"{section.id}_{question.id}_sum":
            return Words(f"{question.text.zh}合计", f"Sum of: {question.text.en}")
        if name in (question.id, *names_of(question)):
            return _words(question.text)
    for one in section.derived:
        if name == f"{section.id}_{one.id}_sum":
            return Words(f"{one.text.zh}合计", f"Sum of: {one.text.en}")
        if name == one.id:
            return _words(one.text)
    return None


def _words(text: Text) -> Words:
    return Words(text.zh, text.en)


def behind(definition: Definition, values: Mapping[str, Answer], names: Iterable[str]) -> tuple[str, ...]:
    """The answers and facts that are missing behind `names`, each once.

    A quantity gives the unknown ones that it is worked out from; itself where all of those are known, as with a
    division by zero.
    """
    derived = {one.id: one for one in definition.questions.derived}
    found: dict[str, None] = {}

    def follow(name: str) -> None:
        parts = derived[name].of if name in derived else ()
        unknown = [one for one in parts if not CONSTANT.fullmatch(one) and values.get(one) is None]
        for one in unknown:
            follow(one)
        if not unknown:
            found[name] = None

    for name in names:
        follow(name)
    return tuple(found)


def lacking(definition: Definition, names: Iterable[str]) -> Words:
    """“Missing: …”, with the names in words."""
    titles = [title(definition, name) for name in names]
    return Words(
        f"缺：{'、'.join(one.zh for one in titles)}", f"missing: {', '.join(one.en for one in titles)}"
    )
