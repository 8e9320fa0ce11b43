"""A demonstration contract, walked by the people of both sides up to where it stands."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from qinglan.contracts.demonstration import aftermath, registering
from qinglan.contracts.demonstration.file_form import STAGES, Story
from qinglan.contracts.domain.bank_account import enter_account, name_account
from qinglan.contracts.domain.contract import begin_contract
from qinglan.contracts.domain.ending import EndTerms, propose_ending
from qinglan.contracts.domain.milestone import accept, complete, deliver
from qinglan.contracts.domain.milestone_plan import Step, write_milestones
from qinglan.contracts.domain.party_entry import Particulars
from qinglan.contracts.domain.receipt import record_receipt
from qinglan.contracts.domain.registration import (
    prepare_registration,
    write_amounts,
    write_registration,
    write_side,
)
from qinglan.contracts.domain.registration_filing import enter_number, file_registration
from qinglan.contracts.domain.registration_green import confirm_green
from qinglan.contracts.domain.scan import bring_scan, compare_scan
from qinglan.contracts.domain.signing import put_to_signature
from qinglan.contracts.domain.version import write_version
from qinglan.contracts.drafting.pack import contract_rules
from qinglan.contracts.models import BankAccount, Contract, PartySide, PaymentMode, Registration, SigningWay
from qinglan.kernel import clock
from qinglan.kernel.clock.story import telling
from qinglan.kernel.documents import store
from qinglan.market.models import Technology
from qinglan.parties import holding
from qinglan.parties.models import Organisation

SCAN = "签章扫描件（演示）.pdf"
HOURS = timedelta(hours=1)


def unit_of(user: Any) -> Organisation:
    """The organisation for which a demonstration account does business."""
    return holding.organisations_represented_by(user).order_by("pk")[0]


@transaction.atomic
def walk(
    story: Story,
    seller: Any,
    buyer: Any,
    officer: Any,
    technology: Technology | None,
    desk: registering.Desk | None = None,
) -> Contract:
    """Bring a contract to its stage; each step plays some time after the one before.

    `desk` is the registration office that checks here first, with its registrar.
    """
    began = clock.now() - timedelta(days=story.days)
    reached = STAGES.index(story.stage)
    with telling(began):
        contract = _written(story, seller, buyer, technology)
    if reached >= STAGES.index("version"):
        with telling(began + HOURS):
            _version(contract, seller)
    if reached >= STAGES.index("signing"):
        with telling(began + 2 * HOURS):
            contract.refresh_from_db()
            signing = put_to_signature(
                acting_user=seller, version=contract.versions.latest("number"), way=SigningWay.PAPER
            )
    if reached >= STAGES.index("in_force"):
        with telling(began + timedelta(days=1)):
            keys = list(signing.signatures.values_list("pk", flat=True))
            scans = bring_scan(
                acting_user=seller,
                contract=contract,
                parties=keys,
                name=SCAN,
                content=store.read(signing.paper.digest),
            )
            scan_key = scans[0].scan_id
            assert scan_key is not None
            compare_scan(acting_user=buyer, contract=contract, scan=scan_key, agrees=True)
    if story.desk and desk is not None:
        registering.walk(story, contract, seller, desk, began + timedelta(days=5))
    _performed(story, contract, seller, buyer, officer, began, reached)
    if story.change is not None:
        aftermath.amend(story.change, contract, seller, buyer)
    if story.quarrel is not None:
        aftermath.quarrel(story.quarrel, contract, seller, buyer)
    return Contract.objects.get(pk=contract.pk)


def _performed(
    story: Story, contract: Contract, seller: Any, buyer: Any, officer: Any, began: Any, reached: int
) -> None:
    if story.stage == "terminated":
        with telling(began + timedelta(days=20)):
            contract.refresh_from_db()
            terms = EndTerms("force_majeure", story.reason, "已付款项不退，资料返还（演示）。", clock.today())
            propose_ending(
                acting_user=seller,
                contract=contract,
                terms=terms,
                paper=("解除通知及送达回证（演示）.pdf", aftermath.paper(contract)),
            )
        return
    if reached >= STAGES.index("registered"):
        with telling(began + timedelta(days=5)):
            _registered(story, contract, seller, officer)
    if reached >= STAGES.index("delivered"):
        with telling(began + timedelta(days=8)):
            first = contract.milestones.get(number=1)
            deliver(
                acting_user=seller, milestone=first, on=clock.today(), words="电子版和纸质版各一套（演示）。"
            )
    if reached >= STAGES.index("paid"):
        with telling(began + timedelta(days=10)):
            first.refresh_from_db()
            accept(acting_user=buyer, milestone=first, on=clock.today(), words="验收合格（演示）。")
            _paid(contract, seller, buyer, first.amount, f"回单（演示）{contract.number}-1")
        if story.fee:
            with telling(began + timedelta(days=14)):
                aftermath.pay_commission(contract)
    if story.stage == "completed":
        with telling(began + timedelta(days=30)):
            for row in contract.milestones.filter(number__gt=1):
                deliver(acting_user=seller, milestone=row, on=clock.today())
                row.refresh_from_db()
                accept(acting_user=buyer, milestone=row, on=clock.today(), words="验收合格（演示）。")
                _paid(contract, seller, buyer, row.amount, f"回单（演示）{contract.number}-{row.number}")
            complete(acting_user=seller, contract=contract)


def _written(story: Story, seller: Any, buyer: Any, technology: Technology | None) -> Contract:
    today = clock.today()
    last = max(one.days for one in story.steps)
    contract = begin_contract(
        acting_user=seller, keeper=unit_of(seller), side=PartySide.SELLER, other=Particulars.of(unit_of(buyer)),
        values={
            "title": story.title, "kind": story.kind, "form": story.form, "technology": technology,
            "amount": sum(one.amount for one in story.steps), "is_related": bool(story.related), "related_note": story.related, "sign_place": "本市（演示）",
            "payment_mode": PaymentMode.INSTALMENTS if len(story.steps) > 1 else PaymentMode.ONCE,
            "begins_on": today, "ends_on": today + timedelta(days=last + 365),
        },
    )  # fmt: skip
    steps = [
        Step(one.title, one.deliverable, today + timedelta(days=one.days), one.amount) for one in story.steps
    ]
    return write_milestones(acting_user=seller, contract=contract, steps=steps)


def _version(contract: Contract, seller: Any) -> None:
    rules = contract_rules()
    kind, checklist = rules.kind(contract.kind), rules.clauses_for(contract.kind, contract.form)
    clauses = {
        row.code: row.begins_with(kind) or f"{row.title.zh}按约定（演示）。"
        for row in checklist
        if row.essential
    }
    write_version(acting_user=seller, contract=contract, clauses=clauses, seen=0, note="初稿")


def _registered(story: Story, contract: Contract, seller: Any, officer: Any) -> None:
    contract.refresh_from_db()
    row = prepare_registration(acting_user=seller, contract=contract)
    more = {"is_related": True, "related_note": story.related} if story.related else {}
    row = write_registration(acting_user=seller, row=row, values=story.registration | more)
    row = write_side(
        acting_user=seller, row=row, side=PartySide.BUYER, values={"type": registering.LIMITED_COMPANY}
    )
    row = write_amounts(
        acting_user=seller, row=row, amount=contract.amount, technology_amount=contract.amount
    )
    row = file_registration(acting_user=seller, row=row)
    row = enter_number(
        acting_user=seller, row=row, number=story.number, registered_on=clock.today(),
        certificate=("登记证明（演示）.pdf", aftermath.paper(contract)),
    )  # fmt: skip
    if story.green:
        confirm_green(acting_user=officer, row=Registration.objects.get(pk=row.pk), basis=story.green)


def _paid(contract: Contract, seller: Any, buyer: Any, amount: int, receipt: str) -> None:
    unit = unit_of(seller)
    account = BankAccount.objects.filter(organisation=unit).first() or enter_account(
        acting_user=seller, organisation=unit, bank="演示银行", number="5000 0000 0001"
    )
    contract.refresh_from_db()
    name_account(acting_user=seller, contract=contract, account=account)
    record_receipt(
        acting_user=seller, contract=contract, amount=amount, receipt=receipt, received_on=clock.today(),
        payer=unit_of(buyer).name,
    )  # fmt: skip
