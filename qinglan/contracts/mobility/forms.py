"""Forms of moves of researchers, shares held and proofs of results."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.domain.mobility_decision import ENDINGS, LARGEST
from qinglan.contracts.mobility.proving import contracts_to_prove
from qinglan.contracts.models import Mobility, MobilityOutcome, ShareBasis
from qinglan.kernel.web.forms import (
    CodeField,
    DateField,
    LimitedFileField,
    LineField,
    MoneyField,
    NumberField,
    TextField,
    WholeNumberField,
)
from qinglan.market.models import Technology
from qinglan.parties import holding
from qinglan.parties.models import Organisation, OrganisationKind

_LINES = forms.Textarea(attrs={"rows": 4})
RESEARCH = (OrganisationKind.UNIVERSITY, OrganisationKind.INSTITUTE, OrganisationKind.VOCATIONAL_COLLEGE)
FOR = [("self", _("Myself")), ("other", _("Somebody of my unit who has no account"))]
YES_NO = [("", _("not said")), ("true", _("yes")), ("false", _("no"))]


class FactField(forms.NullBooleanField):
    """Yes, no, or not said."""

    widget = forms.Select(choices=YES_NO)

    def prepare_value(self, value: Any) -> str:
        """As the choices have it."""
        return {True: "true", False: "false"}.get(value, str(value or ""))

    def to_python(self, value: Any) -> bool | None:  # type: ignore[override]  # the stubs derive it from BooleanField
        """None where nobody said."""
        return {"true": True, "false": False}.get(str(value).lower())


class _Labelled(forms.BaseForm):
    """Labels begin with a capital, as those of models do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(str(field.label))


