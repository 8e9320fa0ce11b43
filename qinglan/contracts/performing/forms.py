"""Forms of a contract in force."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.domain.ending import EndTerms
from qinglan.contracts.domain.matter import Settlement
from qinglan.contracts.domain.milestone_plan import Step
from qinglan.contracts.forms import milestone_fields
from qinglan.contracts.models import Contract, EndGround, MatterKind, Outcome, PaymentMode
from qinglan.contracts.performing.changes import changeable
from qinglan.contracts.performing.papers import Given
from qinglan.kernel import clock
from qinglan.kernel.web.forms import DateField, LimitedFileField, LineField, MoneyField, TextField
from qinglan.market.forms import Form


class PaperForm(Form):
    """A form that may bring a file."""

    def paper(self) -> Given | None:
        """The file as the verbs take it."""
        file = self.cleaned_data.get("file")
        return None if not file else (file.name, file.read())


class StepForm(PaperForm):
    """What happened to a milestone: on which day, in words, on which paper."""

    on = DateField(label=_("day"))
    words = TextField(label=_("in words"), max_length=1000, required=False)
    file = LimitedFileField(
        label=_("paper"), required=False, help_text=_("Delivery note, test report, record of acceptance; needed where the other side isn't on record here.")
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": clock.today()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class AmendForm(PaperForm):
    """What shall hold from now on: price, payment, time, and the milestones that aren't accepted yet."""

    reason = TextField(label=_("what changes and why"), max_length=1000)
    file = LimitedFileField(label=_("supplementary agreement with both stamps"))
    amount = MoneyField(label=_("whole price"), required=False, min_fen=1)
    payment_mode = forms.ChoiceField(
        label=pgettext_lazy("contract", "way of payment"), choices=PaymentMode.choices
    )
    begins_on = DateField(label=_("begins on"), required=False)
    ends_on = DateField(label=_("ends on"), required=False)

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        rows = changeable(contract)
        last = contract.milestones.order_by("-number").first()
        names = ("amount", "payment_mode", "begins_on", "ends_on")
        kwargs["initial"] = {name: getattr(contract, name) for name in names} | {"version": contract.revision}
        for one in rows:
            kwargs["initial"] |= {
                f"{name}_{one.number}": getattr(one, name)
                for name in ("title", "deliverable", "due_on", "amount")
            }
        super().__init__(*args, **kwargs)
        first_new = (last.number if last else 0) + 1
        self.numbers = [*(one.number for one in rows), first_new, first_new + 1]
        self.standing = {one.number for one in rows}
        for number in self.numbers:
            self.fields |= milestone_fields(number)

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        """Headings with their fields."""
        return [
            (_now("The amendment"), [self["reason"], self["file"]]),
            (
                _now("Price and time"),
                [self[name] for name in ("amount", "payment_mode", "begins_on", "ends_on")],
            ),
            *(
                (
                    (
                        _now("Milestone {number}")
                        if number in self.standing
                        else _now("New milestone {number}")
                    ).format(number=number),
                    [self[f"{name}_{number}"] for name in ("title", "deliverable", "due_on", "amount")],
                )
                for number in self.numbers
            ),
        ]

    def content(self) -> dict[str, Any]:
        """The values that the verb takes."""
        return {name: self.cleaned_data[name] for name in ("amount", "payment_mode", "begins_on", "ends_on")}

    def steps(self) -> dict[int, Step | None]:
        """Milestones by number; one that stood and whose title was cleared is dropped."""
        found: dict[int, Step | None] = {}
        for number in self.numbers:
            title = self.cleaned_data[f"title_{number}"]
            if title:
                found[number] = Step(
                    title, self.cleaned_data[f"deliverable_{number}"], self.cleaned_data[f"due_on_{number}"],
                    self.cleaned_data[f"amount_{number}"] or 0,
                )  # fmt: skip
            elif number in self.standing:
                found[number] = None
        return found


class EndForm(PaperForm):
    """Why the contract ends early and what becomes of everything."""

    ground = forms.ChoiceField(label=_("ground"), choices=EndGround.choices)
    reason = TextField(label=_("reason"), max_length=500)
    settlement = TextField(
        label=_("what becomes of money, papers and rights"), max_length=1000,
        help_text=_("What was paid and is paid back, what was delivered and is returned, who may go on using what."),
    )  # fmt: skip
    on = DateField(
        label=_("ends on"), help_text=_("A notice works on the day on which it reached the other side.")
    )
    file = LimitedFileField(label=_("agreement with both stamps, or notice with proof of receipt"))

    def terms(self) -> EndTerms:
        """What the verb takes."""
        data = self.cleaned_data
        return EndTerms(data["ground"], data["reason"], data["settlement"], data["on"])


class AnswerForm(PaperForm):
    """An answer in words."""

    answer = TextField(label=_("Answer"), max_length=500)


class MatterForm(PaperForm):
    """A breach or dispute."""

    kind = forms.ChoiceField(label=_("kind"), choices=MatterKind.choices)
    happened_on = DateField(label=_("happened on"))
    facts = TextField(label=_("what happened"), max_length=3000)
    clause = LineField(label=_("clause of the contract"), max_length=200, required=False)
    demand = LineField(label=_("what is asked for"), max_length=500, required=False)
    claim = MoneyField(label=_("amount asked for"), required=False)
    file = LimitedFileField(label=_("paper"), required=False)

    def content(self) -> dict[str, Any]:
        """What the verb takes as `values`."""
        return {
            name: self.cleaned_data[name] for name in ("happened_on", "facts", "clause", "demand", "claim")
        }


class MatterAnswerForm(PaperForm):
    """What the other side says."""

    answer = TextField(label=_("answer of the other side"), max_length=3000)
    file = LimitedFileField(label=_("paper"), required=False)


class SettleForm(PaperForm):
    """How a matter was settled."""

    outcome = forms.ChoiceField(label=_("outcome"), choices=Outcome.choices)
    words = TextField(label=_("what was settled"), max_length=1000)
    forum = LineField(
        label=_("institution and case number"), max_length=200, required=False,
        help_text=_("For a mediation, an arbitration or a lawsuit."),
    )  # fmt: skip
    on = DateField(label=_("settled on"))
    file = LimitedFileField(label=_("paper"), required=False)

    def settlement(self) -> Settlement:
        """What the verb takes."""
        data = self.cleaned_data
        return Settlement(data["outcome"], data["words"], data["forum"], data["on"])
