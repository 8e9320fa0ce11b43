"""Verb: write a version of the terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.market.contact import events, told
from qinglan.market.contact.pack import contact
from qinglan.market.contact.rules import side_in_room
from qinglan.market.domain.room_state import locked, touch
from qinglan.market.models.enquiry import Side
from qinglan.market.models.room import Room
from qinglan.market.models.terms import TermLine, TermSheet

LONGEST = 2000


@dataclass(frozen=True)
class Line:
    """What a version says to one point: a `choice` among its options, an `amount` in 分, words."""

    choice: str = ""
    amount: int | None = None
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not (self.choice or self.text or self.amount is not None)


@transaction.atomic
def write_sheet(
    *, acting_user: Any, room: Room, lines: Mapping[str, Line], seen: int, note: str = ""
) -> TermSheet:
    """Write the next version of the terms; `seen` is the number of the version that it was written after, 0 for none.

    Raises StaleEdit where a newer one came meanwhile; Impossible with the field: an unknown point or option,
    nothing said, nothing changed, a side that has not said who it is; PermissionRefused.
    """
    permissions.require(acting_user, "contacts.negotiate", room)
    row = locked(room)
    last = TermSheet.objects.filter(room=row).order_by("-number").first()
    number = last.number if last else 0
    if number != seen:
        raise StaleEdit([Difference(_("version of the terms"), f"v{seen}" if seen else "—", f"v{number}")])
    for side in Side:
        if not row.enquiry.is_named(side):
            raise Impossible(
                _(
                    "Terms are written when both sides know with whom they deal: sign the confidentiality agreement first."
                )
            )
    said = _checked(lines)
    digest = digest_of(said)
    if last is not None and last.digest == digest:
        raise Impossible(
            _("Nothing differs from version {number}. Change a point, then save.").format(number=number)
        )
    mine = side_in_room(acting_user, row)
    sheet = TermSheet.objects.create(
        room=row,
        number=number + 1,
        side=mine,
        author=acting_user,
        note=note.strip()[:500],
        digest=digest,
        made_at=clock.now(),
    )
    TermLine.objects.bulk_create(
        TermLine(sheet=sheet, code=code, choice=line.choice, amount=line.amount, text=line.text)
        for code, line in said.items()
    )
    touch(row)
    events.record_room(acting_user, events.SHEET, row, number=sheet.number, side=mine, digest=digest)
    told.tell_room(
        acting_user, row, "sheet", Side(mine).other, url=sheet.get_absolute_url(), words=str(sheet.number)
    )
    return sheet


def digest_of(lines: Mapping[str, Line]) -> str:
    """The SHA-256 of the points in their order: code, choice, amount, words of each."""
    parts: list[str] = []
    for code, line in lines.items():
        parts += [code, line.choice, "" if line.amount is None else str(line.amount), line.text]
    return events.digest(*parts)


def _checked(lines: Mapping[str, Line]) -> dict[str, Line]:
    rules = contact()
    unknown = set(lines) - {point.code for point in rules.checklist}
    if unknown:
        raise Impossible(_("“{value}” is not in the list.").format(value=sorted(unknown)[0]))
    found: dict[str, Line] = {}
    for point in rules.checklist:
        line = lines.get(point.code, Line())
        line = Line(line.choice, line.amount, line.text.strip())
        if line.choice and line.choice not in {one.code for one in point.options}:
            raise Impossible(_("“{value}” is not in the list.").format(value=line.choice), field=point.code)
        if line.amount is not None and (not point.amount or line.amount < 0):
            raise Impossible(_("An amount can't stand here."), field=point.code)
        if len(line.text) > LONGEST:
            raise Impossible(_("At most {most} characters.").format(most=LONGEST), field=point.code)
        if not line.is_empty:
            found[point.code] = line
    if not found:
        raise Impossible(_("Write at least one point."))
    return found
