"""Verbs by which an official decides on what the reader found."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.measures.queries import indicator_of
from qinglan.kernel.measures.registry import BadParameters, UnknownMeasure, check_parameters
from qinglan.kernel.measures.result import Scope
from qinglan.plans import recorded
from qinglan.plans.domain.deciding import Item, corrected, decide, lock, open_version, place_of
from qinglan.plans.evaluation import last_day
from qinglan.plans.models import Article, Comparator, Decision, Quantity, QuantityKind, Version
from qinglan.plans.todos import follow
from qinglan.programmes.queries.scheme import schemes_for

FIELDS = (
    "kind",
    "quote",
    "indicator",
    "action",
    "comparator",
    "value",
    "upper",
    "unit",
    "per",
    "deadline",
    "strength",
)


@dataclass(frozen=True)
class Content:
    """What an item says; the fields are those of `Quantity`."""

    kind: str
    quote: str
    indicator: str
    action: str
    comparator: str
    value: Decimal
    upper: Decimal | None
    unit: str
    per: str
    deadline: str
    strength: str


@transaction.atomic
def confirm_item(*, acting_user: Any, item: Item, seen_revision: int) -> Item:
    """Say that the reader is right. Raises PermissionRefused, StaleEdit, Impossible (not open)."""
    locked = lock(acting_user, item, seen_revision)
    return decide(locked, acting_user, Decision.CONFIRMED, recorded.CONFIRMED)


@transaction.atomic
def drop_item(*, acting_user: Any, item: Item, seen_revision: int) -> Item:
    """Say that this commits nobody. The item stays on record as dropped. Raises as confirm_item."""
    locked = lock(acting_user, item, seen_revision)
    return decide(locked, acting_user, Decision.DROPPED, recorded.DROPPED)


@transaction.atomic
def correct_item(*, acting_user: Any, item: Quantity, content: Content, seen_revision: int) -> Quantity:
    """Put what the text really says in the place of what was read. Raises as confirm_item, and
    Impossible for a quote that the article does not contain or values that contradict each other.
    """
    locked = lock(acting_user, item, seen_revision, yours=asdict(content))
    locked.start = _check(locked.article, content)
    for name in FIELDS:
        setattr(locked, name, getattr(content, name))
    if locked.kind != QuantityKind.TARGET:
        locked.measure, locked.measure_parameters = "", {}
    return decide(locked, acting_user, corrected(locked), recorded.CORRECTED)


@transaction.atomic
def add_item(*, acting_user: Any, article: Article, content: Content) -> Quantity:
    """Add an item that the reader overlooked. Raises PermissionRefused and Impossible."""
    permissions.require(acting_user, "plans.confirm", article.version)
    version = open_version(article.version_id)
    start = _check(article, content)
    position = (version.quantities.aggregate(last=Max("position"))["last"] or 0) + 1
    item = Quantity(
        version=version, article=article, slug=f"{content.kind}-{position}", position=position, start=start
    )
    for name in FIELDS:
        setattr(item, name, getattr(content, name))
    return decide(item, acting_user, Decision.ADDED, recorded.ADDED)


@transaction.atomic
def confirm_all(*, acting_user: Any, version: Version) -> int:
    """Confirm every item that is still open; returns how many."""
    permissions.require(acting_user, "plans.confirm", version)
    locked = open_version(version.pk)
    decided = {
        "decision": Decision.CONFIRMED,
        "decided_by": acting_user,
        "decided_at": clock.now(),
        "revision": F("revision") + 1,
    }
    count = version.quantities.filter(decision=Decision.PROPOSED).update(**decided) + version.bodies.filter(
        decision=Decision.PROPOSED
    ).update(**decided)
    recorded.record(acting_user, recorded.ALL_CONFIRMED, locked, items=count)
    follow(acting_user, locked, "plans.confirm")
    return count


@transaction.atomic
def link_measure(
    *, acting_user: Any, target: Quantity, measure: str, parameters: Mapping[str, Any], seen_revision: int
) -> Quantity:
    """Say how a target is counted. Allowed while the version is being confirmed.

    Raises PermissionRefused, StaleEdit, and Impossible for a rule, an unknown measure, or
    parameters that the measure refuses or whose indicator the plan's pack, or whose scheme its place, does
    not have.
    """
    permissions.require(acting_user, "plans.link", target.version)
    locked = lock(acting_user, target, seen_revision)
    if locked.kind != QuantityKind.TARGET:
        raise Impossible(_("Only a target is counted; a rule binds single cases."), field="measure")
    try:
        check_parameters(measure, parameters)
        scope = Scope(locked.version.plan.indicator_pack, locked.version.plan.territory_id, clock.today())
        for name in ("indicator", "numerator", "denominator", "listed_in"):
            if parameters.get(name):
                indicator_of(scope, str(parameters[name]))
        scheme = parameters.get("programme")
        schemes = schemes_for(locked.version.plan.territory)
        if scheme and not schemes.filter(programme__slug=scheme).exists():
            raise BadParameters(_("{scheme} is no scheme of this place.").format(scheme=scheme))
    except UnknownMeasure:
        raise Impossible(_("There is no measure of this name."), field="measure") from None
    except BadParameters as error:
        raise Impossible(str(error), field="parameters") from error
    locked.measure, locked.measure_parameters = measure, dict(parameters)
    locked.revision += 1
    locked.save()
    recorded.record_link(acting_user, locked)
    return locked


def _check(article: Article, content: Content) -> int | None:
    place = place_of(article, content.quote)
    if (content.comparator == Comparator.RANGE) != (content.upper is not None):
        raise Impossible(
            _("A range has a lower and an upper value; anything else has one value."), field="upper"
        )
    if content.upper is not None and content.upper <= content.value:
        raise Impossible(_("The upper value must be larger than the lower."), field="upper")
    if content.deadline and last_day(content.deadline) is None:
        raise Impossible(
            _("Write the deadline as a year or a date, such as 2022 or 2022-06-30."), field="deadline"
        )
    return place
