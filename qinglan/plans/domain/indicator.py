"""Verb: define an indicator for a target and link the target to it."""

from typing import Any

from django.db import transaction

from qinglan.kernel.measures.domain.indicator import Definition, define_indicator
from qinglan.kernel.measures.models import Kind, SubjectKind
from qinglan.plans.domain.item import link_measure
from qinglan.plans.models import Quantity


@transaction.atomic
def define_and_link(
    *,
    acting_user: Any,
    target: Quantity,
    name: str,
    definition: str,
    unit: str,
    kind: str,
    form_number: str,
    confidentiality: str,
    seen_revision: int,
) -> Quantity:
    """Define an indicator about the city as a whole and count the target by it.

    An amount is counted by its newest figure, a list by the number on it. Raises as
    define_indicator and link_measure; then neither is kept.
    """
    plan = target.version.plan
    indicator = define_indicator(
        acting_user=acting_user,
        definition=Definition(
            pack=plan.indicator_pack,
            territory_id=plan.territory_id,
            name=name,
            definition=definition,
            unit=unit,
            kind=kind,
            subject=SubjectKind.NONE,
            form_number=form_number,
            confidentiality=confidentiality,
        ),
    )
    return link_measure(
        acting_user=acting_user,
        target=target,
        measure="reported.latest" if kind == Kind.AMOUNT else "reported.listed",
        parameters={"indicator": indicator.slug},
        seen_revision=seen_revision,
    )
