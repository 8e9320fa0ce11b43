"""Lock a listing, notice what changed since it was read, save it. Parts of verbs."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged
from qinglan.market.duplicates import sketch_of, text_of
from qinglan.market.models import WRITABLE, ListingState


def locked(seen: Any, *, check: bool = True) -> Any:
    """The row of `seen`, locked, within the caller's transaction. Raises StaleEdit where it changed since."""
    row = (
        type(seen)
        ._default_manager.select_for_update(of=("self",))
        .select_related("owner", "broker")
        .get(pk=seen.pk)
    )
    if check:
        require_unchanged(seen, row)
    return row


def writable(row: Any) -> Any:
    """`row`, where its content may be changed now, within the caller's transaction; raises Impossible."""
    if row.state in WRITABLE:
        return row
    if row.state in (ListingState.FIRST, ListingState.SECOND):
        raise Impossible(
            _("“{title}” is being checked. Take it back first, then change it.").format(title=row.title)
        )
    raise Impossible(
        _(
            "“{title}” is in the state “{state}”. Begin a change of it; it takes its place after the checks."
        ).format(title=row.title, state=row.get_state_display())
    )


def save(row: Any) -> None:
    """Save a locked row with the next revision, the moment and the numbers by which duplicates are found;
    within the caller's transaction.
    """
    row.revision += 1
    row.changed_at = clock.now()
    row.sketch = sketch_of(text_of(row))
    row.save()


def assign(row: Any, values: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    """Put those of `values` that are among `names` on `row`; which changed. Within the caller's transaction."""
    changed = [name for name in names if name in values and getattr(row, name) != values[name]]
    for name in changed:
        setattr(row, name, values[name])
    return changed
