"""Forms of the counter itself."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.checks import is_mobile, plain
from qinglan.kernel.web.forms import LineField


class OwnerForm(forms.Form):
    """For whom the officer types."""

    owner = LineField(
        label=_("For whom"),
        max_length=150,
        help_text=_("Mobile number or account name of the person who confirms on his own telephone."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_owner(self) -> Any:
        """The account."""
        typed = str(self.cleaned_data["owner"])
        number = plain(typed)
        same = Q(username=typed)
        if is_mobile(number):
            same |= Q(mobile=number[-11:])
        found = get_user_model()._default_manager.filter(same, is_active=True).first()
        if found is None:
            raise forms.ValidationError(
                _now("There is no account with this number or name. Open one for the person first.")
            )
        return found


class CodeForm(forms.Form):
    """The code that was sent to the owner."""

    code = LineField(
        label=_("Code from the short message"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class DeclineForm(forms.Form):
    """Why the owner declines, if he likes to say."""

    reason = LineField(label=_("Reason"), max_length=200, required=False)
