"""Demonstration contacts of a pack: ``demo/contacts.yaml``, each walked by its own people up to where it stands."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from django.db import transaction

from qinglan.kernel import clock
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict
from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml
from qinglan.market.contact.pack import contact
from qinglan.market.domain import confidentiality, enquiry, meeting, offer, room, term_sheet
from qinglan.market.domain.authorisation import authorise
from qinglan.market.domain.term_sheet import Line
from qinglan.market.models import ClickAuthorisation, Enquiry
from qinglan.market.queries import MODELS, own
from qinglan.parties import holding, people_recorded
from qinglan.parties.domain.account import system_user
from qinglan.parties.domain.membership import add, locked
from qinglan.parties.models import MembershipRole, Organisation, User

STAGES = (
    "sent", "asked", "replied", "declined", "withdrawn", "expired", "accepted", "paper", "confidential",
    "terms", "offered", "agreed", "not_agreed",
)  # fmt: skip
AFTER_YES = STAGES[STAGES.index("accepted") :]
LATER = STAGES[STAGES.index("confidential") :]
PAPER = "授权委托书（演示）"


class LineForm(Strict):
    """What a version says to one point."""

    choice: str = ""
    amount: int | None = None
    text: str = ""


class Story(Strict):
    """One contact: about what, who asks whom, how far it is. `about` is the key of a demonstration listing."""

    side: Literal["technology", "need"]
    about: str
    asks: str
    unit: str
    answers: str
    state: Literal[STAGES]  # type: ignore[valid-type]
    said: tuple[str, str, str]
    talk: tuple[tuple[Literal["asking", "owning"], str], ...] = ()
    versions: tuple[dict[str, LineForm], ...] = ()
    anonymous: bool = False
    brings: bool = False


class ContactsFile(Strict):
    """``demo/contacts.yaml``."""

    contacts: tuple[Story, ...]


def load_contacts(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Walk each contact to where it stands; a second time changes nothing. How many."""
    content = read_yaml(path, ContactsFile)
    count = 0
    for story in content.contacts:
        source = f"demo-{pack.slug}"
        listing = MODELS[story.side].objects.filter(source=source, external_id=story.about).first()
        people = {name: User.objects.filter(username=name).first() for name in (story.asks, story.answers)}
        unit = Organisation.objects.filter(code=story.unit).first()
        if listing is None or unit is None or None in people.values():
            raise PackError([f"{path}:1: {story.about}: no such listing, organisation or account"])
        if not Enquiry.objects.filter(sender=unit, **{story.side: listing}).exists():
            asker, owner = people[story.asks], people[story.answers]
            belongs(acting_user, asker, unit)
            belongs(acting_user, owner, listing.owner)
            _walk(story, listing, unit, asker, owner)
            count += 1
    return count


@transaction.atomic
def belongs(acting_user: Any, person: Any, unit: Organisation) -> None:
    """A demonstration account does business for a demonstration unit."""
    if not holding.represents(person, unit):
        row = add(acting_user, locked(unit), person, MembershipRole.MEMBER)
        people_recorded.membership(acting_user, people_recorded.JOINED, row)


@transaction.atomic
def _walk(story: Story, listing: Any, unit: Organisation, asker: Any, owner: Any) -> None:
    questions = contact().questions_about(story.side)
    other = "need" if story.side == "technology" else "technology"
    mine = [one for one in own(other, asker) if one.is_public and one.owner_id == unit.pk]
    row = enquiry.send_enquiry(
        acting_user=asker,
        listing=listing,
        sender=unit,
        answers={one.code: text for one, text in zip(questions, story.said, strict=True)},
        anonymous=story.anonymous,
        offered=mine[0] if story.brings and mine else None,
    )
    _answer(story, row, asker, owner)
    if story.state in AFTER_YES:
        row = enquiry.accept_enquiry(acting_user=owner, enquiry=row)
        _talk(story, row, unit, asker, owner)


