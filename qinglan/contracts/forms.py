"""Forms of the contract itself. A form knows fields and their hints; what is right is said by the verbs."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from qinglan.auctions.lots.forms import UnitField
from qinglan.contracts.domain.milestone_plan import MOST, Step
from qinglan.contracts.domain.party_entry import HOME, Particulars
from qinglan.contracts.drafting.pack import form_choices
from qinglan.contracts.models import Contract, PartySide, PaymentMode, PricingWay
from qinglan.kernel.web.forms import DateField, LineField, MoneyField, TextField
from qinglan.market.forms import Form
from qinglan.market.queries import published
from qinglan.parties.models import Organisation
from qinglan.rights.choosing import RightsField
from qinglan.rights.models import Right

_RELATED = [("", _("not said")), ("no", _("no")), ("yes", _("yes"))]
_SPARE = 2
"""Empty milestones below those that stand."""
_LISTED = 500
"""Published technologies or needs that are offered to choose from."""


Groups = tuple[tuple[Any, tuple[str, ...]], ...]
"""Headings, each with the names of its fields."""


class GroupedForm(Form):
    """A form in groups: `GROUPS` holds headings and names of fields."""

    GROUPS: Groups = ()

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        """Headings with their fields; a field that this form doesn't have is left out."""
        found = [
            (title, [self[name] for name in names if name in self.fields]) for title, names in self.GROUPS
        ]
        return [(title, fields) for title, fields in found if fields]


class ContractForm(GroupedForm):
    """What a contract is about, its price and its time."""

    title = LineField(
        label=pgettext_lazy("contract", "title"),
        max_length=200,
        help_text=_("As it will stand on the contract and in the registration."),
    )
    kind = forms.ChoiceField(
        label=_("kind of contract"),
        help_text=_("With its sub-kind: the checklist of clauses and the registration go by it."),
    )
    rights = RightsField(label=_("rights it is about"), required=False)
    amount = MoneyField(
        label=_("whole price"), required=False, min_fen=1,
        help_text=_("成交额: all that is paid, equipment and material included. Empty while none is agreed."),
    )  # fmt: skip
    payment_mode = forms.ChoiceField(
        label=pgettext_lazy("contract", "way of payment"), choices=PaymentMode.choices
    )
    pricing_way = forms.ChoiceField(label=_("how the price came about"), choices=PricingWay.choices)
    begins_on = DateField(label=_("begins on"), required=False)
    ends_on = DateField(label=_("ends on"), required=False)
    sign_place = LineField(label=_("place of signing"), max_length=100, required=False)
    is_related = forms.TypedChoiceField(
        label=_("between related parties"), choices=_RELATED, required=False, empty_value=None,
        coerce={"yes": True, "no": False}.get,
        help_text=_("One holds shares in the other, or the same persons lead both. Registration, tax relief and subsidies ask for it."),
    )  # fmt: skip
    related_note = LineField(label=_("how they are related"), max_length=300, required=False)
    GROUPS: Groups = (
        (pgettext_lazy("contract", "What it is about"), ("title", "kind", "rights")),
        (_("Price"), ("amount", "payment_mode", "pricing_way")),
        (_("Time and place"), ("begins_on", "ends_on", "sign_place")),
        (_("Related parties"), ("is_related", "related_note")),
    )

    def __init__(
        self, *args: Any, contract: Contract | None = None, keeper: Organisation | None = None, **kwargs: Any
    ) -> None:
        if contract is not None:
            initial = {
                name: getattr(contract, name)
                for name in self.base_fields
                if name != "rights" and hasattr(contract, name)
            }
            said = contract.is_related
            initial |= {
                "version": contract.revision,
                "rights": list(contract.rights.all()),
                "is_related": "" if said is None else ("yes" if said else "no"),
            }
            kwargs["initial"] = initial | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = form_choices()
        if contract is not None:
            stands = self.initial["kind"] = f"{contract.kind}/{contract.form}"
            if stands not in {code for _title, group in kind.choices for code, _words in group}:
                open_words = _now("{kind}: sub-kind not chosen yet").format(kind=contract.get_kind_display())
                kind.choices = [(stands, open_words), *kind.choices]
        unit = contract.keeper if contract is not None else keeper
        rights: Any = self.fields["rights"]
        rights.queryset = Right.objects.filter(keeper=unit) | Right.objects.filter(
            pk__in=[] if contract is None else contract.rights.values_list("pk", flat=True)
        )
        if not rights.queryset.exists():
            del self.fields["rights"]

    def rights_chosen(self) -> Sequence[Right]:
        """The rights that were ticked."""
        return list(self.cleaned_data.get("rights") or [])

    def content(self) -> dict[str, Any]:
        """What the verb takes as `values`."""
        kind, _slash, form = str(self.cleaned_data["kind"]).partition("/")
        values = {
            name: value
            for name, value in self.values().items()
            if name not in ("rights", *PARTY, "side", "keeper")
        }
        return values | {"kind": kind, "form": form}


PARTY = (
    "organisation", "name", "code", "country", "territory", "address", "representative", "agent", "telephone",
    "bank_name", "bank_account",
)  # fmt: skip


