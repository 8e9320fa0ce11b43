"""Forms of this app."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.documents.checking.kinds import STAMPED
from qinglan.kernel.web.forms import LimitedFileField


class NumberForm(forms.Form):
    """The document number that the office gave."""

    number = forms.CharField(
        label=_("Document number"),
        max_length=60,
        help_text=_("As on the paper, such as 渝科局发〔2021〕43号. Brackets are put right."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ReturnForm(forms.Form):
    """The stamped copy."""

    file = LimitedFileField(label=_("Stamped copy"), kinds=STAMPED)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["file"].max_bytes = settings.LARGEST_FILE  # type: ignore[attr-defined]


class ComparisonForm(forms.Form):
    """What the officer found."""

    result = forms.ChoiceField(
        label=_("What you found"),
        widget=forms.RadioSelect,
        choices=[("matches", _("The copy says what the draft says")), ("differs", _("The copy differs"))],
    )
    note = forms.CharField(
        label=_("Where it differs"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class CodeForm(forms.Form):
    """The code on a certificate."""

    code = forms.CharField(
        label=_("Verification code"),
        max_length=40,
        help_text=_("It stands beside the QR code, such as ABCD-EFGH-JKMN-01."),
    )
