"""Forms of registrations. A form knows fields and their hints; what is right is said by the verbs."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from qinglan.contracts.domain.registration import SIDE_MORE, SIDE_ROW, Item
from qinglan.contracts.forms import GroupedForm
from qinglan.contracts.models import PartySide, Registration, RegistrationPaperKind
from qinglan.contracts.registering.pack import choices, registration, words
from qinglan.contracts.registering.queries import offices
from qinglan.kernel.web.forms import DateField, LimitedFileField, LineField, MoneyField, WholeNumberField
from qinglan.market.forms import Form
from qinglan.parties.models import Organisation

_YES_NO = [("", _("not said")), ("no", _("no")), ("yes", _("yes"))]
_SPARE = 2
_MOST = 60


def yes_no(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    """Yes, no, or not said."""
    return forms.TypedChoiceField(
        label=label, choices=_YES_NO, required=False, empty_value=None, coerce={"yes": True, "no": False}.get,
        help_text=help_text,
    )  # fmt: skip


def said(value: bool | None) -> str:
    """As `yes_no` shows it."""
    return "" if value is None else "yes" if value else "no"


def listed(label: Any, help_text: Any = "") -> forms.ChoiceField:
    """One of a national list; which, is set when the form is made."""
    return forms.ChoiceField(label=label, required=False, help_text=help_text)


class ProjectForm(GroupedForm):
    """What the contract is about, as the national form sorts it."""

    title = LineField(label=_("name of the project"), max_length=200)
    form = listed(_("sub-kind"))
    tech_field = listed(_("field of technology"))
    ip_kind = listed(_("intellectual property"))
    plan_source = listed(_("plan source"))
    goal = listed(_("social and economic goal"))
    industry = listed(_("industry served"), _("The industry in which the technology is used."))
    payment_mode = listed(pgettext_lazy("contract", "way of payment"))
    pricing_way = listed(_("how the price came about"))
    begins_on = DateField(label=_("begins on"), required=False)
    ends_on = DateField(label=_("ends on"), required=False)
    listed_on = DateField(
        label=_("first offered on"),
        required=False,
        help_text=_("For the days from the first offer to the contract."),
    )
    is_related = yes_no(
        _("between related parties"),
        _("Such a contract may be registered; it is counted apart and brings less relief and no subsidy."),
    )
    related_note = LineField(
        label=_("how they are related"), max_length=300, required=False,
        help_text=_("The relation, and what the price rests on."),
    )  # fmt: skip
    new_investment = MoneyField(label=_("expected new investment"), required=False)
    new_output = MoneyField(label=_("expected new output"), required=False)
    office = forms.ModelChoiceField(
        label=_("registration office"), queryset=Organisation.objects.none(), required=False,
        empty_label=pgettext_lazy("code", "not said"),
        help_text=_("The office at the place of the seller; for an import, of the buyer."),
    )  # fmt: skip
    LISTS = (
        "form",
        "tech_field",
        "ip_kind",
        "plan_source",
        "goal",
        "industry",
        "payment_mode",
        "pricing_way",
    )
    GROUPS = (
        (_("The project"), ("title", "form", "tech_field", "ip_kind", "plan_source", "goal", "industry")),
        (_("Price and time"), ("payment_mode", "pricing_way", "begins_on", "ends_on", "listed_on")),
        (_("Related parties"), ("is_related", "related_note")),
        (_("Only for transfers"), ("new_investment", "new_output")),
        (_("Where it is registered"), ("office",)),
    )

    def __init__(self, *args: Any, row: Registration, **kwargs: Any) -> None:
        stands = {name: getattr(row, name) for name in self.base_fields if name != "version"}
        kwargs["initial"] = stands | {"is_related": said(row.is_related), "version": row.revision}
        super().__init__(*args, **kwargs)
        for name in self.LISTS:
            field: Any = self.fields[name]
            above = row.kind if name == "form" else ""
            field.choices = [("", _("not said")), *choices(name, above=above)]
        office: Any = self.fields["office"]
        office.queryset = Organisation.objects.filter(pk__in=offices().values("organisation"))
        if row.kind != "transfer":
            del self.fields["new_investment"], self.fields["new_output"]


class AmountsForm(GroupedForm):
    """合同成交额, 技术交易额 and the items of cost between them."""

    amount = MoneyField(label=_("contract value"), required=False, help_text=_("成交额: all that is paid."))
    technology_amount = MoneyField(
        label=_("technology value"), required=False,
        help_text=_("技术交易额: the contract value less the non-technical costs below; left empty, it is reckoned from them."),
    )  # fmt: skip
    technology_income = MoneyField(
        label=_("technology income"), required=False,
        help_text=_("技术性收入: what is really obtained for the technology; may stay open."),
    )  # fmt: skip

    def __init__(self, *args: Any, row: Registration, **kwargs: Any) -> None:
        standing = list(row.costs.all())
        names = ("kind", "title", "quantity", "amount")
        kwargs["initial"] = {
            "amount": row.amount,
            "technology_amount": row.technology_amount,
            "technology_income": row.technology_income,
            "version": row.revision,
        } | {f"{name}_{place}": getattr(one, name) for place, one in enumerate(standing, 1) for name in names}
        super().__init__(*args, **kwargs)
        if row.contract is not None and row.contract.amount is not None:
            self.fields["amount"].disabled = True
            self.fields["amount"].help_text = _now("As the contract says; amend the contract to change it.")
        kinds = [("", _now("none")), *((one.code, words(one.name)) for one in registration().costs)]
        self.places = min(_MOST, self._sent(len(standing)) + _SPARE)
        for place in range(1, self.places + 1):
            self.fields |= {
                f"kind_{place}": forms.ChoiceField(label=_now("Kind of cost"), choices=kinds, required=False),
                f"title_{place}": LineField(
                    label=pgettext("cost", "What it is"), max_length=200, required=False
                ),
                f"quantity_{place}": WholeNumberField(label=_now("Quantity"), required=False, min_value=1),
                f"amount_{place}": MoneyField(label=_now("Amount of all of them"), required=False),
            }

    def _sent(self, standing: int) -> int:
        sent = [
            int(name.removeprefix("title_"))
            for name, value in self.data.items()
            if name.startswith("title_") and value and name.removeprefix("title_").isdecimal()
        ]
        return max([standing, *sent])

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The values, then four fields for each item."""
        found = [
            (_now("Values"), [self[name] for name in ("amount", "technology_amount", "technology_income")])
        ]
        return found + [
            (
                _now("Cost {number}").format(number=place),
                [self[f"{name}_{place}"] for name in ("kind", "title", "quantity", "amount")],
            )
            for place in range(1, self.places + 1)
        ]

    def items(self) -> list[Item]:
        """The items that have a kind, a name or an amount."""
        data = self.cleaned_data
        found = []
        for place in range(1, self.places + 1):
            kind, title = data.get(f"kind_{place}") or "", data.get(f"title_{place}") or ""
            amount = data.get(f"amount_{place}")
            if kind or title or amount:
                found.append(Item(kind, title, amount or 0, data.get(f"quantity_{place}") or 1))
        return found


