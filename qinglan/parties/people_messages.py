"""What people are told about their places and roles."""

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.messages.templates_registry import register

INVITED = register(
    "people.invited",
    _("%(organisation)s invites you"),
    _("%(inviter)s invites you to act for %(organisation)s as: %(role)s. Answer by %(until)s."),
).name
INVITATION = register(
    "people.invitation",
    _("%(organisation)s invites you"),
    _(
        "%(inviter)s invites you to act for %(organisation)s as: %(role)s. Open %(link)s by %(until)s. If you don't know them, do nothing."
    ),
).name
JOINING_CODE = register(
    "people.joining-code",
    _("Your code: %(code)s"),
    _(
        "%(code)s is your code to join %(organisation)s. It is valid for %(minutes)s minutes. Tell it to nobody, not even to us."
    ),
).name
JOINED = register(
    "people.joined",
    _("%(person)s has joined %(organisation)s"),
    _("%(person)s accepted your invitation and is now: %(role)s."),
).name
DECLINED = register(
    "people.declined",
    _("An invitation to %(organisation)s was declined"),
    _("The invitation for the role %(role)s was declined."),
).name
ROLE_GIVEN = register(
    "people.role-given",
    _("You have a role in %(organisation)s: %(role)s"),
    _("%(giver)s gave you this role. It counts at once."),
).name
ROLE_ENDED = register(
    "people.role-ended",
    _("Your role in %(organisation)s has ended: %(role)s"),
    _("Ended by %(ender)s. Reason: %(reason)s"),
).name
OFFICE_GIVEN = register(
    "people.office-given",
    _("You hold a role of the office: %(role)s"),
    _("Scope: %(scope)s. Given by %(giver)s."),
).name
OFFICE_ENDED = register(
    "people.office-ended",
    _("Your role of the office has ended: %(role)s"),
    _("Scope: %(scope)s. Reason: %(reason)s"),
).name
DELEGATED = register(
    "people.delegated",
    _("You stand in for %(principal)s"),
    _("Role: %(role)s. From %(first)s to %(last)s. What you do in this role is recorded in both names."),
).name
DELEGATION_ENDED = register(
    "people.delegation-ended",
    _("A delegation has ended"),
    _("%(deputy)s no longer stands in for %(principal)s. Role: %(role)s."),
).name
