"""Verbs on the parts of a draft: parameters, benefits, applications, rights, evaluations and so on."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.market.domain.locking import locked, save, writable
from qinglan.market.models import (
    Application,
    Benefit,
    CoOwner,
    Evaluation,
    Indicator,
    Inventor,
    Parameter,
    Period,
    TechnologyRight,
    TrlEvidence,
)
from qinglan.market.recorded import changed
from qinglan.parties.public_text import without_numbers

PARTS: dict[str, dict[str, Any]] = {
    "technology": {
        "parameter": Parameter,
        "benefit": Benefit,
        "application": Application,
        "trl-evidence": TrlEvidence,
        "right": TechnologyRight,
        "evaluation": Evaluation,
        "inventor": Inventor,
        "co-owner": CoOwner,
    },
    "need": {"indicator": Indicator},
}
MOST = 40
"""Parts of one kind."""


@transaction.atomic
def put_part(
    *, acting_user: Any, listing: Any, kind: str, values: Mapping[str, Any], pk: int | None = None
) -> Any:
    """Add a part of `kind` to a draft, or with `pk` put `values` in the place of what it says.

    Raises Impossible with the field, StaleEdit, PermissionRefused. An application that changes is to be
    confirmed anew.
    """
    permissions.require(acting_user, "market.edit", listing)
    row = writable(locked(listing))
    model = PARTS[row.SIDE][kind]
    _check(acting_user, kind, values)
    if pk is None:
        if model.objects.filter(listing=row).count() >= MOST:
            raise Impossible(_("There are {most} of these already; that is the most.").format(most=MOST))
        part = model(listing=row)
    else:
        part = model.objects.filter(listing=row, pk=pk).first()
        if part is None:
            raise Impossible(_("This entry is no longer there. Open the page again."))
    for name, value in values.items():
        setattr(part, name, value)
    if kind == "application":
        part.confirmed_on = part.confirmed_by = None
        part.basis = ""
    try:
        with transaction.atomic():
            part.save()
    except IntegrityError as error:
        raise Impossible(_("This stands there already. Change the one there is.")) from error
    save(row)
    changed(row)
    return part


@transaction.atomic
def drop_part(*, acting_user: Any, listing: Any, kind: str, pk: int) -> None:
    """Take a part away from a draft; its history stays. Raises StaleEdit, Impossible, PermissionRefused."""
    permissions.require(acting_user, "market.edit", listing)
    row = writable(locked(listing))
    PARTS[row.SIDE][kind].objects.filter(listing=row, pk=pk).delete()
    save(row)
    changed(row)


def _check(acting_user: Any, kind: str, values: Mapping[str, Any]) -> None:
    without_numbers({name: value for name, value in values.items() if isinstance(value, str)})
    if kind == "benefit" and values.get("period") == Period.UNIT and not values.get("per"):
        raise Impossible(_("Name the unit of product or treatment, such as t of cement."), field="per")
    if kind == "right":
        permissions.require(acting_user, "rights.use", values["right"])
    if kind == "evaluation":
        if values["experts"] < FEWEST_EXPERTS or values["experts"] % 2 == 0:
            raise Impossible(
                _("An evaluation has an odd number of experts, at least {fewest}.").format(
                    fewest=FEWEST_EXPERTS
                ),
                field="experts",
            )
        if values.get("valid_until") and values["valid_until"] < values["on"]:
            raise Impossible(_("It can't end before its report."), field="valid_until")


FEWEST_EXPERTS = 5
"""Practice in 成果评价: at least five and odd."""
