"""Verbs: make figures of the market public, and withdraw them."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, events, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.database.turns import wait_turn
from qinglan.kernel.disclosure.domain import Check, NotCleared, clear_for_publication
from qinglan.market.figures import names, recorded
from qinglan.market.figures.content import Funnel, Supply
from qinglan.market.figures.counting import funnel
from qinglan.market.figures.hiding import safe_funnel, safe_supply
from qinglan.market.figures.supply import supply
from qinglan.market.models import FigureKind, FigureSet, FigureState


@dataclass(frozen=True)
class Selection:
    """What is to be public: the kind, for the funnel its days, the list of fields, narrowed by field and territory."""

    kind: str
    family: str
    first: date | None = None
    last: date | None = None
    field: str = ""
    territory: str = ""


def figures_for_everybody(selection: Selection) -> Funnel | Supply:
    """The figures as they would be public now. Raises Impossible for days that don't fit or an unknown list."""
    today = clock.today()
    if selection.kind not in FigureKind.values or selection.family not in names.families(today):
        raise Impossible(_("Choose the figures and the list of fields from those on offer."), field="family")
    if selection.kind == FigureKind.SUPPLY:
        return safe_supply(supply(today, family=selection.family))
    if selection.first is None or selection.last is None or selection.first > selection.last:
        raise Impossible(_("The first day must come before the last."), field="last")
    if selection.last > today:
        raise Impossible(_("The last day is still to come. Publish what has been."), field="last")
    found = funnel(
        selection.first,
        selection.last,
        family=selection.family,
        field=selection.field,
        territory=selection.territory,
    )
    return safe_funnel(found)


def digest_of(content: Funnel | Supply) -> str:
    """The SHA-256 of the figures: what an officer saw is what becomes public."""
    return hashlib.sha256(content.model_dump_json().encode()).hexdigest()


@transaction.atomic
def publish_figures(
    *, acting_user: Any, selection: Selection, seen: str, note: str = "", secrecy: Check, publication: Check
) -> FigureSet:
    """Make the figures public as they stand now, frozen, without small cells.

    In this order: 1. refuses figures other than those of the digest `seen`, which the officer looked at
    (Impossible); 2. what was public of the kind is replaced; 3. the set passes the gate before publication
    (NotCleared), on the bases of both checks; 4. an event says who decided, when, on what basis.
    Raises PermissionRefused.
    """
    permissions.require(acting_user, "market.publish_figures")
    if not publication.basis.strip():
        raise NotCleared(
            _("Say who made the secrecy check and the publication check, and on what basis."),
        )
    _alone()
    content = figures_for_everybody(selection)
    digest = digest_of(content)
    if digest != seen:
        raise Impossible(_("The figures changed since you looked. Look through them again, then publish."))
    now = clock.now()
    before = FigureSet.objects.filter(kind=selection.kind, state=FigureState.PUBLISHED).first()
    if before is not None:
        _end(before, FigureState.REPLACED, acting_user)
    row = FigureSet.objects.create(
        kind=selection.kind,
        state=FigureState.PUBLISHED,
        content=content.model_dump(mode="json"),
        digest=digest,
        note=note.strip(),
        basis=publication.basis.strip(),
        published_at=now,
        published_by=acting_user,
    )
    text = json.dumps(row.content, ensure_ascii=False)
    clear_for_publication(
        acting_user=acting_user,
        subject=f"market.figures:{row.pk}",
        texts={_("figures"): text, _("note to readers"): row.note},
        secrecy=secrecy,
        publication=publication,
    )
    events.append(
        stream=f"{recorded.PREFIX}:{row.pk}",
        kind=recorded.PUBLISHED,
        payload={
            "kind": row.kind,
            "digest": digest,
            "basis": row.basis,
            "replaces": before.pk if before is not None else None,
        },
        actor=acting_user,
    )
    return row


@transaction.atomic
def withdraw_figures(*, acting_user: Any, figures: FigureSet, reason: str) -> FigureSet:
    """Take public figures back; nobody reads them any more, and nothing takes their place.

    Raises Impossible without a reason or where they are no longer public, PermissionRefused.
    """
    permissions.require(acting_user, "market.publish_figures")
    _alone()
    row = FigureSet.objects.select_for_update().get(pk=figures.pk)
    if row.state != FigureState.PUBLISHED:
        raise Impossible(_("These figures are no longer public; nothing is left to withdraw."))
    if not reason.strip():
        raise Impossible(_("Say why they are withdrawn."), field="reason")
    row.reason = reason.strip()
    _end(row, FigureState.WITHDRAWN, acting_user)
    events.append(
        stream=f"{recorded.PREFIX}:{row.pk}",
        kind=recorded.WITHDRAWN,
        payload={"kind": row.kind, "digest": row.digest, "reason": row.reason},
        actor=acting_user,
    )
    return row


def _end(row: FigureSet, state: FigureState, acting_user: Any) -> None:
    row.state, row.ended_at, row.ended_by = state, clock.now(), acting_user
    row.save(update_fields=["state", "ended_at", "ended_by", "reason"])


def _alone() -> None:
    """One decision at a time: of two first publications one replaces the other."""
    wait_turn("market.figures")
