"""Forms of signing: how, the scan, the comparison, taking it back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.models import PartySignature, SignatureState, Signing, SigningWay
from qinglan.kernel.documents.checking.kinds import STAMPED
from qinglan.kernel.web.forms import DateField, TextField
from qinglan.market.forms import Form


class WayForm(Form):
    """How a version is signed; electronically only where the installation has a provider."""

    way = forms.ChoiceField(
        label=_("How it is signed"),
        choices=SigningWay.choices,
        widget=forms.RadioSelect,
        initial=SigningWay.PAPER,
    )

    def __init__(self, *args: Any, provider: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        way: Any = self.fields["way"]
        if provider:
            way.help_text = _now("Electronically: {provider}").format(provider=provider)
        else:
            way.choices = [one for one in SigningWay.choices if one[0] == SigningWay.PAPER]
            way.help_text = _now("No provider of electronic seals is set up here.")


class ScanForm(Form):
    """The scan and whose stamps it carries."""

    parties = forms.MultipleChoiceField(
        label=_("Whose signature and stamp it carries"), widget=forms.CheckboxSelectMultiple
    )
    file = forms.FileField(
        label=_("Scan"),
        help_text=_("PDF, OFD or picture, all pages of the paper in one file."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(STAMPED)}),
    )

    def __init__(self, *args: Any, signing: Signing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties: Any = self.fields["parties"]
        parties.choices = [
            (str(one.pk), _words(one))
            for one in signing.signatures.all()
            if one.state != SignatureState.SIGNED
        ]


class SealedForm(Form):
    """The file that a provider of seals gave back."""

    file = forms.FileField(
        label=_("Sealed file"),
        help_text=_("PDF with the signatures in it; a print or a scan of it is not enough."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf"}),
    )


def _words(one: PartySignature) -> str:
    if one.organisation_id is None:
        return _now("{name} (not on record here)").format(name=one.name)
    return one.name


class CompareForm(Form):
    """What who compared the scan with the paper found."""

    agrees = forms.ChoiceField(
        label=_("Is the scan the paper that was put to signature, signed and stamped?"),
        choices=[
            ("yes", pgettext_lazy("comparison", "Yes, page by page")),
            ("no", pgettext_lazy("comparison", "No")),
        ],
        widget=forms.RadioSelect,
    )
    signed_on = DateField(
        label=_("Last day written on the paper"),
        required=False,
        help_text=_("It becomes the day of signing when this is the last signature. Empty: today."),
    )
    finding = TextField(
        label=_("What differs"), max_length=500, required=False, help_text=_("For a No: page and place.")
    )


class BackForm(Form):
    """Why a contract is taken back from signing."""

    reason = TextField(
        label=_("Reason"),
        max_length=500,
        help_text=_("The other parties read it. What was signed so far is void."),
    )
