"""The floors of the law, held against a share, with the article in the refusal."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from qinglan.contracts.sharing.numbers import percent
from qinglan.contracts.sharing.pack import Floor, floor_of, main_floor, sharing
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.rulebook.rules_on import NoRule
from qinglan.parties.models import Organisation


def floor_on(unit: Organisation, way: str, day: date) -> Floor:
    """The floor of a way for a unit. Raises Impossible where no pack has the rule."""
    try:
        return floor_of(way, day, unit.territory_id)
    except NoRule as missing:
        raise Impossible(
            _("No rule on the least share is known for this day. Ask the operator to load the pack of rules.")
        ) from missing


def require_floor(
    unit: Organisation, nature: str, way: str, share: int, day: date, agreement: str, *, field: str
) -> Floor:
    """Refuse a share of the team below the floor: always where it binds, elsewhere without an agreement."""
    floor = floor_on(unit, way, day)
    if share >= floor.share:
        return floor
    values = {
        "share": percent(share),
        "floor": percent(floor.share),
        "document": floor.document,
        "article": floor.article,
    }
    if nature in sharing().binds:
        raise Impossible(
            _(
                "{share} is below the legal minimum of {floor} ({document}, {article}). Set at least {floor}."
            ).format(**values),
            field=field,
        )
    if not agreement.strip():
        raise Impossible(
            _(
                "{share} is below {floor} ({document}, {article}), which holds where nothing else was agreed. Name the agreement with the inventors, or set at least {floor}."
            ).format(**values),
            field=field,
        )
    return floor


def require_main_share(unit: Organisation, share: int, day: date) -> None:
    """Refuse parts of which the main contributors get less than the law gives them."""
    try:
        floor = main_floor(day, unit.territory_id)
    except NoRule as missing:
        raise Impossible(
            _(
                "No rule on main contributors is known for this day. Ask the operator to load the pack of rules."
            )
        ) from missing
    if share < floor.share:
        raise Impossible(
            _(
                "The main contributors get {share} of the reward; by {document} it is {floor} at least. Raise their parts."
            ).format(share=percent(share), floor=percent(floor.share), document=floor.document)
        )


def source_words(source: Any) -> str:
    """Document and article, as they stand beside a figure."""
    return " ".join(part for part in (source.document, source.article) if part)
