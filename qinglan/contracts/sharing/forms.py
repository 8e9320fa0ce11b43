"""Forms of conversions, notices, plans and payments. A form knows fields and hints; what is right the verbs say."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.models import (
    Contract,
    Invention,
    Pricing,
    Reward,
    Way,
)
from qinglan.contracts.sharing.fields import ATTACHED, SCANS, PercentField, Titled, UnitForm
from qinglan.contracts.sharing.pack import sharing
from qinglan.kernel.disclosure.forms import ClearanceForm
from qinglan.kernel.web.forms import (
    DateField,
    LimitedFileField,
    LineField,
    MoneyField,
    TextField,
    WholeNumberField,
)


class AnswerForm(Titled):
    """The unit's answer or a ruling: yes or no, with reasons."""

    yes = forms.TypedChoiceField(
        label=_("answer"), coerce=lambda value: value == "yes", widget=forms.RadioSelect
    )
    answer = TextField(label=pgettext_lazy("of an answer", "reasons"), max_length=2000)

    def __init__(self, *args: Any, words: tuple[Any, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["yes"].choices = [("yes", words[0]), ("no", words[1])]  # type: ignore[attr-defined]


class ConversionForm(UnitForm):
    """Way and price, and which inventions with which weight."""

    title = LineField(label=_("title"), max_length=200)
    way = forms.ChoiceField(label=_("way of conversion"), choices=Way.choices)
    pricing = forms.ChoiceField(label=_("how the price came about"), choices=Pricing.choices)
    price = MoneyField(label=_("price (×10,000 yuan)"), unit="wan", required=False)
    price_basis = LineField(label=_("what the price rests on"), max_length=500)
    partner = LineField(label=_("who takes it"), max_length=120)
    appraisal = LineField(
        label=_("appraisal, or why there is none"),
        max_length=300,
        help_text=_("The unit may decide not to appraise; the decision is recorded."),
    )

    def __init__(
        self,
        *args: Any,
        inventions: Sequence[Invention],
        weights: Mapping[int, int] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.inventions = list(inventions)
        for one in self.inventions:
            self.fields[f"weight_{one.pk}"] = WholeNumberField(
                label=f"{one.number} {one.title}",
                min_value=0,
                max_value=10_000,
                required=False,
                initial=(weights or {}).get(one.pk),
                help_text=_("1 where it is the only one; of several, each its weight, such as 6 and 4."),
            )

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        """What is proposed, and the weights."""
        names = ("unit", "title", "way", "pricing", "price", "price_basis", "partner", "appraisal")
        first = [self[name] for name in names if name in self.fields]
        weights = [self[f"weight_{one.pk}"] for one in self.inventions]
        return [("", first), (_now("Inventions and their weights (empty: not part of it)"), weights)]

    def weighted(self) -> list[tuple[Invention, int]]:
        """The inventions that have a weight."""
        return [
            (one, self.cleaned_data[f"weight_{one.pk}"])
            for one in self.inventions
            if self.cleaned_data.get(f"weight_{one.pk}")
        ]


class DecisionForm(Titled):
    """集体决策."""

    body = LineField(label=_("which body decided"), max_length=120)
    on = DateField(label=_("decided on"))
    number = LineField(label=_("number of the minutes"), max_length=120)
    minutes = LimitedFileField(label=_("minutes"), kinds=ATTACHED, required=False)


class ContactForm(Titled):
    """Where objections are received."""

    contact = LineField(
        label=_("contact for objections"), max_length=200, help_text=_("Office and its telephone.")
    )


class RewardNoticeForm(ContactForm):
    """Besides: when is paid."""

    pay_by = LineField(label=_("when the rewards are paid"), max_length=60, initial="公示期满无异议后发放")


class PostForm(ClearanceForm):
    """Put a notice up: both checks, the stamped scan, what hangs with it."""

    document_number = LineField(label=_("document number"), max_length=80, required=False)
    stamped = LimitedFileField(label=_("stamped scan"), kinds=SCANS, required=False)
    attachment = LimitedFileField(label=_("attachment"), kinds=ATTACHED, required=False)
    read_by_eye = forms.BooleanField(
        label=_("I read the files that no machine can read; they hold no number of a person."), required=False
    )


class ScanForm(Titled):
    """The stamped scan of a notice that was posted without."""

    stamped = LimitedFileField(label=_("stamped scan"), kinds=SCANS)
    document_number = LineField(label=_("document number"), max_length=80, required=False)


class ObjectionForm(Titled):
    """An objection to a notice."""

    text = TextField(label=_("what is wrong, and what proves it"), max_length=3000)


class ContractForm(Titled):
    """Which signed contract."""

    contract = forms.ModelChoiceField(
        label=_("contract"), queryset=Contract.objects.none(), empty_label=_("Choose")
    )

    def __init__(self, *args: Any, contracts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contract"].queryset = contracts  # type: ignore[attr-defined]


class CostForm(Titled):
    """A direct cost."""

    kind = forms.ChoiceField(label=_("kind of cost"))
    amount = MoneyField(label=_("amount (yuan)"), min_fen=1)
    on = DateField(label=_("day"))
    voucher = LineField(label=_("voucher"), max_length=80)
    note = LineField(label=_("note"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.code, one.words()) for one in sharing().costs.kinds]  # type: ignore[attr-defined]


class ReversalForm(Titled):
    """A cost is taken back."""

    amount = MoneyField(label=_("amount (yuan)"), min_fen=1)
    on = DateField(label=_("day"))
    voucher = LineField(label=_("voucher"), max_length=80)
    note = LineField(label=_("reason"), max_length=200)


class ShareForm(Titled):
    """What is said besides, when an income is shared out."""

    team_share = PercentField(
        label=_("agreed share of the inventors (%)"),
        required=False,
        help_text=_("Only where another share than that of the unit rule was agreed for this conversion."),
    )
    share_basis = LineField(label=_("agreement on the share"), max_length=300, required=False)

    def __init__(self, *args: Any, way: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if way in (Way.TRANSFER, Way.LICENCE):
            return
        words = (
            _("value of the equity (yuan)") if way == Way.EQUITY else _("operating profit of the year (yuan)")
        )
        more: dict[str, forms.Field] = {"amount": MoneyField(label=words, min_fen=1)}
        if way != Way.EQUITY:
            more["year"] = WholeNumberField(label=_("year"), min_value=1990, max_value=2100)
        more["evidence"] = LineField(
            label=_("proof of the amount"), max_length=300 if way == Way.EQUITY else 150
        )
        if way != Way.EQUITY:
            more["no_profit"] = LineField(
                label=_("years between without profit, and their proof"),
                max_length=149,
                required=False,
                help_text=_(
                    "Only where a year between those shared out made no profit: 2021, loss by the audit report."
                ),
            )
        self.fields = {**more, **self.fields}


class TaxForm(Titled):
    """What the finance office says of the month, for each person that waits."""

    def __init__(self, *args: Any, rewards: Sequence[Reward], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rewards = list(rewards)
        self.fields["pay_on"] = DateField(label=_("day of payment"))
        self.fields["kept_apart"] = forms.TypedChoiceField(
            label=_("Are rewards kept apart in the books?"),
            choices=[("", _("not said")), ("yes", _("yes")), ("no", _("no"))],
            required=False,
            coerce=lambda value: value == "yes",
            empty_value=None,
        )
        for one in self.rewards:
            for name, label in (
                ("salary", _("salary of a month (yuan)")),
                ("social", _("social insurance and housing fund of a month (yuan)")),
                ("additional", _("special additional deductions of a month (yuan)")),
                ("other", _("other deductions of a month (yuan)")),
            ):
                value = getattr(one, name)
                self.fields[f"{name}_{one.pk}"] = MoneyField(
                    label=label, required=name == "salary", initial=value if value is not None else None
                )

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The payment, and one group for each person."""
        found: list[tuple[Any, list[Any]]] = [("", [self["pay_on"], self["kept_apart"]])]
        for one in self.rewards:
            names = ("salary", "social", "additional", "other")
            found.append((one.inventor.name, [self[f"{name}_{one.pk}"] for name in names]))
        return found


class VoucherForm(Titled):
    """The payment of the rewards that were reckoned."""

    voucher = LineField(label=_("voucher of the payment"), max_length=80)


class FilingForm(Titled):
    """Filed with the tax office."""

    on = DateField(label=_("filed with the tax office on"))
    number = LineField(label=_("number of the filing"), max_length=80, required=False)


class ReasonForm(Titled):
    """Why."""

    reason = LineField(label=_("reason"), max_length=500)
