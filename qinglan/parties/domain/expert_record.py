"""Verbs on what belongs to an expert: employers over time, absences, trainings."""

from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.domain.expert_state import locked, save
from qinglan.parties.expert_recorded import record
from qinglan.parties.models.expert import Expert, ExpertAbsence, ExpertEmployer, ExpertTraining
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.public_text import without_numbers

Made = TypeVar("Made")


@transaction.atomic
def add_employer(
    *,
    acting_user: Any,
    expert: Expert,
    valid_from: date,
    organisation: Organisation | None = None,
    free_name: str = "",
    position: str = "",
    valid_to: date | None = None,
) -> ExpertEmployer:
    """Add an employer: an organisation on record, or a name where it is not.

    A name that is exactly that of one organisation on record becomes that organisation. Raises
    Impossible (neither or both, days in the wrong order), PermissionRefused.
    """
    row = _open(acting_user, expert)
    name = " ".join(free_name.split())
    if (organisation is None) == (not name):
        raise Impossible(_("Name the unit by its code, or by its name."), field="free_name")
    _in_order(valid_from, valid_to)
    without_numbers({"free_name": name, "position": position})
    if organisation is None:
        same = list(Organisation.objects.filter(names__name=name).distinct()[:2])
        organisation, name = (same[0], "") if len(same) == 1 else (None, name)
    made = ExpertEmployer.objects.create(
        expert=row,
        organisation=organisation,
        free_name=name[:120],
        position=position[:60],
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return _done(acting_user, row, "employers", made)


@transaction.atomic
def end_employer(*, acting_user: Any, employer: ExpertEmployer, on: date) -> ExpertEmployer:
    """Set the last day at an employer. Raises Impossible (ended already, before it began), PermissionRefused."""
    row = _open(acting_user, employer.expert)
    held = ExpertEmployer.objects.select_for_update().get(pk=employer.pk)
    if held.valid_to is not None:
        raise Impossible(_("This employment has ended already, on {day}.").format(day=held.valid_to))
    _in_order(held.valid_from, on, "on")
    held.valid_to = on
    held.save(update_fields=["valid_to"])
    return _done(acting_user, row, "employers", held)


@transaction.atomic
def add_absence(*, acting_user: Any, expert: Expert, first: date, last: date) -> ExpertAbsence:
    """A time, both days included, in which the expert is not drawn. Raises Impossible, PermissionRefused."""
    row = _open(acting_user, expert)
    _in_order(first, last, "last")
    if last < clock.today():
        raise Impossible(_("This time is over already."), field="last")
    made = ExpertAbsence.objects.create(expert=row, first=first, last=last)
    return _done(acting_user, row, "absences", made)


@transaction.atomic
def remove_absence(*, acting_user: Any, absence: ExpertAbsence) -> None:
    """The expert is available after all. Raises PermissionRefused."""
    row = _open(acting_user, absence.expert)
    ExpertAbsence.objects.filter(pk=absence.pk).delete()
    _done(acting_user, row, "absences", None)


@transaction.atomic
def add_training(
    *, acting_user: Any, expert: Expert, title: str, on: date, provider: str = "", hours: int | None = None
) -> ExpertTraining:
    """Record a training that has ended. Raises Impossible (no title, a day ahead), PermissionRefused."""
    row = _open(acting_user, expert)
    name = " ".join(title.split())
    if not name:
        raise Impossible(_("Say what the training was."), field="title")
    if on > clock.today():
        raise Impossible(_("The day lies ahead. Record the training when it is over."), field="on")
    made = ExpertTraining.objects.create(
        expert=row, title=name[:120], provider=provider[:120], on=on, hours=hours
    )
    return _done(acting_user, row, "trainings", made)


def _open(acting_user: Any, expert: Expert) -> Expert:
    permissions.require(acting_user, "experts.edit", expert)
    return locked(expert, check=False)


def _done(acting_user: Any, row: Expert, part: str, made: Made) -> Made:
    save(row)
    record(acting_user, "edited", row, parts=[part])
    return made


def _in_order(first: date, last: date | None, field: str = "valid_to") -> None:
    if last is not None and last < first:
        raise Impossible(_("The last day lies before the first."), field=field)