class SideForm(GroupedForm):
    """A party as the national form asks for it."""

    name = LineField(label=pgettext_lazy("party", "name"), max_length=120)
    code = LineField(label=_("unified social credit code"), max_length=18, required=False)
    country = listed(_("country or region"))
    territory = LineField(
        label=_("territory"),
        max_length=6,
        required=False,
        help_text=_("Six digits of GB/T 2260, such as 500103."),
    )
    type = listed(_("type of the party"))
    scale = listed(_("size"))
    is_transfer_agency = yes_no(_("technology transfer agency"))
    is_research_body = yes_no(_("research body"))
    is_converted_institute = yes_no(_("institute converted to a firm"))
    is_in_hightech_zone = yes_no(_("in a national high-tech zone"))
    is_listed = yes_no(_("listed on a stock exchange"))
    address = LineField(label=pgettext_lazy("of a party", "address"), max_length=200, required=False)
    postcode = LineField(label=_("postcode"), max_length=10, required=False)
    representative = LineField(label=_("legal representative"), max_length=60, required=False)
    contact = LineField(label=_("contact person"), max_length=60, required=False)
    telephone = LineField(label=_("telephone"), max_length=30, required=False)
    FLAGS = tuple(name for name in SIDE_MORE if name.startswith("is_"))
    GROUPS = (
        (_("Who it is"), ("name", "code", "country", "territory", "type", "scale")),
        (_("What it is"), FLAGS),
        (_("How to reach it"), ("address", "postcode", "representative", "contact", "telephone")),
    )

    def __init__(self, *args: Any, row: Registration, side: PartySide, **kwargs: Any) -> None:
        more = row.sides.filter(side=side).first()
        initial: dict[str, Any] = {name: getattr(row, f"{side}_{name}") for name in SIDE_ROW}
        initial |= {name: getattr(more, name) for name in SIDE_MORE if more is not None}
        initial |= {name: said(initial.get(name)) for name in self.FLAGS}
        kwargs["initial"] = initial | {"version": row.revision}
        super().__init__(*args, **kwargs)
        for name, codes in (("country", "country"), ("type", "party_type"), ("scale", "scale")):
            field: Any = self.fields[name]
            field.choices = [("", _("not said")), *choices(codes)]

    def clean_territory(self) -> str:
        """Six digits."""
        text = str(self.cleaned_data["territory"])
        if text and not (text.isdecimal() and len(text) == 6):
            raise forms.ValidationError(_now("A territory has six digits, such as 500103."))
        return text


class PaperForm(Form):
    """A paper for the office."""

    kind = forms.ChoiceField(label=pgettext_lazy("paper", "kind"), choices=RegistrationPaperKind.choices)
    file = LimitedFileField(label=_("File"), max_bytes=20 * 1024 * 1024)


class AnswersForm(Form):
    """What the pre-check asks, and the unit's answers."""

    def __init__(self, *args: Any, questions: list[Any], version: int, **kwargs: Any) -> None:
        kwargs["initial"] = {f"answer_{one.finding.code}": one.answer for one in questions} | {
            "version": version
        }
        super().__init__(*args, **kwargs)
        for one in questions:
            self.fields[f"answer_{one.finding.code}"] = forms.CharField(
                label=one.text, required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
                help_text=one.source,
            )  # fmt: skip

    def answers(self) -> dict[str, str]:
        """By the code of the finding."""
        return {
            name.removeprefix("answer_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("answer_")
        }
