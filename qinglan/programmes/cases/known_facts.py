"""What the system knows about an applicant on a day: values of `definition.facts`, from registered providers.

A fact that nobody provides, or that its provider can't know, is left out: conditions see it as unknown. A floor
above registers what it knows in ``AppConfig.ready()``::

    register(("contracts.count_last_year",), contracts_of_last_year)
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from qinglan.kernel import clock
from qinglan.parties.models import GreenTag, Organisation, OrganisationContact
from qinglan.programmes.definition import facts as names
from qinglan.programmes.models import STANDING, Award, AwardState, Bar, Programme, Round

FEN = 100


@dataclass(frozen=True)
class Asked:
    """About whom, for which scheme and round (none for a look ahead), on which day."""

    organisation: Organisation
    programme: Programme
    on: date
    round: Round | None = None


Provider = Callable[[Asked], Mapping[str, Any]]


@dataclass(frozen=True)
class Source:
    """A provider, the facts that it may give, and whether they are kept from the public."""

    names: frozenset[str]
    provider: Provider
    confidential: bool


SOURCES: list[Source] = []


def register(provides: Iterable[str], provider: Provider, *, confidential: bool = False) -> None:
    """Enter a provider; each fact has one. Raises ValueError for an unknown fact or a second provider."""
    found = frozenset(provides)
    for name in found:
        if names.fact(name) is None:
            raise ValueError(f"there is no fact {name}")
        if any(name in source.names for source in SOURCES):
            raise ValueError(f"the fact {name} has a provider already")
    SOURCES.append(Source(found, provider, confidential))


def facts_about(asked: Asked, *, confidential: bool = True) -> dict[str, Any]:
    """What is known, by name, as JSON values (numbers as text); without the confidential ones where asked so."""
    found: dict[str, Any] = {}
    for source in SOURCES:
        if confidential or not source.confidential:
            given = source.provider(asked)
            found |= {name: _plain(value) for name, value in given.items() if value not in (None, "")}
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def months_between(first: date, last: date) -> int:
    """Full months from `first` to `last`; 0 where `last` is earlier."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return max(months, 0)


def _of_organisation(asked: Asked) -> Mapping[str, Any]:
    one = asked.organisation
    return {
        "organisation.code": one.code,
        "organisation.name": one.name,
        "organisation.kind": one.kind,
        "organisation.territory": one.territory_id,
        "organisation.territory_name": one.territory.name_zh,
        "organisation.industry": one.industry,
        "organisation.address": one.address,
        "organisation.registered_on": one.registered_on,
        "organisation.registered_capital": (
            Decimal(one.registered_capital) / FEN if one.registered_capital is not None else None
        ),
        "organisation.months": months_between(one.registered_on, asked.on) if one.registered_on else None,
        "organisation.verified": one.state == "verified",
        "organisation.ended": one.has_ended,
        **_green(asked),
    }


def _green(asked: Asked) -> Mapping[str, Any]:
    tags = GreenTag.objects.filter(
        organisation=asked.organisation, revoked_on__isnull=True, valid_from__lte=asked.on
    )
    tags = tags.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=asked.on))
    found = list(tags.order_by("-valid_from", "-pk"))
    share = next((tag.share for tag in found if tag.share is not None), None)
    return {"organisation.green": bool(found), "organisation.green_share": share}


def _of_contact(asked: Asked) -> Mapping[str, Any]:
    contact = OrganisationContact.objects.filter(organisation=asked.organisation).first()
    if contact is None:
        return {}
    return {
        "organisation.contact_name": contact.contact_name,
        "organisation.contact_mobile": contact.contact_mobile,
        "organisation.legal_representative": contact.legal_representative,
    }


def _of_programme(asked: Asked) -> Mapping[str, Any]:
    awards = list(
        Award.objects.filter(holder=asked.organisation).values_list(
            "programme__slug", "programme", "state", "valid_to"
        )
    )
    mine = [row for row in awards if row[1] == asked.programme.pk]
    held = {row[0] for row in awards if row[2] in STANDING and (row[3] is None or row[3] >= asked.on)}
    found: dict[str, Any] = {
        "programme.barred": bar_of(asked.organisation, asked.programme, asked.on) is not None,
        "programme.holds": asked.programme.slug in held,
        "programme.removed_before": any(row[2] == AwardState.REVOKED for row in mine),
    }
    for slug in Programme.objects.filter(territory=asked.programme.territory_id).values_list(
        "slug", flat=True
    ):
        found[f"holds.{slug.replace('-', '_')}"] = slug in held
    return found


def bar_of(organisation: Organisation, programme: Programme, on: date) -> Bar | None:
    """The bar under which the organisation may not apply on that day; the longest where there are several."""
    bars = Bar.objects.filter(
        organisation=organisation, programme=programme, lifted_on__isnull=True, since__lte=on
    )
    standing = bars.filter(Q(until__isnull=True) | Q(until__gte=on))
    return max(standing, key=lambda bar: bar.until or date.max, default=None)


def _of_round(asked: Asked) -> Mapping[str, Any]:
    found: dict[str, Any] = {"case.day": asked.on}
    if asked.round is not None:
        found |= {
            "round.year": asked.round.year,
            "round.opens": asked.round.opens_at.astimezone(clock.SHANGHAI).date(),
            "round.closes": asked.round.closes_at.astimezone(clock.SHANGHAI).date(),
        }
    return found


register(
    (
        "organisation.code", "organisation.name", "organisation.kind", "organisation.territory",
        "organisation.territory_name", "organisation.industry", "organisation.address",
        "organisation.registered_on", "organisation.registered_capital", "organisation.months",
        "organisation.verified", "organisation.ended", "organisation.green", "organisation.green_share",
    ),
    _of_organisation,
)  # fmt: skip
register(
    ("organisation.contact_name", "organisation.contact_mobile", "organisation.legal_representative"),
    _of_contact,
    confidential=True,
)
register(("programme.barred", "programme.holds", "programme.removed_before"), _of_programme)
register(("round.year", "round.opens", "round.closes", "case.day"), _of_round)
