"""The letters: those that the steps need, with variables of their kind only."""

import string
from collections.abc import Iterator

from qinglan.programmes.definition.check.content import twice
from qinglan.programmes.definition.check.finding import Finding
from qinglan.programmes.definition.letters import VARIABLES, Letter
from qinglan.programmes.definition.whole import Definition

FILE = "letters.yaml"
BY_STEP: dict[str, tuple[str, ...]] = {
    "correction": ("correction",),
    "recommendation": ("recommendation",),
    "upper_acceptance": ("recommendation",),
    "joint_check": ("joint_check",),
    "public_notice": ("notice", "objection_reply"),
    "decision": ("promulgation",),
}
"""The letters that steps of a type send."""


def letter_findings(definition: Definition) -> Iterator[Finding]:
    """What is wrong with the letters."""
    letters = definition.letters.letters
    for one in twice(letter.kind for letter in letters):
        yield Finding(FILE, ("letters",), f"there are two letters of the kind {one}")
    for missing in sorted(needed(definition) - {letter.kind for letter in letters}):
        yield Finding(
            FILE,
            ("letters",),
            f"a letter of the kind {missing} is needed, here or among the standard letters",
        )
    for letter in letters:
        for text in (letter.title, letter.addressee, *letter.paragraphs):
            for reason in variable_faults(letter, text):
                yield Finding(FILE, ("letters",), f"{letter.kind}: {reason}")


def needed(definition: Definition) -> set[str]:
    """The kinds of letters that the scheme sends."""
    found = {"call", "reminder"}
    for step in definition.steps.steps:
        found |= set(BY_STEP.get(step.type, ()))
        if "refused" in step.next.values():
            found.add("refusal")
    after = definition.after
    sanctions: set[str] = {str(one.sanction) for one in after.obligations} - {"none"}
    if after.monitor is not None:
        sanctions |= {"rectification", "revocation"}
    if after.re_evaluation is not None:
        sanctions |= {one.leads_to for one in after.re_evaluation.grades} - {"renewal"}
    if after.exit_grounds:
        sanctions.add("revocation")
    return found | sanctions


def variable_faults(letter: Letter, text: str) -> Iterator[str]:
    """Variables in `text` that letters of this kind don't have."""
    try:
        names = [
            name for _before, name, _form, _conversion in string.Formatter().parse(text) if name is not None
        ]
    except ValueError as error:
        yield f"{text!r} can't be read: {error}"
        return
    for name in names:
        if name not in VARIABLES[letter.kind]:
            yield f"{{{name}}} isn't a variable of this letter; there are {', '.join(VARIABLES[letter.kind])}"
