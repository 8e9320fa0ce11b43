"""The verb that brings brokers in: many at once, all or none, on the basis that each row names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from qinglan.kernel import clock, permissions
from qinglan.parties.broker_recorded import record
from qinglan.parties.domain.broker import BrokerParticulars, create
from qinglan.parties.domain.organisation_checks import said
from qinglan.parties.models.broker import Broker, BrokerState
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.recorded_person import Route
from qinglan.parties.models.user import User


@dataclass(frozen=True)
class BrokerEntry:
    """One row: who, his agency by its code, and on what basis he stands on the list."""

    particulars: BrokerParticulars
    agency_code: str = ""
    basis: str = ""


@transaction.atomic
def bring_in_brokers(
    *,
    acting_user: Any,
    entries: Sequence[BrokerEntry],
    file_name: str,
    sha256: str,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Put on the list whose certificate is not on record yet; returns how many.

    Raises Impossible, IntegrityError (the same certificate at the same moment), PermissionRefused.
    """
    permissions.require(acting_user, "brokers.import")
    codes = {entry.agency_code for entry in entries if entry.agency_code}
    units = {row.code: row for row in Organisation.objects.filter(code__in=codes)}
    done = 0
    for number, entry in enumerate(entries, 1):
        one = replace(entry.particulars, agency=units.get(entry.agency_code))
        there = Broker.objects.filter(
            certificate_issuer=one.certificate_issuer, certificate_number=one.certificate_number
        )
        if not there.exists():
            row = create(
                acting_user,
                one,
                Route.IMPORT,
                BrokerState.ACTIVE,
                user=_account_with(one.mobile),
                reason=said(entry.basis, "basis"),
                confirmed_by=acting_user,
                confirmed_at=clock.now(),
            )
            record(acting_user, "imported", row, file=file_name[:120], sha256=sha256)
            done += 1
        if progress is not None:
            progress(number, len(entries))
    return done


def _account_with(mobile: str) -> User | None:
    if not mobile:
        return None
    return User.objects.filter(mobile=mobile, is_active=True, is_system=False, broker__isnull=True).first()
