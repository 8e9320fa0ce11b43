"""Forms about organisations. A form knows fields and their hints; what is right is said by the verbs."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web import pasted
from qinglan.kernel.web.forms import CodeField, DateField, LineField, MoneyField, NumberField, TextField
from qinglan.parties.domain.organisation import CONTACT_FIELDS, PUBLIC_FIELDS, Particulars
from qinglan.parties.domain.organisation_tag import Grounds
from qinglan.parties.masked_fields import KeepsMasked
from qinglan.parties.mobile import normalised
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_kind import GreenGround, OrganisationKind

ON = _("Day on which it happened or took effect, as on the document.")
BASIS = _("Document, its number and date, so that an auditor finds it in three years.")


class Form(forms.Form):
    """A form that can show what a verb refused; what is typed into it is saved as a draft."""

    autosave = True
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def refuse(self, error: Impossible) -> None:
        """Put the refusal beside its field, or on top."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


class TerritoryField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A territory, by the order of pinyin below its city."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Territory.objects.order_by("parent_id", "pinyin"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Name and code."""
        return f"{obj.name} ({obj.code})"


class ParticularsForm(KeepsMasked, Form):
    """What is known of an organisation."""

    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    territory = TerritoryField(label=_("Territory"))
    industry = LineField(
        label=_("Industry (GB/T 4754)"),
        max_length=5,
        required=False,
        help_text=_("Section A to T, with two to four digits where known, such as C35."),
    )
    address = LineField(label=_("Address"), max_length=200, required=False)
    telephone = LineField(
        label=_("Public telephone"),
        max_length=30,
        required=False,
        help_text=_("Shown to everybody: the switchboard, never a private number."),
    )
    website = forms.URLField(label=_("Website"), max_length=200, required=False, assume_scheme="https")
    introduction = TextField(
        label=_("Introduction"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What the organisation does; shown to everybody."),
    )
    registered_capital = MoneyField(label=_("Registered capital"), unit="wan", required=False)
    registered_on = DateField(label=_("Date of registration"), required=False)
    legal_representative = LineField(
        label=_("Legal representative"),
        max_length=60,
        required=False,
        help_text=_("Shown to members and officers only."),
    )
    contact_name = LineField(
        label=_("Contact person"),
        max_length=60,
        required=False,
        help_text=_("Shown to members and officers only."),
    )
    contact_mobile = LineField(
        label=_("Mobile number of the contact person"),
        max_length=20,
        required=False,
        help_text=_("The code to claim the organisation is sent to this number."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def clean_contact_mobile(self) -> str:
        """11 digits, or nothing."""
        text = self.cleaned_data["contact_mobile"]
        number = normalised(text)
        if text and not number:
            raise forms.ValidationError(_now("Write a mobile number of 11 digits."))
        return number

    def clean_industry(self) -> str:
        """In capitals."""
        return str(self.cleaned_data["industry"]).strip().upper()

    def clean_telephone(self) -> str:
        """A mobile number is a person's and is not published here."""
        text = str(self.cleaned_data["telephone"]).strip()
        if normalised(text):
            raise forms.ValidationError(_now("This is a mobile number. Write the number of the switchboard."))
        return text

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        """What stands in the form when `organisation` is opened."""
        values = {name: getattr(organisation, name) for name in PUBLIC_FIELDS}
        values |= {name: getattr(organisation.contact, name) for name in CONTACT_FIELDS}
        return {**values, "territory": organisation.territory_id, "version": organisation.revision}

    @classmethod
    def opened(cls, organisation: Organisation, data: Any = None) -> "ParticularsForm":
        """The form with what is on record of `organisation`, its contact's number masked."""
        form = cls(data, initial=cls.initial_of(organisation))
        form.mask({"contact_mobile": organisation.contact.contact_mobile})
        return form

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in (*PUBLIC_FIELDS, "territory", *CONTACT_FIELDS)}


class RegisterForm(ParticularsForm):
    """A new organisation."""

    name = LineField(label=_("Name"), max_length=120, help_text=_("The full name, as in the register."))
    code = CodeField(
        label=_("Unified social credit code"),
        max_length=30,
        required=False,
        help_text=_(
            "18 characters. Leave it empty for an internal unit or an alliance: it gets a local code."
        ),
    )
    basis = LineField(label=_("Basis"), max_length=300, help_text=BASIS)
    is_another = forms.BooleanField(
        label=_("It is another organisation than those with a similar name"), required=False
    )
    field_order = ("name", "code", "is_another", "kind", "territory", "basis")

    def particulars(self) -> Particulars:
        """What the verb takes."""
        data = self.cleaned_data
        return Particulars(name=" ".join(data["name"].split()), code=data["code"], **self.values())


class ActForm(Form):
    """Day and basis of an act."""

    on = DateField(label=_("Date"), help_text=ON)
    basis = LineField(label=_("Basis"), max_length=300, help_text=BASIS)


class RenameForm(ActForm):
    """Another name."""

    name = LineField(label=_("New name"), max_length=120)
    field_order = ("name", "on", "basis")


class RecodeForm(ActForm):
    """Another code."""

    code = CodeField(label=_("New unified social credit code"), max_length=30)
    field_order = ("code", "on", "basis")


class CodesField(forms.CharField):
    """Codes of organisations that are on record, one a line or cells of a table; gives the organisations."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        widget = forms.TextInput() if most == 1 else forms.Textarea(attrs={"rows": 3})
        super().__init__(widget=widget, **kwargs)
        self.most = most

    def clean(self, value: Any) -> list[Organisation]:
        """The organisations, in the order written."""
        text = super().clean(value)
        written = re.split(r"[\s,，;；、]+", str(text))
        codes = [code for code in map(pasted.code, written) if code]
        found = {
            one.code: one for one in Organisation.objects.filter(code__in=codes).select_related("territory")
        }
        missing = [code for code in codes if code not in found]
        if missing:
            raise forms.ValidationError(
                _now("No organisation on record has this code: {codes}. Enter it first.").format(
                    codes=" ".join(missing)[:100]
                )
            )
        if len(codes) > self.most:
            raise forms.ValidationError(_now("At most {n} codes are taken here.").format(n=self.most))
        return [found[code] for code in codes]


class MergeForm(ActForm):
    """Into which organisation."""

    into = CodesField(
        label=_("Code of the organisation that goes on"),
        most=1,
        help_text=_("It must be on record. For a merger into a new organisation, enter that one first."),
    )
    field_order = ("into", "on", "basis")


class SplitForm(ActForm):
    """Into which organisations."""

    into = CodesField(
        label=_("Codes of the organisations that came out of the split"),
        most=20,
        help_text=_("One a line; each must be on record."),
    )
    goes_on = forms.TypedChoiceField(
        label=_("What becomes of the organisation itself"),
        widget=forms.RadioSelect,
        choices=[("yes", _("It goes on beside them")), ("no", _("It ends"))],
        coerce=lambda value: value == "yes",
    )
    field_order = ("into", "goes_on", "on", "basis")


class TagForm(Form):
    """A green tag."""

    ground = forms.ChoiceField(label=_("Ground"), choices=GreenGround.choices, widget=forms.RadioSelect)
    share = NumberField(
        label=_("Share of green products or services (%)"),
        required=False,
        max_digits=5,
        decimal_places=2,
        help_text=_("Where the ground is the share in revenue, of the year before."),
    )
    basis = LineField(label=_("Basis"), max_length=300, help_text=BASIS)
    valid_from = DateField(label=_("First day"))
    valid_to = DateField(label=_("Last day"), required=False, help_text=_("Empty where none is set."))

    def grounds(self) -> Grounds:
        """What the verb takes."""
        data = self.cleaned_data
        return Grounds(data["ground"], data["basis"], data["valid_from"], data["valid_to"], data["share"])


class RevokeForm(Form):
    """Why and from when a tag no longer counts."""

    on = DateField(label=_("First day on which it no longer counts"))
    basis = LineField(label=_("Reason and document"), max_length=300)


class ClaimForm(Form):
    """Who claims what."""

    code = CodeField(
        label=_("Unified social credit code"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("18 characters, as on the business licence."),
    )
    mobile = LineField(
        label=_("Mobile number"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("The number that your organisation gave to the office."),
    )

    def clean_mobile(self) -> str:
        """11 digits."""
        number = normalised(self.cleaned_data["mobile"])
        if not number:
            raise forms.ValidationError(_now("Write a mobile number of 11 digits."))
        return number


class ConfirmForm(Form):
    """The code that was sent."""

    code = LineField(
        label=_("Code from the short message"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class DisputeForm(Form):
    """Why somebody acts for an organisation that another has claimed."""

    statement = TextField(
        label=_("Why you act for this organisation"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Your function, who can confirm it, a telephone number of the office of the organisation."
        ),
    )


class SettleForm(Form):
    """What the officer decides."""

    uphold = forms.TypedChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Hand the organisation over to the claimant")), ("no", _("Reject the request"))],
        coerce=lambda value: value == "yes",
    )
    answer = TextField(
        label=_("Reason, shown to the claimant"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
