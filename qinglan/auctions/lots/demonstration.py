"""Demonstration lots of a pack: ``demo/auctions.yaml``, each walked by its own people up to where it stands."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from django.db import transaction

from qinglan.auctions.domain import (
    acceptance,
    bidder,
    bidder_check,
    deposit,
    disclosure,
    lot_check,
    lot_end,
    lot_question,
    moments,
)
from qinglan.auctions.domain import lot as drafts
from qinglan.auctions.lots.pack import auctions
from qinglan.auctions.models import Lot
from qinglan.kernel import clock
from qinglan.kernel.clock.story import telling
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict
from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml
from qinglan.market.contact.demonstration import belongs
from qinglan.market.models import Technology
from qinglan.parties import holding
from qinglan.parties.domain.account import system_user
from qinglan.parties.models import Organisation, User

LONG_AGO = timedelta(days=60)
"""So long ago lots were disclosed whose bids have begun."""
BEGUN = ("bidding", "accepted", "taken")


class Organiser(Strict):
    """Who organises all of them, and the account that acts for it."""

    code: str
    account: str


class Story(Strict):
    """One lot: about which technology, who offers it how, how far it is. Amounts are in 分."""

    subject: str
    account: str
    stage: Literal[
        "draft", "check", "returned", "disclosed", "stopped", "bidding", "closed", "accepted", "taken"
    ]
    mode: str
    granted: str
    start: int
    step: int | None = None
    deposit: int = 0
    reserve: int | None = None
    buyer: str = ""
    days: int = 20
    training: bool = False
    summary: str
    reason: str = ""
    asks: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    applies: tuple[str, ...] = ()
    admits: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


class LotsFile(Strict):
    """``demo/auctions.yaml``."""

    organiser: Organiser
    lots: tuple[Story, ...]


def load_lots(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Walk each lot to where it stands; a second time changes nothing. How many."""
    content = read_yaml(path, LotsFile)
    unit = Organisation.objects.filter(code=content.organiser.code).first()
    host = User.objects.filter(username=content.organiser.account).first()
    if unit is None or host is None:
        raise PackError([f"{path}:1: the organiser: no such organisation or account"])
    belongs(acting_user, host, unit)
    count = 0
    for story in content.lots:
        subject = Technology.objects.filter(source=f"demo-{pack.slug}", external_id=story.subject).first()
        owner = User.objects.filter(username=story.account).first()
        if subject is None or owner is None:
            raise PackError([f"{path}:1: {story.subject}: no such technology or account"])
        there = Lot.objects.filter(
            technology=subject, transfer_mode=story.granted, mode=story.mode, is_training=story.training
        )
        if not there.exists():
            belongs(acting_user, owner, subject.owner)
            _walk(story, subject, owner, unit, host)
            count += 1
    return count


@transaction.atomic
def _walk(story: Story, subject: Technology, owner: Any, unit: Organisation, host: Any) -> None:
    now = clock.now()
    if story.stage in BEGUN:
        with telling(now - LONG_AGO):
            lot = _written(story, subject, owner, unit)
            lot = _disclosed(lot, owner, host)
            _bidders(story, lot, host)
        moments.open_bidding(acting_user=system_user(), lot=lot)
        _accepted(story, lot)
        return
    lot = _written(story, subject, owner, unit)
    if story.stage == "draft":
        return
    lot = lot_check.hand_in(acting_user=owner, lot=_papers(lot, owner))
    if story.stage == "returned":
        lot_check.return_lot(acting_user=host, lot=lot, reason=story.reason, note="演示")
    elif story.stage != "check":
        lot = disclosure.disclose(acting_user=host, lot=lot)
        _bidders(story, lot, host)
        _talk(story, lot, host)
        if story.stage == "stopped":
            lot.refresh_from_db()
            lot_end.stop(acting_user=host, lot=lot, reason=story.reason, note="演示")


