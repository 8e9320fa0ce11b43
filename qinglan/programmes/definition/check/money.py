"""The amounts: their rules, inputs and claims."""

from collections.abc import Iterator

from qinglan.kernel.rulebook import typed
from qinglan.kernel.rulebook.yaml_file import Location
from qinglan.programmes.definition.check.content import twice
from qinglan.programmes.definition.check.finding import Finding
from qinglan.programmes.definition.check.names import declared, known_type, paid_names, row_names
from qinglan.programmes.definition.money import Brackets
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.amounts import inputs_of

FILE = "money.yaml"


def money_findings(definition: Definition) -> Iterator[Finding]:
    """What is wrong with the amounts, and benefits that name one which isn't there."""
    money = definition.money
    ids = [form.id for form in money.amounts] if money else []
    for number, benefit in enumerate(definition.manifest.benefits):
        if benefit.amount is not None and benefit.amount not in ids:
            at: Location = ("programme", "benefits", number, "amount")
            yield Finding("programme.yaml", at, f"money.yaml has no amount {benefit.amount!r}")
    if money is None:
        return
    for one in twice(ids):
        yield Finding(FILE, ("amounts",), f"{one!r} stands twice")
    types = declared(definition) | paid_names(definition)
    for number, form in enumerate(money.amounts):
        at = ("amounts", number)
        if not isinstance(
            form.rule, Brackets | typed.Amount | typed.Rates | typed.Tiers | typed.Ratio | typed.Linear
        ):
            yield Finding(FILE, (*at, "rule"), f"{form.id}: a {form.rule.kind} isn't an amount")
            continue
        if form.rule.unit != "元":
            yield Finding(FILE, (*at, "rule", "unit"), f"{form.id}: amounts are in 元")
        needed = inputs_of(form)
        for name in sorted(form.inputs.keys() - needed.keys()):
            yield Finding(FILE, (*at, "inputs", name), f"{form.id}: the rule has no input {name!r}")
        for name in needed.values():
            if known_type(name, types) is None:
                yield Finding(
                    FILE, (*at, "inputs"), f"{form.id} names {name!r}, which is no question, quantity or fact"
                )
        if isinstance(form.rule, typed.Rates) and needed[form.rule.input] == "grade":
            yield from _grades(definition, form.rule, form.id, (*at, "rule", "rows"))
    yield from _claim(definition)


def _grades(definition: Definition, rule: typed.Rates, form: str, at: Location) -> Iterator[Finding]:
    grades = definition.scoring.grades if definition.scoring else ()
    missing = sorted({grade.id for grade in grades if grade.passes} - rule.rows.keys())
    if not grades or missing:
        yield Finding(FILE, at, f"{form}: no amount for the grade {', '.join(missing) or '(there are none)'}")


def _claim(definition: Definition) -> Iterator[Finding]:
    claim = definition.money.claim if definition.money else None
    if claim is None:
        return
    sections = {one.id: one for one in definition.questions.sections if one.repeat}
    if claim.section not in sections:
        yield Finding(FILE, ("claim", "section"), f"there is no repeated section {claim.section!r}")
        return
    row = row_names(sections[claim.section])
    for field, wanted in (("key", "text"), ("amount", "number"), ("related", "yes_no")):
        name = getattr(claim, field)
        if name is not None and row.get(name) != wanted:
            yield Finding(FILE, ("claim", field), f"{name!r} is no {wanted} of a row of {claim.section}")