class PartyForm(GroupedForm):
    """One party: on record by code or name, or written out."""

    organisation = UnitField(
        label=pgettext_lazy("party", "On record here"), required=False,
        help_text=_("Its code or whole name; name and code are then taken from the record."),
    )  # fmt: skip
    name = LineField(
        label=pgettext_lazy("party", "name"),
        max_length=120,
        required=False,
        help_text=_("For one that isn't on record."),
    )
    code = LineField(label=_("unified social credit code"), max_length=18, required=False)
    country = LineField(label=_("country or region"), max_length=60, initial=HOME)
    territory = LineField(
        label=_("territory"),
        max_length=6,
        required=False,
        help_text=_("Six digits of GB/T 2260, such as 500103."),
    )
    address = LineField(label=pgettext_lazy("of a party", "address"), max_length=200, required=False)
    representative = LineField(label=_("legal representative"), max_length=60, required=False)
    agent = LineField(label=_("who handles it"), max_length=60, required=False)
    telephone = LineField(label=_("telephone"), max_length=30, required=False)
    bank_name = LineField(label=_("bank"), max_length=120, required=False)
    bank_account = LineField(label=_("account number"), max_length=40, required=False)
    GROUPS: Groups = (
        (_("Who it is"), ("organisation", "name", "code", "country", "territory")),
        (
            _("What the paper prints"),
            ("address", "representative", "agent", "telephone", "bank_name", "bank_account"),
        ),
    )

    def clean_territory(self) -> str:
        """Six digits."""
        text = str(self.cleaned_data["territory"])
        if text and not (text.isdecimal() and len(text) == 6):
            raise forms.ValidationError(_now("A territory has six digits, such as 500103."))
        return text

    def particulars(self) -> Particulars:
        """The party, with what is on record filled in where nothing was typed."""
        data = {name: self.cleaned_data.get(name) or "" for name in PARTY if name != "organisation"}
        unit = self.cleaned_data.get("organisation")
        if unit is None:
            return Particulars(organisation=None, **data)
        known = Particulars.of(unit)
        return Particulars(
            organisation=unit, **{name: data[name] or getattr(known, name) for name in data}
        )  # fmt: skip


class BeginForm(ContractForm, PartyForm):
    """A contract from scratch: one's own organisation, its side, the other party, and what it is about."""

    keeper = forms.ModelChoiceField(
        label=_("your organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    side = forms.ChoiceField(label=_("it is"), choices=PartySide.choices)
    about = forms.ChoiceField(
        label=_("published technology or need"), required=False,
        help_text=_("From it the broker's commission and the days from offer to contract follow. Leave it empty for none."),
    )  # fmt: skip
    GROUPS: Groups = (
        (_("Your side"), ("keeper", "side")),
        (_("The other party"), ("organisation", "name", "code", "country", "territory")),
        (pgettext_lazy("contract", "What it is about"), ("title", "kind", "about", "rights")),
        *ContractForm.GROUPS[1:],
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keeper: Any = self.fields["keeper"]
        keeper.queryset = units
        kind: Any = self.fields["kind"]
        kind.choices = [("", _now("Choose")), *kind.choices]
        about: Any = self.fields["about"]
        about.choices = [("", _now("none")), *_listings(units)]
        for name in ("address", "representative", "agent", "telephone", "bank_name", "bank_account"):
            del self.fields[name]

    def content(self) -> dict[str, Any]:
        """With what it is about: `technology` or `need`."""
        values = super().content()
        side, _colon, key = str(values.pop("about", "")).partition(":")
        return values | ({side: published(side).get(pk=int(key))} if key else {})


def _listings(units: Any) -> list[tuple[Any, list[tuple[str, str]]]]:
    """What these organisations have published, grouped; values such as ``technology:12``."""
    groups = [
        (words, [(f"{side}:{one.pk}", str(one)) for one in published(side).filter(owner__in=units)[:_LISTED]])
        for side, words in (("technology", _now("Technologies")), ("need", _now("Needs")))
    ]
    return [(words, found) for words, found in groups if found]


class AbandonForm(Form):
    """Why a contract is not concluded."""

    reason = TextField(
        label=_("Reason"), max_length=500, help_text=_("Both sides read it; it stays with the contract.")
    )


def milestone_fields(number: int) -> dict[str, forms.Field]:
    """The four fields of a milestone, named with its number."""
    return {
        f"title_{number}": LineField(label=pgettext("milestone", "Title"), max_length=200, required=False),
        f"deliverable_{number}": LineField(
            label=_now("What is delivered, and how it is accepted"), max_length=1000, required=False
        ),
        f"due_on_{number}": DateField(label=_now("Due on"), required=False),
        f"amount_{number}": MoneyField(label=pgettext("milestone", "Payment"), required=False),
    }


class MilestonesForm(Form):
    """The milestones of a draft, a group of fields each; one without title is left out."""

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        standing = list(contract.milestones.all())
        kwargs["initial"] = {"version": contract.revision} | {
            f"{name}_{place}": getattr(one, name)
            for place, one in enumerate(standing, 1)
            for name in ("title", "deliverable", "due_on", "amount")
        }
        super().__init__(*args, **kwargs)
        self.places = min(MOST, self._sent(len(standing)) + _SPARE)
        for place in range(1, self.places + 1):
            self.fields |= milestone_fields(place)

    def _sent(self, standing: int) -> int:
        sent = [
            int(name.removeprefix("title_"))
            for name, value in self.data.items()
            if name.startswith("title_") and value
        ]
        return max([standing, *sent])

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        """A heading and four fields for each milestone."""
        return [
            (
                _now("Milestone {number}").format(number=place),
                [self[f"{name}_{place}"] for name in ("title", "deliverable", "due_on", "amount")],
            )
            for place in range(1, self.places + 1)
        ]

    def steps(self) -> list[Step]:
        """What the verb takes; a milestone of which nothing was typed is left out."""
        found = [
            Step(
                self.cleaned_data[f"title_{place}"],
                self.cleaned_data[f"deliverable_{place}"],
                self.cleaned_data[f"due_on_{place}"],
                self.cleaned_data[f"amount_{place}"] or 0,
            )
            for place in range(1, self.places + 1)
        ]
        return [one for one in found if one != Step("")]
