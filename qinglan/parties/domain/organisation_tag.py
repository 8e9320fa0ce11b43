"""Verbs on green tags."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.domain.organisation_checks import live, past, said
from qinglan.parties.domain.organisation_state import locked, save
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_change import ChangeKind
from qinglan.parties.models.organisation_kind import GreenGround
from qinglan.parties.models.organisation_tag import GreenTag
from qinglan.parties.organisation_recorded import record


@dataclass(frozen=True)
class Grounds:
    """Why an organisation counts as green, from and until when; `share` in percent."""

    ground: str
    basis: str
    valid_from: date
    valid_to: date | None = None
    share: Decimal | None = None


@transaction.atomic
def give_green_tag(*, acting_user: Any, organisation: Organisation, grounds: Grounds) -> GreenTag:
    """Confirm that an organisation is green. Raises StaleEdit, Impossible, PermissionRefused."""
    permissions.require(acting_user, "organisations.tag", organisation)
    row = live(locked(organisation))
    basis = said(grounds.basis, "basis")
    _check(grounds)
    tag = GreenTag.objects.create(
        organisation=row,
        ground=grounds.ground,
        basis=basis,
        share=grounds.share,
        valid_from=past(grounds.valid_from, "valid_from"),
        valid_to=grounds.valid_to,
        confirmed_by=acting_user,
        confirmed_at=clock.now(),
    )
    _settle(row)
    record(
        acting_user,
        ChangeKind.TAGGED,
        row,
        on=grounds.valid_from,
        basis=basis,
        detail=str(tag.get_ground_display()),
        tag=tag.pk,
        ground=tag.ground,
        share=tag.share,
        valid_to=tag.valid_to,
    )
    return tag


@transaction.atomic
def revoke_green_tag(*, acting_user: Any, tag: GreenTag, on: date, reason: str) -> GreenTag:
    """The tag no longer counts from the day `on`; it stays on record with the reason.

    Raises Impossible when it was revoked before or the day lies outside it, PermissionRefused.
    """
    permissions.require(acting_user, "organisations.untag", tag.organisation)
    row = locked(tag.organisation, check=False)
    held = GreenTag.objects.select_for_update().get(pk=tag.pk)
    line = said(reason, "basis")
    if held.revoked_on is not None:
        raise Impossible(_("This tag was revoked already, on {day}.").format(day=held.revoked_on))
    if past(on) < held.valid_from:
        raise Impossible(_("The tag began only on {day}.").format(day=held.valid_from), field="on")
    held.revoked_on, held.revoked_at = on, clock.now()
    held.revoked_by, held.revocation_reason = acting_user, line
    held.save()
    _settle(row)
    record(
        acting_user,
        ChangeKind.UNTAGGED,
        row,
        on=on,
        basis=line,
        detail=str(held.get_ground_display()),
        tag=held.pk,
    )
    return held


def in_force(on: date) -> Q:
    """Tags that count on the day `on`."""
    return (
        Q(valid_from__lte=on)
        & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        & (Q(revoked_on__isnull=True) | Q(revoked_on__gt=on))
    )


def refresh_green() -> int:
    """Bring the stored mark to what the tags say today (they begin and run out); returns how many changed."""
    held = GreenTag.objects.filter(in_force(clock.today()), organisation=OuterRef("pk"))
    rows = Organisation.objects.annotate(held=Exists(held))
    lost = rows.filter(is_green=True, held=False).update(is_green=False)
    won = rows.filter(is_green=False, held=True, ended_on__isnull=True).update(is_green=True)
    return lost + won


def _settle(row: Organisation) -> None:
    tags = GreenTag.objects.filter(in_force(clock.today()), organisation=row)
    row.is_green = not row.has_ended and tags.exists()
    save(row)


def _check(grounds: Grounds) -> None:
    if grounds.valid_to is not None and grounds.valid_to < grounds.valid_from:
        raise Impossible(_("The last day lies before the first."), field="valid_to")
    if grounds.ground == GreenGround.REVENUE_SHARE and grounds.share is None:
        raise Impossible(_("Write the share in percent."), field="share")
    if grounds.share is not None and not 0 < grounds.share <= 100:
        raise Impossible(_("A share lies above 0 and is at most 100 percent."), field="share")
