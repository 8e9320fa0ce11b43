"""Forms of the counter itself."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.checks import is_mobile, plain
from qinglan.kernel.web.forms import LineField


class OwnerField(LineField):
    """For whom the officer types: gives the account."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("For whom"))
        kwargs.setdefault("max_length", 150)
        kwargs.setdefault(
            "help_text",
            _("Mobile number or account name of the person who confirms on his own telephone."),
        )
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """The account."""
        typed = str(super().clean(value))
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


def with_owner(form: forms.Form) -> forms.Form:
    """`form` with the field for its owner in front."""
    form.fields = {"owner": OwnerField(), **form.fields}
    return form


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
