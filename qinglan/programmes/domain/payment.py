"""Verbs on payments: approve, ask the treasury for them, enter the receipt, stop, recover."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.domain.paper import draft_paper
from qinglan.kernel.documents.models import Paper
from qinglan.kernel.documents.official.content import PaperContent, Paragraph, Table
from qinglan.kernel.ledger.domain.posting import Receipt
from qinglan.programmes.cases.told import tell_applicant
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.budget import move
from qinglan.programmes.domain.payee import current_payee, require_steady_payee
from qinglan.programmes.models import (
    LIVE,
    BudgetLine,
    Case,
    CaseStatus,
    Claim,
    Entitlement,
    PaymentState,
    StepType,
)
from qinglan.programmes.money import events as money_events

PROMISED = (PaymentState.APPROVED, PaymentState.REQUESTED)


@transaction.atomic
def approve_payment(*, acting_user: Any, entitlement: Entitlement, line: BudgetLine) -> Entitlement:
    """Approve what was worked out: its money is promised from the budget line, which can't be overdrawn.

    Nobody approves what he worked out himself. Raises PermissionRefused; Impossible where there is nothing to
    pay, the line is another scheme's, or no account is entered; Refused where the line has too little.
    """
    one = _locked(acting_user, entitlement)
    _require(one, PaymentState.WORKED_OUT)
    if one.worked_out_by_id == acting_user.pk:
        raise Impossible(_("You worked this out yourself. Somebody else approves it."))
    if one.amount <= 0:
        raise Impossible(_("There is nothing to pay. Stop it instead."))
    if line.programme_id != one.programme_id:
        raise Impossible(_("This budget line belongs to another scheme."), field="line")
    payee = current_payee(one.holder_id)
    if payee is None or payee.account_name != one.holder.name:
        raise Impossible(_("No account in the name of “{name}” is entered.").format(name=one.holder.name))
    move(
        acting_user, out=line.free, into=line.promised, amount=one.amount, text=f"核准 {one.case}",
        receipt=Receipt(line.document, line.custodian, clock.today()), key=f"entitlement:{one.pk}/approved",
    )  # fmt: skip
    one.line, one.payee, one.approved_by = line, payee, acting_user
    _turn(one, PaymentState.APPROVED, "line", "payee", "approved_by")
    money_events.record(acting_user, money_events.APPROVED, one, amount=one.amount, line=line.pk)
    return one


@transaction.atomic
def request_payments(
    *, acting_user: Any, entitlements: Sequence[Entitlement], issuer: str, addressee: str
) -> Paper:
    """Draft the letter that asks the treasury for approved payments of one budget line, and note it on each.

    Raises PermissionRefused; Impossible for none, for several lines, or a payee that changed unconfirmed.
    """
    rows = [
        _locked(acting_user, one) for one in sorted(entitlements, key=lambda each: (each.case_id, each.pk))
    ]
    if not rows:
        raise Impossible(_("Choose at least one payment."))
    for one in rows:
        _require(one, PaymentState.APPROVED)
        require_steady_payee(one)
    lines = {one.line_id for one in rows}
    line = rows[0].line
    if len(lines) != 1 or line is None:
        raise Impossible(_("A letter asks for payments of one budget line."))
    paper = draft_paper(
        acting_user=acting_user,
        content=_letter(rows, line, issuer, addressee),
        subject=f"programmes.budget:{line.pk}",
        subject_url=line.get_absolute_url(),
    )
    for one in rows:
        one.request = paper
        _turn(one, PaymentState.REQUESTED, "request")
        money_events.record(acting_user, money_events.REQUESTED, one, paper=paper.pk)
    return paper


@transaction.atomic
def enter_receipt(*, acting_user: Any, entitlement: Entitlement, number: str, on: date) -> Entitlement:
    """Enter the receipt of a payment: the posting is closed, and the case goes on when all of it is paid.

    Raises PermissionRefused; Impossible without a number, for a day to come, before the request, or where the
    payee account changed and nobody confirmed it.
    """
    one = _locked(acting_user, entitlement)
    _require(one, PaymentState.REQUESTED)
    if not number.strip():
        raise Impossible(_("Enter the number of the receipt."), field="number")
    if on > clock.today():
        raise Impossible(_("A receipt has no day to come."), field="on")
    require_steady_payee(one)
    line = _line(one)
    move(
        acting_user, out=line.promised, into=line.outside, amount=one.amount, text=f"拨付 {one.case}",
        receipt=Receipt(number.strip(), line.custodian, on), key=f"entitlement:{one.pk}/paid",
    )  # fmt: skip
    one.receipt, one.paid_on = number.strip()[:80], on
    _turn(one, PaymentState.PAID, "receipt", "paid_on")
    money_events.record(
        acting_user, money_events.PAID, one, amount=one.amount, receipt=one.receipt, day=on.isoformat()
    )
    _go_on(acting_user, one)
    return one


@transaction.atomic
def stop_payment(*, acting_user: Any, entitlement: Entitlement, reason: str) -> Entitlement:
    """Stop a payment that isn't made: its money is free again, its deals may be claimed by another case.

    Raises PermissionRefused; Impossible without a reason, or after it was paid or stopped.
    """
    one = _locked(acting_user, entitlement)
    if one.state not in (PaymentState.WORKED_OUT, *PROMISED):
        raise Impossible(_("This is settled already ({state}).").format(state=one.get_state_display()))
    if not reason.strip():
        raise Impossible(_("Say why, in words the applicant understands."), field="reason")
    if one.state in PROMISED:
        line = _line(one)
        move(
            acting_user, out=line.promised, into=line.free, amount=one.amount, text=f"停止 {one.case}",
            receipt=Receipt(line.document, line.custodian, clock.today()),
            key=f"entitlement:{one.pk}/stopped",
        )  # fmt: skip
    one.reason = reason.strip()[:1000]
    _turn(one, PaymentState.STOPPED, "reason")
    money_events.record(acting_user, money_events.STOPPED, one, reason=one.reason)
    if not Entitlement.objects.filter(case=one.case_id, state__in=LIVE).exists():
        Claim.objects.filter(case=one.case_id, released_at__isnull=True).update(released_at=clock.now())
    _go_on(acting_user, one)
    return one


@transaction.atomic
def recover_payment(
    *, acting_user: Any, entitlement: Entitlement, amount: int, number: str, on: date, reason: str
) -> Entitlement:
    """Enter what a holder paid back, in 分: it is free in the budget line again.

    Raises PermissionRefused; Impossible before it was paid, for more than is left, or without receipt or reason.
    """
    one = _locked(acting_user, entitlement)
    _require(one, PaymentState.PAID)
    left = one.amount - one.recovered
    if not 0 < amount <= left:
        raise Impossible(
            _("At most {left} yuan can be recovered.").format(left=f"{left / 100:,.2f}"), field="amount"
        )
    if not number.strip():
        raise Impossible(_("Enter the number of the receipt."), field="number")
    if not reason.strip():
        raise Impossible(_("Say why, in words the applicant understands."), field="reason")
    line = _line(one)
    move(
        acting_user, out=line.outside, into=line.free, amount=amount, text=f"追回 {one.case}",
        receipt=Receipt(number.strip(), line.custodian, on),
        key=f"entitlement:{one.pk}/recovered/{one.recovered}",
    )  # fmt: skip
    one.recovered += amount
    one.reason = reason.strip()[:1000]
    one.revision += 1
    one.save(update_fields=["recovered", "reason", "revision"])
    money_events.record(
        acting_user, money_events.RECOVERED, one, amount=amount, receipt=number.strip(), reason=one.reason
    )
    return one


def _locked(acting_user: Any, entitlement: Entitlement) -> Entitlement:
    """The entitlement with its case, locked: always the case first, as where it is worked out."""
    flow.locked(entitlement.case_id)
    rows = Entitlement.objects.select_for_update(of=("self",)).select_related(
        "programme", "holder", "case", "line__free", "line__promised", "line__outside", "payee"
    )
    one = rows.get(pk=entitlement.pk)
    permissions.require(acting_user, "programmes.pay", one.programme)
    return one


def _require(one: Entitlement, state: PaymentState) -> None:
    if one.state != state:
        raise Impossible(
            _("It is “{now}”, not “{wanted}”. Reload the page.").format(
                now=one.get_state_display(), wanted=state.label
            )
        )


def _turn(one: Entitlement, state: PaymentState, *fields: str) -> None:
    one.state = state
    one.revision += 1
    one.save(update_fields=["state", "revision", *fields])


def _line(one: Entitlement) -> BudgetLine:
    assert one.line is not None  # a CHECK holds it from the approval on
    return one.line


def _go_on(acting_user: Any, one: Entitlement) -> None:
    """Close the case's step once nothing is under way: paid where anything was paid, else stopped."""
    rows = list(Entitlement.objects.filter(case=one.case_id).values_list("state", flat=True))
    if any(state in (PaymentState.WORKED_OUT, *PROMISED) for state in rows):
        return
    case: Case = flow.locked(one.case_id)
    if case.ended_at is not None:
        return
    item = flow.item_at(case, StepType.PAYMENT)
    if PaymentState.PAID in rows:
        flow.close_item(acting_user=acting_user, case=case, item=item, outcome="paid")
        return
    flow.close_item(
        acting_user=acting_user, case=case, item=item, outcome="stopped", reason=flow.Reason(text=one.reason)
    )
    if case.status == CaseStatus.REFUSED:
        tell_applicant(acting_user=acting_user, case=case, what="refused")


def _letter(rows: Sequence[Entitlement], line: BudgetLine, issuer: str, addressee: str) -> PaperContent:
    total = sum(one.amount for one in rows)
    title = rows[0].case.version.title_zh
    return PaperContent(
        kind="consultation",
        issuer=issuer,
        title=f"关于商请拨付{title}资金的函",
        addressee=addressee,
        blocks=(
            Paragraph(
                text=f"根据{line.document}，现商请拨付{title}资金，共{len(rows)}笔，合计{total / 100:,.2f}元。"
            ),
            Table(
                headings=("单位", "金额（元）", "开户银行", "账号"),
                rows=tuple(
                    (one.holder.name, f"{one.amount / 100:,.2f}", one.payee.bank, one.payee.number)
                    for one in rows
                    if one.payee is not None
                ),
            ),
        ),
    )
