"""Named querysets over registrations: the twins of the permissions, and what looks like the same contract."""

from typing import Any

from django.db.models import Q, QuerySet

from qinglan.contracts.models import Registration, RegistrationOffice, RegistrationState
from qinglan.kernel.roles import OFFICER, is_auditor, is_officer
from qinglan.parties import holding
from qinglan.parties.models import Organisation
from qinglan.parties.roles import REGISTRAR

GONE = (RegistrationState.WITHDRAWN, RegistrationState.REFUSED, RegistrationState.CANCELLED)
"""States in which a registration stands in nobody's way."""
MOST_TWINS = 5


def registrations() -> QuerySet[Registration]:
    """All, with what their lines show."""
    return Registration.objects.select_related("office", "keeper", "contract")


def registrations_seen_by(user: Any) -> QuerySet[Registration]:
    """The twin of ``contracts.view_registration``."""
    rows = registrations()
    if getattr(user, "pk", None) is None or not user.is_active:
        return rows.none()
    if is_auditor(user, None):
        return rows
    units = list(holding.organisations_represented_by(user).values_list("pk", flat=True))
    own = Q(keeper__in=units) | Q(seller_unit__in=units) | Q(buyer_unit__in=units)
    handed_in = ~Q(state=RegistrationState.DRAFT)
    if is_officer(user, None):
        return rows.filter(handed_in | own) if units else rows.filter(handed_in)
    return rows.filter(own | handed_in & (Q(office__in=offices_of(user)) | in_districts(districts_of(user))))


def districts_of(user: Any) -> list[str]:
    """Codes of the territories, with what lies in them, of which `user` is an officer, but not of the whole city."""
    if is_officer(user, None):
        return []
    return sorted(holding.territories_of(user, OFFICER).values_list("pk", flat=True))


def in_districts(codes: list[str]) -> Q:
    """Those of which a side has its seat in one of the territories."""
    return Q(seller_territory__in=codes) | Q(buyer_territory__in=codes)


def offices_of(user: Any) -> list[int]:
    """Keys of the offices that `user` is a registrar of."""
    rows = Organisation.objects.filter(registration_office__isnull=False)
    mine = holding.covered(user, REGISTRAR, territory="territory", organisation="pk")
    return list(rows.filter(mine).values_list("pk", flat=True))


def queue_of(user: Any) -> QuerySet[Registration]:
    """What the reader's offices have: all of it for officers and auditors."""
    rows = registrations().filter(office__isnull=False)
    if is_officer(user, None) or is_auditor(user, None):
        return rows
    return rows.filter(office__in=offices_of(user))


def offices() -> QuerySet[RegistrationOffice]:
    """All registration offices, with their organisation."""
    return RegistrationOffice.objects.select_related("organisation").order_by("organisation__name_key")


def twins_of(row: Registration) -> list[Registration]:
    """What looks like the same contract: same sides and value, and the same title or day of signing; at most five.

    Found by the index over sides and value, so that it costs the same however many there are.
    """
    if not row.seller_key or not row.buyer_key or row.amount is None:
        return []
    same = Q(title=row.title)
    if row.signed_on is not None:
        same |= Q(signed_on=row.signed_on)
    rows = Registration.objects.select_related("contract").filter(
        same, seller_key=row.seller_key, buyer_key=row.buyer_key, amount=row.amount
    )
    return list(rows.exclude(pk=row.pk).exclude(state__in=GONE).order_by("pk")[:MOST_TWINS])


def mark_twins(rows: list[Registration]) -> None:
    """Give each row `has_twin`: whether another looks like the same contract. One statement for all rows."""
    pairs = Q(pk__in=())
    for row in rows:
        if row.seller_key and row.buyer_key and row.amount is not None:
            pairs |= Q(seller_key=row.seller_key, buyer_key=row.buyer_key, amount=row.amount)
    found = (
        Registration.objects.filter(pairs)
        .exclude(state__in=GONE)
        .only("seller_key", "buyer_key", "amount", "title", "signed_on")
    )
    others = list(found) if rows else []
    for row in rows:
        row.has_twin = any(_alike(row, other) for other in others)  # type: ignore[attr-defined]


def _alike(row: Registration, other: Registration) -> bool:
    return (
        other.pk != row.pk
        and (other.seller_key, other.buyer_key, other.amount) == (row.seller_key, row.buyer_key, row.amount)
        and (other.title == row.title or (row.signed_on is not None and other.signed_on == row.signed_on))
    )
