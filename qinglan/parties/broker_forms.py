"""The form about brokers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.web.forms import DateField
from qinglan.parties.domain.broker import BrokerParticulars
from qinglan.parties.expert_forms import FieldsField, MobileField, OrganisationCodeField
from qinglan.parties.masked_fields import KeepsMasked
from qinglan.parties.models.broker import Broker, BrokerLevel
from qinglan.parties.organisation_forms import Form


class TerritoriesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several territories."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Territory.objects.order_by("parent_id", "pinyin"),
            widget=forms.SelectMultiple(attrs={"size": 8}),
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return str(obj.name)


class BrokerForm(KeepsMasked, Form):
    """What is known of a broker."""

    name = forms.CharField(label=_("Name"), max_length=60)
    level = forms.ChoiceField(label=_("Level of the certificate"), choices=BrokerLevel.choices)
    certificate_number = forms.CharField(label=_("Certificate number"), max_length=60)
    certificate_issuer = forms.CharField(label=_("Issued by"), max_length=120)
    valid_from = DateField(label=_("Valid from"))
    valid_to = DateField(
        label=_("Valid to"), required=False, help_text=_("Empty where the certificate names no end.")
    )
    training_hours = forms.IntegerField(label=_("Training hours"), min_value=0, max_value=9999, initial=0)
    agency = OrganisationCodeField(
        label=_("Code of the agency"),
        help_text=_("Of which you are a member here; empty on your own account."),
    )
    fields_of = FieldsField(label=_("Fields"), required=False)
    territories = TerritoriesField(
        label=_("Territories"),
        required=False,
        help_text=_("Hold Ctrl (on a Mac: Command) to choose several; on a phone tap each."),
    )
    introduction = forms.CharField(
        label=_("Introduction"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    public_telephone = forms.CharField(
        label=_("Public telephone"),
        max_length=30,
        required=False,
        help_text=_("Shown to everybody: the switchboard, never a private number."),
    )
    mobile = MobileField(
        label=_("Mobile number"),
        required=False,
        help_text=_("Shown to officers only, and each look is logged."),
    )
    email = forms.EmailField(label=_("Mailbox"), required=False)

    def particulars(self) -> BrokerParticulars:
        """What the verbs take."""
        data = {
            name: value for name, value in self.cleaned_data.items() if name not in ("version", "fields_of")
        }
        data["name"] = " ".join(data["name"].split())
        data["territories"] = list(data["territories"])
        return BrokerParticulars(fields=self.cleaned_data["fields_of"], **data)

    @staticmethod
    def initial_of(broker: Broker) -> dict[str, Any]:
        """What stands in the form when the record is opened."""
        plain = (
            "name", "level", "certificate_number", "certificate_issuer", "valid_from", "valid_to",
            "training_hours", "introduction", "public_telephone",
        )  # fmt: skip
        return {
            **{name: getattr(broker, name) for name in plain},
            "agency": broker.agency.code if broker.agency else "",
            "fields_of": [f"{one.family}:{one.code}" for one in broker.fields.all()],
            "territories": [one.pk for one in broker.territories.all()],
            "mobile": broker.private.mobile,
            "email": broker.private.email,
            "version": broker.revision,
        }
