"""Keep what became public, aspect by aspect, so that versions can be compared."""

from typing import Any

from django.utils import translation

from qinglan.kernel import clock
from qinglan.market import aspects
from qinglan.market.models import NeedSnapshot, TechnologySnapshot

SNAPSHOTS: dict[str, Any] = {"technology": TechnologySnapshot, "need": NeedSnapshot}
ASIDE = frozenset({"contact", "inventors"})
"""Personal data: what must be erasable is not kept in a table that only grows."""


def content_of(listing: Any) -> dict[str, list[str]]:
    """The lines of each aspect in Chinese, without persons; within the caller's transaction."""
    with translation.override("zh-hans"):
        return {
            one.name: found
            for one in aspects.of(listing)
            if one.name not in ASIDE and (found := one.lines(listing))
        }


def keep_snapshot(listing: Any) -> Any:
    """Store the content of a locked listing as its next version, within the caller's transaction."""
    model = SNAPSHOTS[listing.SIDE]
    last = model.objects.filter(listing=listing).order_by("-number").first()
    return model.objects.create(
        listing=listing,
        number=last.number + 1 if last else 1,
        content=content_of(type(listing).objects.select_related("owner").get(pk=listing.pk)),
        made_at=clock.now(),
    )