def _written(story: Story, subject: Technology, owner: Any, unit: Organisation) -> Lot:
    rising = story.mode in ("online", "auction")
    values: dict[str, Any] = {
        "title": subject.title, "summary": story.summary, "organiser": unit, "mode": story.mode,
        "owner_class": "university" if subject.owner.kind in ("university", "institute") else "private",
        "organiser_licence": "技术交易服务（演示）", "custodian": "两江绿色银行（演示）保证金专户",
        "transfer_mode": story.granted, "terms": "演示数据：付款、交付和违约责任见合同文本。",
        "pricing_basis": "collective", "decision_number": "集体决策纪要（演示）", "decision_date": clock.today(),
        "start_price": story.start, "step": story.step, "deposit": story.deposit, "reserve": story.reserve,
        "buyer": Organisation.objects.filter(code=story.buyer).first() if story.buyer else None,
        "disclosure_days": max(story.days, auctions().rules_of(story.mode).disclosure.least),
        "soft_close_seconds": 180 if rising else 0, "extend_seconds": 180 if rising else 0, "tie_rule": "earlier",
    }  # fmt: skip
    if story.stage in BEGUN:
        begin = clock.now() + LONG_AGO - timedelta(minutes=5)
        values["bids_from"] = begin
        values["bids_until"] = None if story.mode == "open_licence" else begin + timedelta(days=30)
    return drafts.begin_lot(acting_user=owner, subject=subject, values=values, training=story.training)


def _papers(lot: Lot, owner: Any) -> Lot:
    for kind, title in (
        ("rights", "权属证明（演示）"), ("decision", "内部决策（演示）"), ("pricing", "定价依据（演示）"),
        ("mandate", "组织委托书（演示）"),
    ):  # fmt: skip
        drafts.add_paper(
            acting_user=owner, lot=lot, kind=kind, title=title, name=f"{title}.txt",
            content=f"{lot.number} {title}，仅供演示。".encode(), is_public=kind == "rights",
        )  # fmt: skip
        lot.refresh_from_db()
    return lot


def _disclosed(lot: Lot, owner: Any, host: Any) -> Lot:
    lot = lot_check.hand_in(acting_user=owner, lot=_papers(lot, owner))
    return disclosure.disclose(acting_user=host, lot=lot)


def _person_of(code: str) -> tuple[Organisation, Any]:
    unit = Organisation.objects.get(code=code)
    person = holding.people_of(unit, *holding.ACTS).order_by("pk").first()
    if person is None:
        raise LookupError(f"{unit} has nobody who could bid for it")
    return unit, person


def _bidders(story: Story, lot: Lot, host: Any) -> None:
    for code in (*story.applies, *story.admits):
        unit, person = _person_of(code)
        row = bidder.apply(
            acting_user=person, lot=lot, organisation=unit, statement="符合披露的受让条件（演示）",
            declared_unrelated=True,
        )  # fmt: skip
        if code in story.admits:
            row = bidder_check.admit(acting_user=host, bidder=row)
            if lot.deposit:
                deposit.confirm_deposit(
                    acting_user=host, bidder=row, receipt=f"回单（演示）{row.pk}", issued_on=clock.today()
                )


def _talk(story: Story, lot: Lot, host: Any) -> None:
    if not story.asks:
        return
    _unit, person = _person_of((*story.applies, *story.admits)[0])
    asked = [lot_question.ask(acting_user=person, lot=lot, text=text) for text in story.asks]
    for question, text in zip(asked, story.answers, strict=False):
        lot_question.answer(acting_user=host, question=question, answer=text)


def _accepted(story: Story, lot: Lot) -> None:
    if story.stage == "accepted":
        row = lot.bidders.get(organisation__code=story.admits[0])
        acceptance.accept_price(acting_user=row.person, bidder=row, key="demo")
    for code in story.takes:
        unit, person = _person_of(code)
        acceptance.take_licence(acting_user=person, lot=lot, organisation=unit)


register(
    FileKind("demonstration lots", "demo/auctions.yaml", LotsFile, load_lots, order=75, stage="demonstration")
)
