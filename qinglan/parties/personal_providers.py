"""Personal data of this floor and the one below: account, messages, events, requests and consents."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.events.models import Personal
from qinglan.kernel.messages.models import Choice, Message, TaskLink
from qinglan.parties.models import (
    Claim,
    Code,
    Consent,
    DataRequest,
    Login,
    Membership,
    OrganisationContact,
    Session,
)
from qinglan.parties.models.assignment import Assignment
from qinglan.parties.models.guard import FormerPassword, Guard
from qinglan.parties.models.organisation_membership import MembershipRole
from qinglan.parties.models.reading import Reading
from qinglan.parties.models.user import User
from qinglan.parties.personal_data import Line, Provider, Section, register
from qinglan.parties.sensitive import FIELDS

MOST = 500
"""Lines of one kind that are shown; an export has all of them."""


def _account(user: User) -> list[Section]:
    lines: list[Line] = [
        (_("User name"), user.username),
        (_("Name shown to others"), user.display_name),
        (_("Mobile number"), user.mobile),
        (_("Mailbox"), user.email),
        (_("Account opened"), user.date_joined),
        (_("Password set"), user.password_set_at),
        (_("Second factor"), ", ".join(str(one.type) for one in Authenticator.objects.filter(user=user))),
    ]
    for identity in SocialAccount.objects.filter(user=user):
        lines += [
            (_("Unified identity: {key}").format(key=key), value)
            for key, value in identity.extra_data.items()
        ]
    return [Section(gettext_lazy("Account"), lines)]


def _erase_account(user: User) -> None:
    Session.objects.filter(user=user).delete()
    for model in (Code, FormerPassword, Guard):
        model.objects.filter(account=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    user.username, user.display_name, user.mobile, user.email = f"erased-{user.pk}", "", "", ""
    user.first_name = user.last_name = ""
    user.set_unusable_password()
    user.is_active, user.closed_at = False, user.closed_at or timezone.now()
    user.save()


def _account_duties(user: User) -> list[str]:
    if Assignment.objects.in_force().filter(user=user).exists():
        return [_("You hold a role of the office. It must be taken from you first.")]
    return []


def _logins(user: User) -> list[Section]:
    logins = Login.objects.filter(account=user)[:MOST]
    sessions = Session.objects.filter(user=user)
    return [
        Section(
            gettext_lazy("Logins"),
            [(one.at, f"{one.get_outcome_display()}, {one.address}, {one.device}") for one in logins],
        ),
        Section(
            gettext_lazy("Sessions"), [(one.started_at, f"{one.address}, {one.device}") for one in sessions]
        ),
    ]


def _memberships(user: User) -> list[Section]:
    members = Membership.objects.filter(user=user).select_related("organisation")
    offices = Assignment.objects.filter(user=user)
    claims = Claim.objects.filter(user=user).select_related("organisation")
    contacts = OrganisationContact.objects.filter(contact_mobile=user.mobile) if user.mobile else []
    until = _("{role}, {first} to {last}")
    return [
        Section(
            gettext_lazy("Memberships"),
            [
                (
                    one.organisation.name,
                    until.format(role=one.get_role_display(), first=one.valid_from, last=one.valid_to or "—"),
                )
                for one in members
            ],
        ),
        Section(
            gettext_lazy("Roles of the office"),
            [(one.get_role_display(), f"{one.valid_from} – {one.valid_to or ''}") for one in offices],
        ),
        Section(
            gettext_lazy("Requests to act for an organisation"),
            [(one.organisation.name, f"{one.get_state_display()} {one.statement}".strip()) for one in claims],
        ),
        Section(
            gettext_lazy("Contact person of"),
            [(one.organisation.name, f"{one.contact_name} {one.contact_mobile}") for one in contacts],
        ),
    ]


def _membership_duties(user: User) -> list[str]:
    held = Membership.objects.in_force().filter(user=user, role=MembershipRole.ADMINISTRATOR)
    return [
        _("You are the administrator of “{name}”. Hand that over first.").format(name=one.organisation.name)
        for one in held.select_related("organisation")
    ]


def _erase_memberships(user: User) -> None:
    Claim.objects.filter(user=user).update(statement="")
    if user.mobile:
        OrganisationContact.objects.filter(contact_mobile=user.mobile).update(
            contact_name="", contact_mobile=""
        )


def _messages(user: User) -> list[Section]:
    choice = Choice.objects.filter(user=user).first()
    lines: list[Line] = [(one.sent_at, one.subject) for one in Message.objects.filter(recipient=user)[:MOST]]
    if choice is not None:
        lines.insert(0, (_("Chosen channels"), f"{', '.join(choice.channels)} {choice.mobile}"))
    return [Section(gettext_lazy("Messages"), lines)]


def _erase_messages(user: User) -> None:
    for model, field in ((Message, "recipient"), (Choice, "user"), (TaskLink, "user")):
        model.objects.filter(**{field: user}).delete()


def subjects_of(user: User) -> list[str]:
    """Under which names personal data in event streams is about `user`."""
    found = [f"user:{user.pk}"]
    for name in ("expert", "broker"):
        record = getattr(user, name, None)
        if record is not None:
            found.append(f"{name}:{record.pk}")
    return found


def _events(user: User) -> list[Section]:
    rows = Personal.objects.filter(subject__in=subjects_of(user)).order_by("stream", "sequence", "field")[
        :MOST
    ]
    return [
        Section(
            gettext_lazy("In event chains (erasable beside the chain)"),
            [(f"{one.stream} {one.sequence} {one.field}", bytes(one.value).decode()) for one in rows],
        )
    ]


def _erase_events(user: User) -> None:
    from qinglan.kernel.events.domain.personal_data import erase_subject  # noqa: PLC0415 - registered before events are ready
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - as above

    for subject in subjects_of(user):
        erase_subject(acting_user=system_user(), subject=subject, basis=_("request for erasure, answered"))


def _requests(user: User) -> list[Section]:
    consents = Consent.objects.filter(user=user).select_related("purpose")
    asked = DataRequest.objects.filter(user=user)
    looks = Reading.objects.filter(person=user).select_related("reader")[:MOST]
    return [
        Section(
            gettext_lazy("Consents"),
            [
                (
                    str(one.purpose),
                    f"{one.given_at:%Y-%m-%d} – {f'{one.withdrawn_at:%Y-%m-%d}' if one.withdrawn_at else ''}",
                )
                for one in consents
            ],
        ),
        Section(
            gettext_lazy("Requests about my data"),
            [
                (one.get_kind_display(), f"{one.get_state_display()} {one.text} {one.answer}".strip())
                for one in asked
            ],
        ),
        Section(
            gettext_lazy("Looks at my data"),
            [
                (
                    one.read_at,
                    f"{one.reader}, {FIELDS[one.field].label if one.field in FIELDS else one.field}, {one.reason}",
                )
                for one in looks
            ],
        ),
    ]


def _erase_requests(user: User) -> None:
    DataRequest.objects.filter(user=user).update(text="")


def _nothing(user: User) -> None:
    """The log must be kept; it names an account that then names nobody."""


for _provider in (
    Provider("memberships", _memberships, _erase_memberships, _membership_duties),
    Provider("logins", _logins, _nothing),
    Provider("messages", _messages, _erase_messages),
    Provider("requests", _requests, _erase_requests),
    Provider("events", _events, _erase_events),
    # The account goes last: the others still ask it for its number.
    Provider("account", _account, _erase_account, _account_duties),
):
    register(_provider)