def _answer(story: Story, row: Enquiry, asker: Any, owner: Any) -> None:
    """What ends before talks begin, or is under way."""
    if story.state in ("asked", "replied"):
        asked = enquiry.ask_back(
            acting_user=owner, enquiry=row, question="每年处理量大约多少？现场有没有蒸汽？"
        )
        if story.state == "replied":
            enquiry.reply(acting_user=asker, enquiry=asked, text="每年约三万吨，有低压蒸汽。")
    elif story.state == "declined":
        enquiry.decline_enquiry(
            acting_user=owner, enquiry=row, reason="readiness", note="先等中试结果（演示）"
        )
    elif story.state == "withdrawn":
        enquiry.withdraw_enquiry(acting_user=asker, enquiry=row)
    elif story.state == "expired":
        Enquiry.objects.filter(pk=row.pk).update(expires_at=clock.now())
        enquiry.expire_enquiry(acting_user=system_user(), enquiry=row)


def _talk(story: Story, row: Enquiry, unit: Organisation, asker: Any, owner: Any) -> None:
    """From the open room to its outcome."""
    people = {"asking": asker, "owning": owner}
    held = row.room
    for side, text in story.talk:
        room.say(acting_user=people[side], room=held, text=text)
    if story.state == "paper":
        first = owner if row.owning_alias else asker
        confidentiality.bring_copy(
            acting_user=first, agreement=row.agreement, name="保密协议盖章件（演示）.pdf", content=_scan()
        )
    if story.state not in LATER:
        return
    _may_click(row.receiver, owner)
    _may_click(unit, asker)
    order = (owner, asker) if row.owning_alias else (asker, owner)
    for person in order:
        confidentiality.sign_by_click(acting_user=person, agreement=row.agreement)
    meeting.answer_meeting(
        acting_user=owner,
        meeting=meeting.log_meeting(
            acting_user=asker, room=held, kind="visit", held_on=clock.today() - timedelta(days=2),
            summary="到现场看了工况，约定先做小样（演示）。",
        ),
    )  # fmt: skip
    last = None
    for place, lines in enumerate(story.versions):
        writer = asker if place % 2 == 0 else owner
        last = term_sheet.write_sheet(
            acting_user=writer,
            room=held,
            lines={code: Line(**line.model_dump()) for code, line in lines.items()},
            seen=place,
        )
    if last is None:
        return
    _settle(story, held, last, people)


def _settle(story: Story, held: Any, last: Any, people: dict[str, Any]) -> None:
    writer = people[last.side]
    reader = people["owning" if last.side == "asking" else "asking"]
    if story.state in ("offered", "agreed"):
        made = offer.make_offer(acting_user=writer, sheet=last, days=contact().offer_days.usual)
        if story.state == "agreed":
            offer.accept_offer(acting_user=reader, offer=made)
    elif story.state == "not_agreed":
        held.refresh_from_db()
        room.close_room(acting_user=reader, room=held, reason="price")


def _may_click(unit: Organisation, person: Any) -> None:
    """The unit's demonstration paper, recorded by its administrator, or by the person where he is one himself."""
    if ClickAuthorisation.objects.in_force().filter(organisation=unit, user=person).exists():
        return
    from qinglan.parties.holding import people_of  # noqa: PLC0415 - only here

    chief = people_of(unit, "administrator").first()
    if chief is None:
        raise LookupError(f"{unit} has no administrator who could authorise {person}")
    authorise(acting_user=chief, organisation=unit, user=person, basis=PAPER)


def _scan() -> bytes:
    """A page that stands for a scan."""
    from qinglan.kernel.documents.typesetting import typeset  # noqa: PLC0415 - only here

    day = clock.today()
    data = {
        "title": "保密协议盖章件（演示）", "author": "", "subtitle": "", "number": "", "code": "", "code_words": "",
        "mark": "演示数据", "groups": [], "closing": ["此页代表扫描件，仅供演示。"],
    }  # fmt: skip
    return typeset("form", data, day=day)


register(
    FileKind(
        "demonstration contacts",
        "demo/contacts.yaml",
        ContactsFile,
        load_contacts,
        order=70,
        stage="demonstration",
    )
)
