"""What people and organisations put on the desk: shortcuts, guides, and what changed with one's own units."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from qinglan.kernel import permissions
from qinglan.kernel.roles import ADMINISTRATOR, AUDITOR, SECURITY
from qinglan.kernel.todos.addressee import MEMBER
from qinglan.kernel.todos.holdings import holdings_of
from qinglan.kernel.todos.queries import answered_since
from qinglan.kernel.web import desks
from qinglan.parties import grants, holding
from qinglan.parties.models import OrganisationChange
from qinglan.parties.models.broker import Broker, BrokerState
from qinglan.parties.models.expert import Expert, ExpertState
from qinglan.parties.organisation_queries import own_organisations

BANKS = ("bank", "guarantor", "insurer", "fund")
SCHOLARS = ("university", "institute", "vocational_college")


def belongs(user: Any) -> bool:
    """Whether the user belongs to an organisation."""
    return any(not one.is_office for one in grants.of(user))


def belongs_nowhere(user: Any) -> bool:
    """Whether the user holds nothing at all yet."""
    return not grants.of(user)


def keeps(role: str) -> Any:
    """A predicate: one of the three administrators."""
    return lambda user: holding.holds(user, role)


def of_kind(kinds: tuple[str, ...]) -> Any:
    """A predicate: the user belongs to an organisation of one of these kinds."""
    return lambda user: belongs(user) and holding.organisations_of(user).filter(kind__in=kinds).exists()


def is_expert(user: Any) -> bool:
    """Whether the user stands in the pool of experts."""
    return Expert.objects.filter(user=user.pk, state=ExpertState.IN_POOL).exists()


def is_broker(user: Any) -> bool:
    """Whether the user is a registered broker."""
    return Broker.objects.filter(user=user.pk, state=BrokerState.ACTIVE).exists()


def may(name: str) -> Any:
    """A predicate: the user may do this."""
    return lambda user: bool(permissions.answer(user, name))


def own_units(user: Any, limit: int) -> Sequence[desks.Row]:
    """The organisations for which the user acts, and how they stand."""
    return [
        desks.Row(
            row.name,
            row.get_absolute_url(),
            f"{row.get_kind_display()} · {row.territory.name}",
            row.light,
            str(row.get_state_display()),
        )
        for row in own_organisations(user)[:limit]
    ]


def changes(user: Any, since: datetime, limit: int) -> Sequence[desks.Change]:
    """What others did with one's own organisations, and what was answered of what one had asked for."""
    held = holdings_of(user)
    units = {one.organisation for one in held if one.role == MEMBER}
    found = [
        desks.Change(row.closed_at, _("Done: %(what)s") % {"what": row}, row.url)
        for row in answered_since(user, since, held)[:limit]
        if row.closed_at is not None
    ]
    rows = OrganisationChange.objects.filter(organisation__in=units, recorded_at__gt=since)
    rows = rows.exclude(acting_user=user.pk).select_related("organisation")[:limit]
    separator = pgettext("label", ": ")
    return found + [
        desks.Change(
            row.recorded_at,
            f"{row.organisation}{separator}{row.get_kind_display()}",
            row.organisation.get_absolute_url(),
        )
        for row in rows
    ]


desks.register_section(
    desks.Section(
        "parties.own",
        gettext_lazy("My organisations"),
        belongs,
        own_units,
        order=20,
        more=("organisations:mine", gettext_lazy("All my organisations")),
    )
)
desks.register_changes("parties", desks.everybody, changes)
for _name, _label, _visible, _order in (
    ("organisations:claims", gettext_lazy("Requests to act for an organisation"), may("organisations.settle_claim"), 50),
    ("organisations:list", gettext_lazy("Directory of organisations"), may("organisations.claim"), 60),
    ("web:status", gettext_lazy("System status"), keeps(ADMINISTRATOR), 10),
    ("accounts:list", gettext_lazy("Accounts"), may("parties.see_accounts"), 12),
    ("accounts:open", gettext_lazy("Open an account"), may("parties.open_account"), 11),
    ("accounts:locks", gettext_lazy("Locks"), may("parties.see_locks"), 13),
    ("accounts:logins", gettext_lazy("Login log"), may("parties.see_logins"), 14),
    ("events:list", gettext_lazy("Event streams"), keeps(AUDITOR), 15),
    ("account:own", gettext_lazy("My account"), desks.everybody, 90),
):  # fmt: skip
    desks.register_shortcut(desks.Shortcut(_name, _label, _visible, _order))
for _guide in (
    desks.Guide(
        "administrator",
        keeps(ADMINISTRATOR),
        gettext_lazy("Nothing is due"),
        gettext_lazy("You open and close accounts and keep the system running. See how its parts do."),
        "web:status",
        gettext_lazy("System status"),
        order=10,
    ),
    desks.Guide(
        "security",
        keeps(SECURITY),
        gettext_lazy("Nothing is due"),
        gettext_lazy("You give the roles of the office and lift locks. See who holds what."),
        "accounts:list",
        gettext_lazy("Accounts"),
        order=11,
    ),
    desks.Guide(
        "auditor",
        keeps(AUDITOR),
        gettext_lazy("Nothing is due"),
        gettext_lazy("You read the logs and change nothing. See who did what and when, chained and checked."),
        "events:list",
        gettext_lazy("Event streams"),
        order=12,
    ),
    desks.Guide(
        "expert",
        is_expert,
        gettext_lazy("Nothing is due"),
        gettext_lazy(
            "When you are drawn for a review, it appears here. Keep absences and declared interests current: they decide whether you can be drawn."
        ),
        "experts:mine",
        gettext_lazy("My record as an expert"),
        order=20,
    ),
    desks.Guide(
        "broker",
        is_broker,
        gettext_lazy("Nothing is due"),
        gettext_lazy("What you are asked appears here. Keep your certificate and fields of work current."),
        "brokers:mine",
        gettext_lazy("My record as a broker"),
        order=21,
    ),
    desks.Guide(
        "bank",
        of_kind(BANKS),
        gettext_lazy("Nothing is due"),
        gettext_lazy("Look up whether a customer is verified here and carries a green tag, by name or code."),
        "organisations:list",
        gettext_lazy("Look up organisations"),
        order=30,
    ),
    desks.Guide(
        "scholar",
        of_kind(SCHOLARS),
        gettext_lazy("Nothing is due"),
        gettext_lazy("What the office asks of your institution appears here. Keep its particulars current."),
        "organisations:mine",
        gettext_lazy("My organisations"),
        order=31,
    ),
    desks.Guide(
        "member",
        belongs,
        gettext_lazy("Nothing is due"),
        gettext_lazy("What the office asks of your organisation appears here. Keep its particulars current."),
        "organisations:mine",
        gettext_lazy("My organisations"),
        order=40,
    ),
    desks.Guide(
        "nowhere",
        belongs_nowhere,
        gettext_lazy("Your account belongs to no organisation yet"),
        gettext_lazy(
            "If you act for one, claim it with its code and the mobile number that it gave to the office. Who works for the office asks the security administrator for a role."
        ),
        "organisations:claim",
        gettext_lazy("Claim an organisation"),
        order=25,
    ),
    desks.Guide(
        "office",
        desks.everybody,
        gettext_lazy("Nothing is due"),
        gettext_lazy("New work appears here, the nearest deadline first."),
        order=99,
    ),
):
    desks.register_guide(_guide)
