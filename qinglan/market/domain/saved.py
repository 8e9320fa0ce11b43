"""Verbs on saved searches: keep one, drop it; and the daily look for what is new."""

import logging
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register
from qinglan.market.models import SavedSearch
from qinglan.market.searching import asked_by, since
from qinglan.parties.domain.account import system_user

MOST = 50
NEW = register(
    "market.search-alert",
    gettext_lazy("New in your search “%(name)s”: %(count)s"),
    gettext_lazy("What became public and fits: %(titles)s"),
).name
logger = logging.getLogger(__name__)


@transaction.atomic
def save_search(*, acting_user: Any, address: str, name: str = "") -> SavedSearch:
    """Keep the search that `address` (the query of a search page) says; the same again is the same.

    Raises Impossible for a search that narrows nothing, PermissionRefused.
    """
    permissions.require(acting_user, "market.save_search")
    asked = asked_by(QueryDict(address))
    if not asked.says_something:
        raise Impossible(_("Search for something first; then the search can be saved."))
    if SavedSearch.objects.filter(user=acting_user).count() >= MOST:
        raise Impossible(_("You keep {most} searches; drop one first.").format(most=MOST))
    found, _made = SavedSearch.objects.get_or_create(
        user=acting_user,
        address=asked.address(page="")[:1000],
        defaults={
            "name": (name.strip() or asked.text or _("Filters"))[:80],
            "told_until": clock.today(),
            "created_at": clock.now(),
        },
    )
    return found


@transaction.atomic
def drop_search(*, acting_user: Any, pk: int) -> None:
    """Forget one of one's own searches."""
    permissions.require(acting_user, "market.save_search")
    SavedSearch.objects.filter(user=acting_user, pk=pk).delete()


def tell_all() -> int:
    """Tell everybody what became public since he was last told and fits; how many messages. For the daily job."""
    today, count = clock.today(), 0
    for pk in SavedSearch.objects.filter(tells=True, told_until__lt=today, user__is_active=True).values_list(
        "pk", flat=True
    ):
        try:
            count += _tell(pk)
        except Exception:
            logger.exception("the saved search %s was left as it is", pk)
    return count


@transaction.atomic
def _tell(pk: int) -> int:
    """One saved search, in its own transaction; what is withheld from its owner is not among it."""
    row = SavedSearch.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)
    rows = since(asked_by(QueryDict(row.address)), row.user, row.told_until)
    fresh = [one for one in rows if one.published_at.astimezone(clock.SHANGHAI).date() < clock.today()]
    announce(row, fresh)
    return 1 if fresh else 0


def announce(row: SavedSearch, fresh: Sequence[Any]) -> None:
    """Note that the owner of a saved search heard until today, and tell him of what is new, within the caller's
    transaction.
    """
    row.told_until = clock.today()
    row.save(update_fields=["told_until"])
    if fresh:
        send_message(
            acting_user=system_user(),
            recipients=[row.user],
            template=NEW,
            values={
                "name": row.name,
                "count": str(len(fresh)),
                "titles": "；".join(one.title for one in fresh[:5]),
            },
            url=row.get_absolute_url(),
        )
