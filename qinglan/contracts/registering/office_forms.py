"""Forms of the registration office and of what comes from the national system."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.domain.registration_change import CHANGEABLE
from qinglan.contracts.models import Registration, RegistrationOffice, ReviewBecause, ReviewOutcome
from qinglan.contracts.registering.pack import choices, registration, words
from qinglan.kernel import clock
from qinglan.kernel.documents.checking.kinds import STAMPED
from qinglan.kernel.web.forms import DateField, LimitedFileField, LineField, MoneyField, TextField
from qinglan.market.forms import Form
from qinglan.parties.models import Expert
from qinglan.parties.models.expert import ExpertState

_MOST_BYTES = 20 * 1024 * 1024


class ReasonForm(Form):
    """Why; the unit reads it."""

    reason = TextField(
        label=_("Reason"), max_length=500, help_text=_("The unit reads it. Say all that is missing at once.")
    )


class PassForm(Form):
    """Why what looks registered is another contract."""

    twin_note = TextField(
        label=_("Why it is another contract"), max_length=500, required=False,
        help_text=_("Needed where the same parties and value are registered already."),
    )  # fmt: skip


class ReviewForm(Form):
    """Why experts are asked."""

    because = forms.ChoiceField(label=_("Why experts are asked"), choices=ReviewBecause.choices)
    note = TextField(label=_("what is disputed"), max_length=500, required=False)


class OpinionForm(Form):
    """An expert's signed sheet."""

    expert = forms.ModelChoiceField(
        label=_("Expert"), queryset=Expert.objects.filter(state=ExpertState.IN_POOL).order_by("name_key"),
        empty_label=_("Choose"),
    )  # fmt: skip
    is_technical = forms.TypedChoiceField(
        label=_("a technology contract"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
    )
    technology_amount = MoneyField(
        label=_("technology value"), required=False, help_text=_("Where the expert finds another one.")
    )
    text = TextField(label=_("opinion"), max_length=1000)


class ConcludeForm(Form):
    """What came of the review."""

    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=[one for one in ReviewOutcome.choices if one[0]]
    )
    technology_amount = MoneyField(label=_("technology value"), required=False)
    conclusion = TextField(label=_("conclusion and reasons"), max_length=1000)


class NumberForm(Form):
    """The certificate of registration 登记证明."""

    autosave = False
    number = LineField(label=_("national number"), max_length=30)
    registered_on = DateField(label=_("registered on"))
    amount = MoneyField(label=_("contract value of the certificate"), required=False)
    technology_amount = MoneyField(label=_("technology value of the certificate"), required=False)
    certificate = LimitedFileField(
        label=_("certificate of registration"), required=False, max_bytes=_MOST_BYTES, kinds=STAMPED,
        help_text=_("登记证明: a scan or photograph of it."),
    )  # fmt: skip

    def __init__(self, *args: Any, row: Registration, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "amount": row.amount,
            "technology_amount": row.technology_amount,
            "version": row.revision,
        }
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = _("Such as {example}.").format(example=_pattern_of(row).example)


class CorrectNumberForm(Form):
    """Number and day as the certificate says them, where they were mistyped here."""

    autosave = False
    number = LineField(label=_("national number"), max_length=30)
    registered_on = DateField(label=_("registered on"))
    reason = TextField(
        label=_("Reason"),
        max_length=500,
        help_text=_("For instance: two digits were exchanged when it was typed."),
    )
    certificate = LimitedFileField(
        label=_("certificate of registration"), required=False, max_bytes=_MOST_BYTES, kinds=STAMPED,
        help_text=_("Empty where the one on record is right."),
    )  # fmt: skip

    def __init__(self, *args: Any, row: Registration, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "number": row.national_number, "registered_on": row.registered_on, "version": row.revision,
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = _("Such as {example}.").format(example=_pattern_of(row).example)


class GreenForm(Form):
    """On which ground the contract is green."""

    basis = forms.ChoiceField(label=_("ground of the green tag"))
    catalogue_code = LineField(label=_("code of the green catalogue"), max_length=24, required=False)
    note = LineField(label=_("what shows it"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        basis: Any = self.fields["basis"]
        basis.choices = choices("green_basis")


class NoteForm(Form):
    """Why it isn't green."""

    note = TextField(label=_("Reason"), max_length=300)


class SettleForm(Form):
    """What a difference means."""

    settled_as = TextField(
        label=_("what it means"), max_length=300,
        help_text=_("For instance: a slip, corrected there; or: a change was asked for."),
    )  # fmt: skip


class ChangeForm(Form):
    """What is to change of a registration."""

    title = LineField(label=_("name of the project"), max_length=200)
    amount = MoneyField(label=_("contract value"))
    technology_amount = MoneyField(label=_("technology value"))
    begins_on = DateField(label=_("begins on"), required=False)
    ends_on = DateField(label=_("ends on"), required=False)
    seller_name = LineField(label=_("seller"), max_length=120)
    buyer_name = LineField(label=_("buyer"), max_length=120)
    reason = TextField(label=_("Reason"), max_length=500)
    evidence = LimitedFileField(
        label=pgettext_lazy("change of a registration", "Agreement that shows it"), required=False,
        max_bytes=_MOST_BYTES,
    )  # fmt: skip

    def __init__(self, *args: Any, row: Registration, **kwargs: Any) -> None:
        stands = {name: getattr(row, name) for name in CHANGEABLE}
        kwargs["initial"] = stands | (kwargs.get("initial") or {}) | {"version": row.revision}
        super().__init__(*args, **kwargs)

    def changes(self) -> dict[str, Any]:
        """The fields of the registration as they should be."""
        return {name: self.cleaned_data[name] for name in CHANGEABLE}


class CancelForm(Form):
    """Why a registration is to be cancelled."""

    reason = TextField(label=_("Reason"), max_length=500)
    evidence = LimitedFileField(
        label=pgettext_lazy("change of a registration", "Agreement that shows it"), required=False,
        max_bytes=_MOST_BYTES,
    )  # fmt: skip


class SettleChangeForm(Form):
    """What the national system made of a change."""

    done = forms.TypedChoiceField(
        label=_("What came of it"), choices=[("yes", _("done there")), ("no", _("declined"))],
        coerce=lambda value: value == "yes",
    )  # fmt: skip
    on = DateField(label=pgettext_lazy("settled", "On"))
    answer = TextField(label=_("what the office says"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": clock.today()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class OfficeForm(Form):
    """A registration office: what its numbers look like."""

    works_here = forms.BooleanField(
        label=_("checks here first"), required=False,
        help_text=_("Its registrars have a queue here; without it units file in the national system at once."),
    )  # fmt: skip
    pattern = forms.ChoiceField(label=_("pattern of its numbers"))
    area = LineField(label=_("digits of the division in its numbers"), max_length=6, required=False)
    place = LineField(label=_("digits of the office in its numbers"), max_length=4, required=False)

    def __init__(self, *args: Any, row: RegistrationOffice | None, **kwargs: Any) -> None:
        names = ("works_here", "pattern", "area", "place")
        kwargs["initial"] = (
            {name: getattr(row, name) for name in names} | {"version": row.revision}
            if row is not None
            else {"works_here": True, "pattern": registration().unset_pattern}
        )
        super().__init__(*args, **kwargs)
        pattern: Any = self.fields["pattern"]
        pattern.choices = [(one.code, f"{words(one.name)} · {one.example}") for one in registration().numbers]


def _pattern_of(row: Registration) -> Any:
    found = getattr(row.office, "registration_office", None) if row.office_id else None
    return registration().pattern(found.pattern if found is not None else "")
