"""Forms about memberships, roles, delegations and invitations; what is right is said by the verbs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.web.forms import CodeField, DateField, LineField
from qinglan.parties.models import MembershipRole, Organisation, User
from qinglan.parties.organisation_forms import Form, TerritoryField
from qinglan.parties.roles import TABLE

SAYS = {
    MembershipRole.ADMINISTRATOR: _("keeps particulars and people, and does business"),
    MembershipRole.MEMBER: _("does business: applies, publishes, answers"),
    MembershipRole.SIGNATORY: _("may bind the organisation, by a paper of it"),
    MembershipRole.FINANCE: _("sees what concerns money, applies for nothing"),
}
"""What each role in an organisation means, in a few words."""
PAPER = _("For a signatory: the organisation's letter of authority, its number and date.")
UNTIL = _("The last day that counts. Empty: until it is ended.")


def role_choices(roles: Iterable[str] = MembershipRole.values) -> list[tuple[str, str]]:
    """Roles in an organisation with what they mean."""
    return [(role, f"{MembershipRole(role).label} · {SAYS[MembershipRole(role)]}") for role in roles]


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A person, by the name shown to others."""

    def __init__(self, people: Any = None, **kwargs: Any) -> None:
        super().__init__(User.objects.none() if people is None else people, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """The name, and the user name where two might share it."""
        return f"{obj} ({obj.username})" if obj.display_name else obj.username


class InviteForm(Form):
    """Whom, as what, until when."""

    contact = LineField(
        label=_("Mobile number or mailbox"),
        max_length=254,
        help_text=_("The link goes there, and only who owns it may accept."),
    )
    name = LineField(label=_("Name"), max_length=60, required=False)
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    valid_to = DateField(label=_("Until"), required=False, help_text=UNTIL)
    basis = LineField(
        label=pgettext_lazy("of a signatory", "Paper"), max_length=200, required=False, help_text=PAPER
    )
    note = LineField(label=_("A word to the person"), max_length=200, required=False)

    def __init__(self, *args: Any, roles: Iterable[str] = MembershipRole.values, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(roles)  # type: ignore[attr-defined]
        if list(roles) == [MembershipRole.ADMINISTRATOR]:
            self.initial["role"] = MembershipRole.ADMINISTRATOR


class GiveRoleForm(Form):
    """A further role of a member."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    valid_to = DateField(label=_("Until"), required=False, help_text=UNTIL)
    basis = LineField(
        label=pgettext_lazy("of a signatory", "Paper"), max_length=200, required=False, help_text=PAPER
    )

    def __init__(self, *args: Any, roles: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices(roles)  # type: ignore[attr-defined]


class EndForm(Form):
    """Why something ends."""

    reason = LineField(label=_("Reason"), max_length=300)


class LeaveForm(Form):
    """Who takes over what is in hand."""

    hand_to = PersonField(
        label=_("Hand what is open to"),
        required=False,
        empty_label=_("back to all who may do it"),
    )
    reason = LineField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, people: Any, own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hand_to"].queryset = people  # type: ignore[attr-defined]
        if own:
            del self.fields["reason"]


class HandOverForm(Form):
    """The next administrator."""

    to = PersonField(label=_("The next administrator"))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class DelegateForm(Form):
    """Who stands in, from when to when, why."""

    deputy = PersonField(label=_("Who stands in"))
    valid_from = DateField(label=_("From"))
    valid_to = DateField(label=_("To"), help_text=_("The last day that counts."))
    reason = LineField(label=_("Reason"), max_length=200, help_text=_("Such as leave, a journey, a course."))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = people  # type: ignore[attr-defined]


class RegisterForm(Form):
    """Joining without an account: a name, and the code that was sent to the contact."""

    autosave = False
    display_name = LineField(
        label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    code = LineField(
        label=pgettext_lazy("one-time", "Code"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class AssignmentForm(Form):
    """A role of the office with its scope."""

    account = LineField(
        label=_("User name, mobile number or mailbox"),
        max_length=254,
        help_text=_("Of the person's account."),
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    territory = TerritoryField(
        label=_("Territory"),
        required=False,
        empty_label=_("the whole city"),
        help_text=_("With all that lies in it, functional zones included."),
    )
    organisation = CodeField(
        label=_("Code of the department or desk"),
        max_length=18,
        required=False,
        help_text=_("Only for a role that is held for one department, desk or office."),
    )
    valid_from = DateField(label=_("From"), required=False, help_text=_("Empty: today."))
    valid_to = DateField(label=_("Until"), required=False, help_text=UNTIL)
    basis = LineField(
        label=_("Basis"),
        max_length=200,
        required=False,
        help_text=_("Such as the paper that names the person."),
    )
    purpose = LineField(
        label=_("Purpose"),
        max_length=300,
        required=False,
        help_text=_("For an external auditor: what is audited."),
    )

    def __init__(self, *args: Any, roles: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (name, f"{TABLE[name].title} · {TABLE[name].says}") for name in roles
        ]

    def clean_organisation(self) -> Organisation | None:
        """The organisation with this code."""
        code = str(self.cleaned_data["organisation"] or "").strip().upper()
        if not code:
            return None
        found = Organisation.objects.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("No organisation has this code. Look it up in the directory."))
        return found
