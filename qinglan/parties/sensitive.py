"""Fields of personal data that are masked until somebody asks for them: a table, and who may.

Each app registers its own at start-up.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qinglan.parties.models.broker import Broker
from qinglan.parties.models.expert import Expert
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.user import User
from qinglan.parties.sealed import opened


@dataclass(frozen=True)
class Sensitive:
    """One field: ``record.field``, its words, the permission on the record, how it is found and read.

    `person` gives the account that the data is about; `asks_why` asks for a reason; `page` names the
    address of the record's page.
    """

    name: str
    label: str | Promise
    permission: str
    load: Callable[[int], Any]
    value: Callable[[Any], str]
    person: Callable[[Any], User | None]
    asks_why: bool = False
    page: str = ""


FIELDS: dict[str, Sensitive] = {}


def register(field: Sensitive) -> None:
    """Enter a field; its name may be entered once."""
    if field.name in FIELDS:
        raise ValueError(f"the field {field.name} is registered twice")
    FIELDS[field.name] = field


def _account(one: Any) -> User | None:
    user: User | None = one.user
    return user


def _expert(key: int) -> Expert | None:
    return Expert.objects.select_related("private", "user", "nominated_by").filter(pk=key).first()


def _broker(key: int) -> Broker | None:
    return Broker.objects.select_related("private", "user").filter(pk=key).first()


def _organisation(key: int) -> Organisation | None:
    return Organisation.objects.select_related("contact").filter(pk=key).first()


def contact_account(organisation: Organisation) -> User | None:
    """The account that the contact person's number leads to, where there is one."""
    number = organisation.contact.contact_mobile
    return User.objects.filter(mobile=number).first() if number else None


for _field in (
    Sensitive(
        "expert.mobile",
        _("mobile number of an expert"),
        "experts.see_record",
        _expert,
        lambda one: one.private.mobile,
        _account,
    ),
    Sensitive(
        "expert.email",
        _("mailbox of an expert"),
        "experts.see_record",
        _expert,
        lambda one: one.private.email,
        _account,
    ),
    Sensitive(
        "expert.id_number",
        _("identity number of an expert"),
        "experts.see_record",
        _expert,
        lambda one: opened(one.private.id_number),
        _account,
        asks_why=True,
    ),
    Sensitive(
        "expert.interests",
        _("declared interests of an expert"),
        "interests.view",
        _expert,
        lambda _one: "",
        _account,
    ),
    Sensitive(
        "broker.mobile",
        _("mobile number of a broker"),
        "brokers.see_record",
        _broker,
        lambda one: one.private.mobile,
        _account,
    ),
    Sensitive(
        "broker.email",
        _("mailbox of a broker"),
        "brokers.see_record",
        _broker,
        lambda one: one.private.email,
        _account,
    ),
    Sensitive(
        "organisation.contact_mobile",
        _("mobile number of a contact person"),
        "organisations.see_contact",
        _organisation,
        lambda one: one.contact.contact_mobile,
        contact_account,
    ),
):
    register(_field)
