"""Forms about experts and declared interests. What is right is said by the verbs."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.web.forms import DateField
from qinglan.parties import fields as vocabulary
from qinglan.parties.domain.expert import ExpertParticulars
from qinglan.parties.domain.personal_data import FEES, PROFILE, has_consented
from qinglan.parties.masked_fields import KeepsMasked
from qinglan.parties.mobile import normalised
from qinglan.parties.models.expert import Expert, Language
from qinglan.parties.models.interest import InterestKind
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.personal_data import ConsentPurpose
from qinglan.parties.organisation_forms import Form, TerritoryField

REASON = _("Decision or document, so that an auditor finds it in three years. Name no person here.")


class FieldsField(forms.MultipleChoiceField):
    """Fields of the shared vocabulary, in groups; gives family and code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=vocabulary.choices, widget=forms.CheckboxSelectMultiple, **kwargs)

    def clean(self, value: Any) -> list[vocabulary.Field]:
        """Pairs of family and code."""
        return [(text.partition(":")[0], text.partition(":")[2]) for text in super().clean(value)]


class MobileField(forms.CharField):
    """A mobile number of the mainland, as 11 digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> str:
        """11 digits, or nothing."""
        text = super().clean(value)
        number = normalised(text)
        if text and not number:
            raise forms.ValidationError(gettext("Write a mobile number of 11 digits."))
        return number


class OrganisationCodeField(forms.CharField):
    """The code of an organisation on record; gives the organisation, None for an empty box."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=18, required=False, **kwargs)

    def clean(self, value: Any) -> Organisation | None:
        """The organisation."""
        code = str(super().clean(value)).strip().upper()
        if not code:
            return None
        found = Organisation.objects.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(
                gettext(
                    "No organisation on record has the code {code}. Leave the box empty and write the name."
                ).format(code=code)
            )
        return found


class ConsentField(forms.BooleanField):
    """The expert's own consent to a purpose, in its words; only he is asked, and only while none stands."""

    def __init__(self, slug: str, **kwargs: Any) -> None:
        self.slug = slug
        super().__init__(required=False, **kwargs)

    @staticmethod
    def ask(form: forms.Form, name: str, user: Any, person: Any) -> None:
        """Put the words of the purpose beside the box, or take the box out of `form`."""
        field: Any = form.fields[name]
        purpose = ConsentPurpose.objects.filter(pk=field.slug).first()
        if purpose is None or person is None or user.pk != person.pk or has_consented(user, field.slug):
            del form.fields[name]
            return
        field.label = format_lazy(_("I consent: {purpose}"), purpose=str(purpose))
        field.help_text = purpose.text


class ExpertForm(KeepsMasked, Form):
    """What is known of an expert."""

    name = forms.CharField(label=_("Name"), max_length=60)
    title = forms.CharField(label=_("Professional title"), max_length=60, required=False)
    degree = forms.CharField(label=_("Degree"), max_length=60, required=False)
    fields_of = FieldsField(label=_("Fields"), help_text=_("At most twelve. Experts are drawn by field."))
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=Language.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    territory = TerritoryField(label=_("Where he lives or works"), required=False)
    introduction = forms.CharField(
        label=_("Introduction"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Shown to everybody if the expert agrees to a public profile."),
    )
    mobile = MobileField(
        label=_("Mobile number"),
        required=False,
        help_text=_("Shown to officers only, and each look is logged."),
    )
    email = forms.EmailField(label=_("Mailbox"), required=False)
    id_number = forms.CharField(
        label=_("Identity number"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Only for the payment of fees; stored sealed. Left empty, the one on record stays."),
    )
    agrees = ConsentField(FEES)

    def particulars(self) -> ExpertParticulars:
        """What the verbs take."""
        data = self.cleaned_data
        return ExpertParticulars(
            name=" ".join(data["name"].split()),
            fields=data["fields_of"],
            **{
                name: data.get(name, "")
                for name in (
                    "title",
                    "degree",
                    "languages",
                    "territory",
                    "introduction",
                    "mobile",
                    "email",
                    "id_number",
                )
            },
        )

    @staticmethod
    def initial_of(expert: Expert) -> dict[str, Any]:
        """What stands in the form when the record is opened. The identity number never does."""
        plain = ("name", "title", "degree", "languages", "introduction")
        return {
            **{name: getattr(expert, name) for name in plain},
            "territory": expert.territory_id,
            "fields_of": [f"{one.family}:{one.code}" for one in expert.fields.all()],
            "mobile": expert.private.mobile,
            "email": expert.private.email,
            "version": expert.revision,
        }


class NominationForm(ExpertForm):
    """With the position that he holds at the unit."""

    position = forms.CharField(label=_("Position at the unit"), max_length=60, required=False)
    field_order = ("name", "position", "mobile")


class ShowForm(Form):
    """The public profile, with the consent that it needs."""

    agrees = ConsentField(PROFILE)


class SettleForm(Form):
    """Day and reason of a decision."""

    on = DateField(label=_("Date"))
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=REASON)


class EmployerForm(Form):
    """An employer."""

    organisation = OrganisationCodeField(
        label=_("Unified social credit code"), help_text=_("Best: conflicts are then told for certain.")
    )
    free_name = forms.CharField(
        label=_("Name of the unit"),
        max_length=120,
        required=False,
        help_text=_("Where the code is not known."),
    )
    position = forms.CharField(label=_("Position"), max_length=60, required=False)
    valid_from = DateField(label=_("From"))
    valid_to = DateField(label=_("To"), required=False, help_text=_("Empty while he works there."))


class LastDayForm(Form):
    """A last day."""

    on = DateField(label=_("Last day"))


class AbsenceForm(Form):
    """A time without reviews."""

    first = DateField(label=_("First day"))
    last = DateField(label=_("Last day"))


class TrainingForm(Form):
    """A training."""

    title = forms.CharField(label=_("Training"), max_length=120)
    provider = forms.CharField(label=_("Held by"), max_length=120, required=False)
    on = DateField(label=_("Last day of the training"))
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=2000, required=False)


class InterestForm(Form):
    """A tie."""

    kind = forms.ChoiceField(label=_("Kind of tie"), choices=InterestKind.choices, widget=forms.RadioSelect)
    organisation = OrganisationCodeField(
        label=_("Code of the organisation"), help_text=_("Where the tie is to an organisation on record.")
    )
    name = forms.CharField(
        label=_("Name of the person or unit"),
        max_length=120,
        required=False,
        help_text=_("Where there is no code."),
    )
    note = forms.CharField(label=_("In words"), max_length=300, required=False)
    first = DateField(label=_("From"), required=False)
    last = DateField(label=_("To"), required=False, help_text=_("Empty while it lasts."))


class NothingForm(Form):
    """A button."""
