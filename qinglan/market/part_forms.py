"""Forms of the parts of a listing: one small page for each."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.web.forms import DateField, LineField, NumberField, WholeNumberField
from qinglan.market.forms import NONE, Form, TerritoryField, TrlField, trl_choices
from qinglan.market.models import BenefitKind, Novelty, Period
from qinglan.rights.models import Right


class PartForm(Form):
    """One part; opened with what stands there."""

    def __init__(
        self, *args: Any, part: Any = None, listing: Any = None, user: Any = None, **kwargs: Any
    ) -> None:
        if part is not None:
            kwargs["initial"] = {
                name: getattr(part, name) for name in self.base_fields if hasattr(part, name)
            }
        kwargs.setdefault("initial", {})
        if listing is not None:
            kwargs["initial"]["version"] = listing.revision
        super().__init__(*args, **kwargs)


def _evidence(longest: int = 200, **what: Any) -> LineField:
    return LineField(
        label=_("evidence"),
        max_length=longest,
        help_text=_("Report, contract or acceptance, with number and date."),
        **{"required": False, **what},
    )


class ParameterForm(PartForm):
    """A key parameter."""

    name = LineField(label=_("parameter"), max_length=80)
    value = LineField(label=_("value"), max_length=60)
    unit = LineField(label=_("unit"), max_length=30, required=False)
    evidence = _evidence()


class BenefitForm(PartForm):
    """A benefit to the environment."""

    kind = forms.ChoiceField(label=_("benefit"), choices=BenefitKind.choices)
    substance = LineField(
        label=_("substance"), max_length=40, required=False, help_text=_("Such as SO₂, COD, dust.")
    )
    amount = NumberField(label=_("amount"), min_value=0, max_digits=18, decimal_places=4)
    unit = LineField(label=_("unit"), max_length=20, help_text=_("tce, tCO₂e, t, m³"))
    period = forms.ChoiceField(label=_("reckoned by"), choices=Period.choices)
    per = LineField(
        label=_("unit of product or treatment"),
        max_length=60,
        required=False,
        help_text=_("Such as t of cement, m³ of waste water."),
    )
    evidence = _evidence()


class ApplicationForm(PartForm):
    """An application."""

    user_name = LineField(label=_("used by"), max_length=120)
    territory = TerritoryField(label=_("territory"), required=False)
    since = DateField(label=_("in use since"))
    scale = LineField(label=_("scale and result"), max_length=300, required=False)
    contract_number = LineField(label=_("number of the registered contract"), max_length=30, required=False)
    evidence = _evidence(300)


class TrlEvidenceForm(PartForm):
    """Evidence of a level."""

    level = forms.TypedChoiceField(label=_("level"), choices=trl_choices, coerce=int)
    evidence = _evidence(300, required=True)
    on = DateField(label=_("dated"), required=False)


class RightField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A right of the owner's ledger."""

    def label_from_instance(self, obj: Any) -> str:
        """Kind, number, title."""
        return f"{obj.get_kind_display()} {obj.number} {obj.title}"


class RightForm(PartForm):
    """A right that it rests on."""

    right = RightField(
        Right.objects.none(),
        label=_("right"),
        help_text=_("From your ledger of rights. Enter it there first, if it is not in the list."),
    )

    def __init__(self, *args: Any, listing: Any = None, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, listing=listing, user=user, **kwargs)
        if listing is not None:
            self.fields["right"].queryset = Right.objects.filter(keeper=listing.owner_id)  # type: ignore[attr-defined]


class EvaluationForm(PartForm):
    """An evaluation of results."""

    body = LineField(label=_("evaluated by"), max_length=120)
    number = LineField(label=_("number of the report"), max_length=60, required=False)
    on = DateField(label=_("date of the report"))
    valid_until = DateField(label=_("holds until"), required=False)
    experts = WholeNumberField(
        label=_("number of experts"), min_value=1, max_value=99, help_text=_("Odd, at least 5.")
    )
    novelty = forms.ChoiceField(
        label=_("level by the experts"), choices=[NONE, *Novelty.choices], required=False
    )
    trl = TrlField(label=_("readiness level by the experts"))
    innovation = LineField(label=_("innovation"), max_length=500, required=False)
    prospects = LineField(label=_("prospects"), max_length=500, required=False)
    environment = LineField(label=_("benefit to the environment"), max_length=500, required=False)


class InventorForm(PartForm):
    """An inventor."""

    name = LineField(label=_("name"), max_length=60)
    unit = LineField(label=_("unit where he works"), max_length=120, required=False)


class CoOwnerForm(PartForm):
    """A co-owner."""

    name = LineField(label=_("name"), max_length=120)
    share = NumberField(
        label=_("share (%)"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False
    )


class IndicatorForm(PartForm):
    """A figure to be reached."""

    name = LineField(label=_("figure"), max_length=80, help_text=_("Such as dust in the waste gas."))
    present = LineField(label=_("present value"), max_length=60, required=False)
    wanted = LineField(label=_("wanted value"), max_length=60)
    unit = LineField(label=_("unit"), max_length=30, required=False)


@dataclass(frozen=True)
class PartPage:
    """The words and the form of one kind of part."""

    form: type[PartForm]
    title: Any
    add: Any


PAGES: dict[str, PartPage] = {
    "parameter": PartPage(ParameterForm, _("key parameters"), _("Add a parameter")),
    "benefit": PartPage(BenefitForm, _("benefit to the environment"), _("Add a benefit")),
    "application": PartPage(ApplicationForm, _("applications"), _("Add an application")),
    "trl-evidence": PartPage(TrlEvidenceForm, _("evidence of readiness"), _("Add evidence of readiness")),
    "right": PartPage(RightForm, _("intellectual property"), _("Add a right")),
    "evaluation": PartPage(EvaluationForm, _("evaluation of results"), _("Add an evaluation")),
    "inventor": PartPage(InventorForm, _("inventors"), _("Add an inventor")),
    "co-owner": PartPage(CoOwnerForm, _("co-owners"), _("Add a co-owner")),
    "indicator": PartPage(IndicatorForm, _("figures to be reached"), _("Add a figure")),
}