class MobilityContentForm(_Labelled, forms.ModelForm):  # type: ignore[type-arg]
    """What an arrangement says."""

    autosave = True
    firm_code = CodeField(
        label=_("unified social credit code of the firm"),
        required=False,
        max_length=18,
        help_text=_("A firm on record here is named by it, and its people see the arrangement."),
    )
    starts_on = DateField(label=_("first day"))
    ends_on = DateField(label=_("last day"))
    years_of_service = WholeNumberField(
        label=_("years of service in the unit"), required=False, min_value=0, max_value=60
    )
    is_head = FactField(label=_("holds a leading post"), required=False)
    leads_national_project = FactField(label=_("leads a major national project"), required=False)
    is_under_investigation = FactField(label=_("is under investigation"), required=False)

    class Meta:
        model = Mobility
        fields = (
            "form", "person_name", "post", "firm_code", "firm_name", "technology", "task", "starts_on", "ends_on",
            "years_of_service", "is_head", "leads_national_project", "is_under_investigation", "pay_terms",
            "ip_terms", "secrecy_terms",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "task": _LINES, "pay_terms": _LINES, "ip_terms": _LINES, "secrecy_terms": _LINES,
        }  # fmt: skip

    def __init__(self, *args: Any, unit: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["technology"].required = False
        self.fields["technology"].label = capfirst(_now("result it uses"))
        own = Technology.objects.filter(owner=unit) if unit else Technology.objects.none()
        self.fields["technology"].queryset = own.order_by("-pk")[:200]  # type: ignore[attr-defined]
        if unit is None or not own.exists():
            del self.fields["technology"]

    def values(self) -> dict[str, Any]:
        """As the verb takes them."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}


class BeginForm(_Labelled, forms.Form):
    """For whom, and at which unit."""

    unit = forms.ModelChoiceField(
        label=_("unit that decides"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose"),
        help_text=_("The researcher's employer; for enterprise staff the unit whose research they lead."),
    )
    whose = forms.ChoiceField(label=_("whose arrangement"), choices=FOR)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        known = Organisation.objects.filter(
            is_public=True, ended_on__isnull=True, kind__in=RESEARCH
        ) | holding.organisations_of(user)
        self.fields["unit"].queryset = known.distinct().order_by("name_key")  # type: ignore[attr-defined]
        if not holding.organisations_represented_by(user).exists():
            self.fields["whose"].choices = FOR[:1]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Only one's own unit records others."""
        data = super().clean() or {}
        unit = data.get("unit")
        if data.get("whose") == "other" and unit and not holding.represents(self.user, unit):
            self.add_error("whose", _now("Only the unit records an arrangement of somebody else."))
        return data


class DecisionForm(_Labelled, forms.Form):
    """What the unit decides."""

    verdict = forms.ChoiceField(
        label=pgettext_lazy("of the unit", "Decision"),
        help_text=_(
            "An approval needs the days of the notice, the meeting and its day; the others need the reason."
        ),
        choices=[
            ("", "—"),
            ("approve", _("Approve it")),
            ("return", _("Return it for correction")),
            ("refuse", _("Refuse it")),
        ],
    )
    noticed_from = DateField(label=_("on notice in the unit from"), required=False)
    noticed_until = DateField(label=_("on notice until"), required=False)
    decision = LineField(
        label=_("meeting or paper that decided"), required=False, max_length=200,
        help_text=_("Such as: minutes of the meeting of the leadership, number 12."),
    )  # fmt: skip
    decided_on = DateField(label=_("decided on"), required=False)
    reason = TextField(
        label=_("reason, when it is returned or refused"), required=False, max_length=500, widget=_LINES
    )

    def clean(self) -> dict[str, Any]:
        """An approval names its notice and decision; the rest is for the verb."""
        data = super().clean() or {}
        if data.get("verdict") == "approve":
            for name in ("noticed_from", "noticed_until", "decision", "decided_on"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _now("An approval needs this."))
        return data


class AgreementForm(_Labelled, forms.Form):
    """The signed agreement."""

    agreed_on = DateField(label=_("agreement signed on"))
    file = LimitedFileField(
        label=_("scan of the agreement of the three sides"), max_bytes=LARGEST, kinds=ENDINGS
    )


class ReportForm(_Labelled, forms.Form):
    """The report on a year."""

    autosave = True
    year = forms.TypedChoiceField(label=_("year"), coerce=int)
    work = TextField(label=_("what was done"), max_length=3000, widget=forms.Textarea(attrs={"rows": 6}))
    results = TextField(label=_("results, contracts, firms"), required=False, max_length=2000, widget=_LINES)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class ExtensionForm(_Labelled, forms.Form):
    """What is asked for."""

    until = DateField(label=_("new last day"))
    is_profitable = forms.TypedChoiceField(
        label=_("the firm makes a profit already"),
        choices=[("", "—"), ("no", _("no")), ("yes", _("yes"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    reason = TextField(label=_("reason"), max_length=1000, widget=_LINES)


class ExtensionAnswerForm(_Labelled, forms.Form):
    """Granted or refused."""

    granted = forms.TypedChoiceField(
        label=pgettext_lazy("of the unit", "Decision"),
        choices=[("", "—"), ("yes", _("Grant it")), ("no", _("Refuse it"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    answer = TextField(label=_("answer of the unit"), max_length=500, widget=_LINES)


class EndForm(_Labelled, forms.Form):
    """How it ended."""

    outcome = forms.ChoiceField(
        label=_("how it ended"), choices=[("", "—"), *[one for one in MobilityOutcome.choices if one[0]]]
    )
    ended_on = DateField(label=_("last day"))
    reason = TextField(label=_("paper or agreement that it rests on"), max_length=500, widget=_LINES)


class SharesForm(_Labelled, forms.Form):
    """Shares that somebody holds."""

    unit = forms.ModelChoiceField(
        label=_("unit"), queryset=Organisation.objects.none(), empty_label=_("Choose")
    )
    mobility = forms.ModelChoiceField(
        label=_("arrangement"), queryset=Mobility.objects.none(), required=False, empty_label="—",
        help_text=_("With one, its person is the holder."),
    )  # fmt: skip
    holder_name = LineField(label=_("name of the holder"), max_length=60, required=False)
    firm_code = CodeField(label=_("unified social credit code of the firm"), max_length=18)
    firm_name = LineField(label=_("name of the firm"), max_length=120)
    basis = forms.ChoiceField(label=_("where they come from"), choices=[("", "—"), *ShareBasis.choices])
    share = NumberField(label=_("share of the firm (%)"), max_value=100, decimal_places=2)
    amount = MoneyField(label=_("amount put in"), unit="wan", required=False)
    since = DateField(label=_("held since"))
    note = LineField(label=_("paper it stands on"), max_length=300)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = holding.organisations_represented_by(user)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if units.count() == 1:
            self.fields["unit"].initial = units.get()
        rows = Mobility.objects.filter(unit__in=units, agreed_on__isnull=False)
        self.fields["mobility"].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The holder is named, by the arrangement or by hand."""
        data = super().clean() or {}
        if not data.get("mobility") and not data.get("holder_name"):
            self.add_error("holder_name", _now("Name the holder, or choose the arrangement."))
        return data

    def values(self) -> dict[str, Any]:
        """As the verb takes them; the share in hundredths of a per cent."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("unit", "mobility")}
        return {**data, "share": int(data["share"] * 100)}


class EndSharesForm(_Labelled, forms.Form):
    """The last day."""

    until = DateField(label=_("held until"))


class ProofForm(_Labelled, forms.Form):
    """A proof of results: the person and what he did in which contracts."""

    autosave = True
    person_name = LineField(label=_("name of the person"), max_length=60)
    post = LineField(label=_("post and title"), max_length=100)
    purpose = LineField(label=_("title applied for"), max_length=100)

    def __init__(self, *args: Any, unit: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contracts = list(contracts_to_prove(unit)[:50])
        for one in self.contracts:
            self.fields[f"part-{one.pk}"] = LineField(
                label=capfirst(_now("what the person did")),
                max_length=200,
                required=False,
                help_text=_("Leave it empty where the person took no part."),
            )
            self.fields[f"share-{one.pk}"] = WholeNumberField(
                label=capfirst(_now("share of the work (%)")),
                required=False,
                min_value=1,
                max_value=100,
            )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The person, then the contracts one by one."""
        person = [self[name] for name in ("person_name", "post", "purpose")]
        contracts = [
            (f"{one.number} {one.title}", [self[f"part-{one.pk}"], self[f"share-{one.pk}"]])
            for one in self.contracts
        ]
        return [("", person), *contracts]


class WithdrawForm(_Labelled, forms.Form):
    """Why a proof is withdrawn."""

    reason = LineField(label=_("what was wrong"), max_length=300)
