"""What kind of user somebody is, in one line under the heading of his desk."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel.codes.models import Territory
from qinglan.parties import grants
from qinglan.parties.models import Organisation
from qinglan.parties.models.organisation_membership import MembershipRole
from qinglan.parties.roles import ROLES

MOST = 4
"""So many roles are named."""


def standing_of(user: Any) -> str:
    """“Officer, Changshou District · Administrator of X”; what to do where somebody has no role yet."""
    held = grants.of(user)
    places = Territory.objects.in_bulk({one.territory for one in held if one.territory} or [""])
    units = Organisation.objects.in_bulk({one.organisation for one in held if one.organisation} or [0])
    words = list(dict.fromkeys(_said(one, places, units) for one in held))
    if not words:
        return _("Good to see you, %(name)s.") % {"name": user}
    listed = " · ".join(words[:MOST])
    more = " …" if len(words) > MOST else ""
    return _("%(name)s: %(roles)s") % {"name": user, "roles": listed + more}


def _said(grant: grants.Grant, places: dict[str, Territory], units: dict[int, Organisation]) -> str:
    unit = units.get(grant.organisation or 0)
    if not grant.is_office:
        label = MembershipRole(grant.role).label
        return _("%(role)s of %(organisation)s") % {"role": label, "organisation": unit}
    role = str(ROLES.get(grant.role, grant.role))
    where = [str(one) for one in (unit, places.get(grant.territory or "")) if one is not None]
    return _("%(role)s (%(where)s)") % {"role": role, "where": ", ".join(where)} if where else role
