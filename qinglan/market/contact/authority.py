"""On what a click in the name of an organisation rests: its signatory's paper, or a standing authorisation."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.market.models.agreement import ClickAuthorisation
from qinglan.parties import holding
from qinglan.parties.models import Membership, MembershipRole


def may_click(user: Any, organisation: int) -> str:
    """The paper on which a click of `user` for the organisation (a key) rests, "" where there is none.

    What was delegated does not count: an authority to bind can't be passed on.
    """
    key = getattr(user, "pk", None)
    if key is None or not holding.represents(user, organisation):
        return ""
    standing = ClickAuthorisation.objects.in_force().filter(user_id=key, organisation_id=organisation).first()
    if standing is not None:
        return _("standing authorisation: %(basis)s") % {"basis": standing.basis}
    paper = (
        Membership.objects.in_force()
        .filter(user_id=key, organisation_id=organisation, role=MembershipRole.SIGNATORY)
        .first()
    )
    return _("authorised signatory: %(basis)s") % {"basis": paper.basis} if paper is not None else ""
