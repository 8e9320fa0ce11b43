"""Verbs on the watch lists of banks: add codes, end a watch, alert who watches, note alerts."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.models import Organisation
from qinglan.programmes.awards.words import CHANGES
from qinglan.programmes.checking import todos, told
from qinglan.programmes.checking.codes import Line
from qinglan.programmes.models import Award, AwardChange, AwardState, Watch, WatchAlert
from qinglan.programmes.queries.checking import organisations_by_code

MOST = 5_000
"""Codes on the watch list of one bank."""
SILENT = (AwardState.REPLACED,)
"""Changes of state that say nothing against a holder: a later award takes the place of this one."""


@transaction.atomic
def watch_codes(*, acting_user: Any, bank: Organisation, lines: Sequence[Line]) -> list[Watch]:
    """Put the codes of a list on the bank's watch list; those with a fault and those on it already are left out.

    Returns what was added. Raises PermissionRefused; Impossible where no code is right or the list is full.
    """
    permissions.require(acting_user, "programmes.keep_watch", bank)
    held = Organisation.objects.select_for_update(of=("self",)).get(pk=bank.pk)
    codes = [line.code for line in lines if not line.fault]
    if not codes:
        raise Impossible(_("None of the codes is right. Correct them and add them again."), field="codes")
    standing = set(Watch.objects.filter(bank=held, ended_at__isnull=True).values_list("code", flat=True))
    new = [code for code in dict.fromkeys(codes) if code not in standing]
    if len(standing) + len(new) > MOST:
        raise Impossible(
            _("A watch list holds at most {most} codes; this one has {n}. End some first.").format(
                most=MOST, n=len(standing)
            ),
            field="codes",
        )
    known = organisations_by_code(new)
    now = clock.now()
    return Watch.objects.bulk_create(
        Watch(bank=held, code=code, organisation=known.get(code), added_at=now, added_by=acting_user)
        for code in new
    )


@transaction.atomic
def end_watch(*, acting_user: Any, watch: Watch) -> Watch:
    """Watch a code no longer; its open alerts count as noted. Raises PermissionRefused; Impossible twice."""
    permissions.require(acting_user, "programmes.see_watch", watch)
    held = Watch.objects.select_for_update(of=("self",)).select_related("bank").get(pk=watch.pk)
    if held.ended_at is not None:
        raise Impossible(_("This code is no longer on the watch list."))
    held.ended_at, held.ended_by = clock.now(), acting_user
    held.save(update_fields=["ended_at", "ended_by"])
    _note(acting_user, held.bank, WatchAlert.objects.filter(watch=held))
    return held


@transaction.atomic
def note_alerts(*, acting_user: Any, bank: Organisation) -> int:
    """Note all open alerts of a bank as seen; how many. Raises PermissionRefused."""
    permissions.require(acting_user, "programmes.keep_watch", bank)
    held = Organisation.objects.select_for_update(of=("self",)).get(pk=bank.pk)
    return _note(acting_user, held, WatchAlert.objects.filter(watch__bank=held))


def alert_watchers(acting_user: Any, award: Award, change: AwardChange) -> int:
    """Alert every bank that watches the holder of an award whose state changed; how many.

    Within the caller's transaction: the alert stands or falls with the change, so it is there the same day.
    """
    if change.kind in SILENT:
        return 0
    holder = award.holder
    rows = Watch.objects.filter(Q(code=holder.code) | Q(organisation=holder), ended_at__isnull=True)
    found = {watch.bank_id: watch for watch in rows.select_related("bank").order_by("-bank_id", "pk")}
    values: dict[str, object] = {
        "scheme": award.version.title_zh,
        "number": award.number,
        "holder": holder.name,
        "code": holder.code,
        "state": CHANGES.get(change.kind, change.kind),
        "day": change.on.isoformat(),
        "reason": change.reason,
    }
    for _key, watch in sorted(found.items()):
        alert = WatchAlert.objects.create(watch=watch, award=award, change=change, made_at=clock.now())
        told.tell(
            acting_user=acting_user, organisation=watch.bank, template=told.ALERT, values=values,
            url=alert.award.get_absolute_url(),
        )  # fmt: skip
        todos.alerted(acting_user, watch.bank)
    return len(found)


def _note(acting_user: Any, bank: Organisation, alerts: Any) -> int:
    done: int = alerts.filter(seen_at__isnull=True).update(seen_at=clock.now(), seen_by=acting_user)
    if not WatchAlert.objects.filter(watch__bank=bank, seen_at__isnull=True).exists():
        todos.noted(acting_user, bank)
    return done
