"""A demonstration registration at the office that checks here first, up to the state that its story names."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from qinglan.contracts.demonstration.file_form import Story
from qinglan.contracts.domain import registration_desk as desk
from qinglan.contracts.domain.registration import (
    prepare_registration,
    write_amounts,
    write_registration,
    write_side,
)
from qinglan.contracts.domain.registration_change import ask_change, settle_change
from qinglan.contracts.domain.registration_filing import enter_number, file_registration
from qinglan.contracts.domain.registration_office import set_registration_office
from qinglan.contracts.domain.registration_review import enter_opinion, open_review
from qinglan.contracts.models import (
    ChangeKind,
    Contract,
    PartySide,
    Registration,
    RegistrationOffice,
    ReviewBecause,
)
from qinglan.kernel import clock
from qinglan.kernel.clock.story import telling
from qinglan.parties.models import Expert, Organisation
from qinglan.parties.models.expert import ExpertState

LIMITED_COMPANY = "150"
"""The type of demonstration firms."""
PATTERN, AREA, PLACE = "digits_16", "5000", "01"
ONE_DAY = timedelta(days=1)
OPINIONS = (
    "技术先进，属于专利实施许可，不含设备采购（演示）。",
    "符合认定规则，技术交易额与合同约定一致（演示）。",
)


@dataclass(frozen=True)
class Desk:
    """The office, and its registrar."""

    office: Organisation
    registrar: Any


def open_office(officer: Any, office: Organisation) -> None:
    """Enter the office as one that checks here first, once."""
    if not RegistrationOffice.objects.filter(organisation=office).exists():
        set_registration_office(
            acting_user=officer, organisation=office, works_here=True, pattern=PATTERN, area=AREA, place=PLACE
        )


def walk(story: Story, contract: Contract, unit: Any, at: Desk, began: datetime) -> None:
    """From the draft to `story.desk`; the steps are a day apart."""
    with telling(began):
        row = _prepared(story, contract, unit, at)
        if story.desk == "draft":
            return
        row = desk.hand_in_registration(acting_user=unit, row=row)
    if story.desk == "handed_in":
        return
    with telling(began + ONE_DAY):
        row = desk.accept_registration(acting_user=at.registrar, row=row)
    if story.desk == "accepted":
        return
    with telling(began + 2 * ONE_DAY):
        _answered(story, row, unit, at)


def _prepared(story: Story, contract: Contract, unit: Any, at: Desk) -> Registration:
    contract.refresh_from_db()
    row = prepare_registration(acting_user=unit, contract=contract)
    related = {"is_related": True, "related_note": story.related} if story.related else {}
    row = write_registration(
        acting_user=unit, row=row, values=story.registration | related | {"office": at.office}
    )
    for side in PartySide:
        if not getattr(row, f"{side}_type"):
            row = write_side(acting_user=unit, row=row, side=side, values={"type": LIMITED_COMPANY})
    return write_amounts(acting_user=unit, row=row, amount=contract.amount, technology_amount=contract.amount)


def _answered(story: Story, row: Registration, unit: Any, at: Desk) -> None:
    """What the office answered, and what the national system did with it."""
    if story.desk == "returned":
        desk.return_registration(acting_user=at.registrar, row=row, reason=story.desk_reason)
    elif story.desk == "refused":
        desk.refuse_registration(acting_user=at.registrar, row=row, reason=story.desk_reason)
    elif story.desk == "review":
        open_review(acting_user=at.registrar, row=row, because=ReviewBecause.LARGE)
        pool = Expert.objects.filter(state=ExpertState.IN_POOL).order_by("pk")
        for expert, text in zip(pool, OPINIONS, strict=False):
            row.refresh_from_db()
            enter_opinion(acting_user=at.registrar, row=row, expert=expert, is_technical=True, text=text)
    else:
        row = desk.pass_registration(acting_user=at.registrar, row=row)
        if story.desk != "passed":
            row = file_registration(acting_user=unit, row=row)
        if story.desk == "cancelled":
            row = enter_number(
                acting_user=at.registrar, row=row, number=story.number, registered_on=clock.today()
            )
            ask_change(acting_user=unit, row=row, kind=ChangeKind.CANCEL, reason=story.desk_reason)
            row.refresh_from_db()
            settle_change(acting_user=at.registrar, row=row, done=True, on=clock.today())
