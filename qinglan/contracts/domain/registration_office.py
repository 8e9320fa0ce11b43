"""Verb: enter a registration office, or change the pattern of its numbers."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.models import RegistrationOffice
from qinglan.contracts.registering.pack import registration
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged
from qinglan.parties.models import Organisation
from qinglan.parties.models.organisation_kind import OrganisationKind


@transaction.atomic
def set_registration_office(
    *, acting_user: Any, organisation: Organisation, works_here: bool, pattern: str, area: str = "", place: str = "",
    seen: int | None = None,
) -> RegistrationOffice:  # fmt: skip
    """Enter it, or change it; `seen` is the revision that the page showed.

    Raises Impossible with the field: no registration office, an unknown pattern, digits that are none; StaleEdit.
    """
    permissions.require(acting_user, "contracts.set_registration_office", organisation)
    if organisation.kind != OrganisationKind.REGISTRAR:
        raise Impossible(
            _("{name} is no registration office in the directory. Correct its kind there first.").format(
                name=organisation.name
            ),
            field="organisation",
        )
    if pattern not in {one.code for one in registration().numbers}:
        raise Impossible(_("Choose a pattern of the list."), field="pattern")
    for name, digits in (("area", area), ("place", place)):
        if digits and not digits.isdecimal():
            raise Impossible(_("Only digits stand here."), field=name)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    row = RegistrationOffice.objects.select_for_update().filter(organisation=organisation).first()
    if row is not None and seen is not None:
        require_unchanged(seen, row)
    row = row or RegistrationOffice(organisation=organisation)
    row.works_here, row.pattern, row.area, row.place = works_here, pattern, area, place
    row.revision += 1
    row.save()
    return row
