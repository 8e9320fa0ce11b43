"""Verbs on plans as such."""

from itertools import count
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.conflicts import Impossible
from qinglan.plans.models import Plan


@transaction.atomic
def open_plan(*, acting_user: Any, slug: str, title: str, territory: Territory, pack: str) -> Plan:
    """Open a plan to which versions are then read.

    Without `slug` the address is made of the territory's code and a number. Raises
    PermissionRefused, or Impossible where the address is taken.
    """
    permissions.require(acting_user, "plans.upload")
    if not slug:
        Territory.objects.select_for_update().get(pk=territory.pk)
        taken = set(Plan.objects.filter(territory=territory).values_list("slug", flat=True))
        slug = next(
            name for name in (f"plan-{territory.code}-{n}".lower() for n in count(1)) if name not in taken
        )
    try:
        with transaction.atomic():
            return Plan.objects.create(slug=slug, title=title, territory=territory, pack=pack)
    except IntegrityError as error:
        if "slug" not in str(error):
            raise
        raise Impossible(
            _(
                "A plan with this address exists already. Choose another address, or add a version to that plan."
            ),
            field="slug",
        ) from error
