"""The verb that turns a pasted text into a draft."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.kernel.conflicts import Impossible
from qinglan.market.domain.attachment import attach
from qinglan.market.domain.listing import begin_need, begin_technology
from qinglan.market.domain.part import put_part
from qinglan.market.models import Level
from qinglan.market.pasting.found import Found
from qinglan.market.pasting.reading import LONGEST_TITLE
from qinglan.parties.models import Organisation

_BEGIN: dict[str, Any] = {"technology": begin_technology, "need": begin_need}
_CONTACT = "contact_"


@transaction.atomic
def begin_from_text(
    *, acting_user: Any, owner: Organisation, side: str, text: str, findings: Iterable[Found]
) -> Any:
    """Begin a draft of `owner` with those `findings` that a person left in, and keep `text` with it.

    Indicators and rights become parts of it; the text is a file that the owner alone sees, so that each field
    can be compared with the words it came from. Raises Impossible (no title among the findings, or what
    `begin_need` and `begin_technology` refuse), PermissionRefused.
    """
    kept = list(findings)
    values, contact = values_of(kept)
    if not values.get("title"):
        raise Impossible(
            _("Keep the title, or write one in the text: a draft can't do without."), field="text"
        )
    listing = _BEGIN[side](acting_user=acting_user, owner=owner, values=values, contact=contact)
    return with_parts_of(acting_user, listing, kept, text)


def values_of(findings: Iterable[Found]) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields of a draft and whom to ask, as `begin_need` and `begin_technology` take them."""
    values = {one.name: one.value for one in findings if one.name not in ("indicator", "right")}
    if values.get("title"):
        values["title"] = str(values["title"])[: LONGEST_TITLE * 3]
    contact = {
        name.removeprefix(_CONTACT): values.pop(name) for name in list(values) if name.startswith(_CONTACT)
    }
    return values, contact


def with_parts_of(acting_user: Any, listing: Any, findings: Iterable[Found], text: str) -> Any:
    """Give a new draft its indicators, rights and the text itself, within the caller's transaction."""
    for one in findings:
        if one.name == "indicator":
            put_part(acting_user=acting_user, listing=listing, kind="indicator", values=one.value)
        elif one.name == "right":
            put_part(acting_user=acting_user, listing=listing, kind="right", values={"right": one.value})
        else:
            continue
        listing.refresh_from_db()
    attach(
        acting_user=acting_user,
        listing=listing,
        name=pgettext("market", "pasted text") + ".txt",
        content=text.encode(),
        caption=_("The text that this draft was made from"),
        level=Level.OWNER,
    )
    listing.refresh_from_db()
    return listing
