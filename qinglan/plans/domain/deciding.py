"""What all decisions on a reading share: the lock, the writing, and the answer to a stale edit."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Field
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.plans import recorded
from qinglan.plans.models import Article, Body, Decision, Quantity, Version, VersionState
from qinglan.plans.todos import follow

Item = TypeVar("Item", bound=Quantity | Body)


def lock(acting_user: Any, item: Item, seen_revision: int, *, yours: Mapping[str, Any] | None = None) -> Item:
    """The item, locked to be decided on within the caller's transaction, with its version.

    Raises PermissionRefused; Impossible when the version is no longer being confirmed; StaleEdit
    when the item's revision is not `seen_revision`, with what the user sent (`yours`, by field)
    beside what stands.
    """
    permissions.require(acting_user, "plans.confirm", item.version)
    open_version(item.version_id)
    locked = (
        type(item)
        .objects.select_for_update(of=("self",))
        .select_related("article", "version__plan")
        .get(pk=item.pk)
    )
    assert isinstance(locked, type(item))
    if locked.revision != seen_revision:
        raise StaleEdit(_differences(locked, yours or {}))
    return locked


def open_version(pk: int) -> Version:
    """The version, locked against publication within the caller's transaction.

    Raises Impossible when it is not being confirmed.
    """
    version = Version.objects.select_for_update().get(pk=pk)
    if version.state != VersionState.READING:
        raise Impossible(
            _("This version is no longer being confirmed; read the changed text as a new version.")
        )
    return version


def decide(item: Item, acting_user: Any, decision: Decision, kind: str) -> Item:
    """Write a decision on a locked (or new) item, and its event, within the caller's transaction.

    The last one closes the to-do to confirm the reading, and opens that to publish.
    """
    item.decision = decision
    item.decided_by = acting_user
    item.decided_at = clock.now()
    item.revision += 1
    item.save()
    recorded.record_item(acting_user, kind, item)
    follow(acting_user, item.version, "plans.confirm")
    return item


def corrected(item: Quantity | Body) -> Decision:
    """The decision on an item that is corrected: what was added by hand stays so."""
    return Decision.ADDED if item.decision == Decision.ADDED else Decision.CORRECTED


def place_of(article: Article, quote: str) -> int | None:
    """Where `quote` stands in the article's text; None while no text is attached.

    Raises Impossible for an empty quote or words that the article does not contain.
    """
    if not quote.strip():
        raise Impossible(_("Copy the words of the plan that say so."), field="quote")
    if not article.text:
        return None
    place = article.text.find(quote)
    if place < 0:
        raise Impossible(
            _("The article does not contain these words. Copy the quote from the text on the left."),
            field="quote",
        )
    return place


def _differences(current: Quantity | Body, yours: Mapping[str, Any]) -> list[Difference]:
    decision = Difference(_("decision"), "—", str(Decision(current.decision).label))
    fields = {name: current._meta.get_field(name) for name in yours}
    changed = [
        Difference(str(field.verbose_name), _shown(field, yours[name]), _shown(field, getattr(current, name)))
        for name, field in fields.items()
        if isinstance(field, Field) and _shown(field, yours[name]) != _shown(field, getattr(current, name))
    ]
    return [decision, *changed]


def _shown(field: "Field[Any, Any]", value: Any) -> str:
    """A value as readers know it: numbers without exponent, choices by their words."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    words = dict(field.flatchoices)
    return "" if value is None else str(words.get(value, value))
