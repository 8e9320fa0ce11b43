"""Forms of logging in, of one's own account, and of the administrators."""

from typing import Any

from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qinglan.parties import policy
from qinglan.parties.domain import guard
from qinglan.parties.models import User

TOO_MANY = _("Too many wrong tries. Wait some minutes and try again.")


def _password(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=1000, widget=widget, **more)


class LoginForm(forms.Form):
    """Name and password; whether they are right is the verb's to say."""

    username = forms.CharField(
        label=_("User name, mobile number or mailbox"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )
    password = _password(_("Password"), "current-password")


class AskCodeForm(forms.Form):
    """Where a code is sent to."""

    contact = forms.CharField(
        label=_("Mobile number or mailbox"),
        max_length=254,
        help_text=_("The one that stands in your account."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "autocapitalize": "none"}),
    )


class NewContactForm(AskCodeForm):
    """A new number or mailbox."""

    contact = forms.CharField(
        label=_("New mobile number or mailbox"),
        max_length=254,
        help_text=_("We send a code there; the change takes effect when you have entered it."),
        widget=forms.TextInput(attrs={"autocapitalize": "none"}),
    )


class CodeForm(forms.Form):
    """The six digits."""

    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    new_password1 = _password(_("New password"), "new-password")
    new_password2 = _password(_("The same once more"), "new-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Both must agree."""
        data = super().clean() or {}
        one, two = data.get("new_password1"), data.get("new_password2")
        if one and two and one != two:
            self.add_error("new_password2", _("The two passwords differ. Type the new one twice."))
        return data


class PasswordChangeForm(NewPasswordForm):
    """The old password too, where there is one."""

    old_password = _password(_("Present password"), "current-password")
    field_order = ("old_password", "new_password1", "new_password2")


class NameForm(forms.Form):
    """The name that others see."""

    display_name = forms.CharField(
        label=_("Name shown to others"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


class ContinueForm(forms.Form):
    """Nothing but the button."""


class OpenAccountForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label=_("User name"),
        max_length=40,
        help_text=_("3 to 40 small letters, digits, dots, hyphens or underscores; it stays as it is."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    display_name = forms.CharField(label=_("Name shown to others"), max_length=60)
    mobile = forms.CharField(
        label=_("Mobile number"),
        max_length=30,
        required=False,
        help_text=_("The first login is by a code sent to this number or this mailbox."),
    )
    email = forms.CharField(label=_("Mailbox"), max_length=254, required=False)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


def _admitted(user: User) -> None:
    if not guard.admit(guard.of_second(user), policy.SECOND, account=user):
        raise ValidationError(TOO_MANY)


class _Guarded:
    """Codes of a second factor: tries counted in the database before they are compared, used once."""

    user: User

    def clean_code(self) -> str:
        """The code, when it is right and was not used before."""
        _admitted(self.user)
        code: str = super().clean_code()  # type: ignore[misc]  # the form that this is mixed into
        used = guard.keyed_digest("second", f"{self.user.pk}:{code.strip()}")[:40]
        if not guard.admit(f"used:{used}", policy.USED):
            raise ValidationError(_("This code was used already. Wait for the next one."))
        guard.forgive(guard.of_second(self.user))
        return code


class AuthenticateForm(_Guarded, mfa_forms.AuthenticateForm):  # type: ignore[misc]  # allauth has no stubs
    """The second factor at the login."""


class SecondReauthenticateForm(_Guarded, mfa_forms.ReauthenticateForm):  # type: ignore[misc]  # as above
    """The second factor before a change of it."""


class ReauthenticateForm(forms.Form):
    """The password before a change; tries count as those at the login do."""

    password = _password(_("Password"), "current-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """The password, when it is right."""
        key = guard.of_account(self.user)
        if not guard.admit(key, policy.current().account_brake, account=self.user):
            raise ValidationError(TOO_MANY)
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError(_("The password is wrong."))
        guard.forgive(key)
        return password


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]  # as above
    """A security key and what its owner calls it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        self.fields["name"].max_length = 60
