"""Verbs on rewards of persons: reckon the tax, pay, keep for somebody, release; file with the tax office."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.conversion_state import touch
from qinglan.contracts.domain.distribution_state import locked_plan, set_distribution_state
from qinglan.contracts.models import (
    SOLD,
    ConversionState,
    Distribution,
    DistributionState,
    Halved,
    Inventor,
    Reward,
    RewardState,
)
from qinglan.contracts.sharing import recorded, todos, told
from qinglan.contracts.sharing.income import to_share
from qinglan.contracts.sharing.pack import sharing
from qinglan.contracts.sharing.tax import Pay, reckon
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.history.since import require_unchanged
from qinglan.kernel.periods.filing import FilingDay, filing_day
from qinglan.kernel.periods.length import months_later
from qinglan.kernel.periods.packs import national_calendar

_SETTLED = frozenset({RewardState.PAID, RewardState.RECORDED})


@transaction.atomic
def reckon_rewards(
    *, acting_user: Any, plan: Distribution, pay_on: date, kept_apart: bool | None, pays: Mapping[int, Pay]
) -> Distribution:
    """Reckon the tax of the rewards that wait, for a day of payment; `pays` by key of the reward.

    Raises PermissionRefused, StaleEdit, Impossible with the field: before the notice ended, no tax rule for the day.
    """
    permissions.require(acting_user, "contracts.pay_income", plan)
    row = locked_plan(plan)
    _require_cleared(row)
    row.kept_apart = kept_apart
    row.save(update_fields=["kept_apart"])
    for reward in _waiting(row):
        pay = pays.get(reward.pk)
        if pay is None:
            continue
        found = reckon(row, reward, pay, pay_on)
        reward.pay_on, reward.salary = pay_on, pay.salary
        reward.social, reward.additional, reward.other = pay.social, pay.additional, pay.other
        reward.halved = Halved(found.verdict)
        reward.counted, reward.withheld, reward.added = found.counted, found.withheld, found.added
        reward.revision += 1
        reward.save()
    _changed(acting_user, row)
    return row


@transaction.atomic
def pay_rewards(*, acting_user: Any, plan: Distribution, voucher: str) -> Distribution:
    """Record that the rewards that were reckoned are paid, by the voucher of the finance office.

    Each is paid once: what is kept or paid already stays as it is. The plan is paid when none waits; where a half
    counted, the filing with the tax office is asked for by its day. The persons are locked before the tax is looked
    at again: rewards of one person in two conversions are paid one after the other, the later taxed on top.
    Raises PermissionRefused, StaleEdit, Impossible.
    """
    permissions.require(acting_user, "contracts.pay_income", plan)
    if not voucher.strip():
        raise Impossible(_("Name the voucher of the payment."), field="voucher")
    row = locked_plan(plan)
    _require_cleared(row)
    if row.conversion.state == ConversionState.STOPPED:
        raise Impossible(_("The conversion was stopped. Nothing of it is paid any more."))
    _lock_persons(row)
    waiting = _waiting(row)
    if not waiting:
        raise Impossible(_("No reward of this plan waits for payment."))
    for reward in waiting:
        if reward.withheld is None:
            raise Impossible(_("The tax of {name} is not reckoned yet.").format(name=reward.inventor.name))
        if reward.pay_on is None or reward.pay_on > clock.today():
            raise Impossible(_("The day of payment is still to come; record the payment on that day."))
        _again(row, reward)
        _settle(acting_user, row, reward, RewardState.PAID, voucher=voucher.strip()[:80])
        told.paid(acting_user, reward)
    _finish(acting_user, row)
    return row


def _again(row: Distribution, reward: Reward) -> None:
    """Another payment may have come between reckoning and paying: the tax must still be the same."""
    assert reward.pay_on is not None
    pay = Pay(reward.salary or 0, reward.social, reward.additional, reward.other)
    found = reckon(row, reward, pay, reward.pay_on)
    if (found.counted, found.withheld) != (reward.counted, reward.withheld):
        raise Impossible(
            _(
                "Since the tax of {name} was reckoned, something changed that it rests on. Reckon it again."
            ).format(name=reward.inventor.name)
        )


@transaction.atomic
def hold_reward(*, acting_user: Any, reward: Reward, reason: str) -> Reward:
    """Keep a reward for somebody who can't be paid now; it stays his. Raises as pay_rewards."""
    permissions.require(acting_user, "contracts.pay_income", reward.distribution)
    if not reason.strip():
        raise Impossible(_("Say why it can't be paid now."), field="reason")
    row, found = _one(reward, RewardState.DUE)
    _settle(acting_user, row, found, RewardState.HELD, reason=reason.strip()[:300])
    todos.held(acting_user, found)
    if row.state == DistributionState.CLEARED:
        _finish(acting_user, row)
    return found


@transaction.atomic
def release_reward(*, acting_user: Any, reward: Reward, note: str) -> Reward:
    """What was kept may be paid: how the person is reached is confirmed. Raises as pay_rewards."""
    permissions.require(acting_user, "contracts.pay_income", reward.distribution)
    if not note.strip():
        raise Impossible(_("Say how the payment was agreed with him."), field="note")
    row, found = _one(reward, RewardState.HELD)
    _settle(acting_user, row, found, RewardState.DUE, reason=note.strip()[:300])
    if not row.rewards.filter(state=RewardState.HELD).exists():
        todos.released(acting_user, row)
    return found


@transaction.atomic
def record_filing(*, acting_user: Any, plan: Distribution, on: date, number: str) -> Distribution:
    """Record that the rewards were filed with the tax office 备案. Raises as pay_rewards."""
    permissions.require(acting_user, "contracts.pay_income", plan)
    row = locked_plan(plan)
    if not row.rewards.filter(state=RewardState.PAID, halved=Halved.YES).exists():
        raise Impossible(_("Only rewards that were paid and counted by half are filed."))
    if on > clock.today():
        raise Impossible(_("This day is still to come."), field="on")
    row.filed_on, row.filing_number = on, number.strip()[:80]
    row.save(update_fields=["filed_on", "filing_number"])
    _changed(acting_user, row)
    todos.filed(acting_user, row)
    _ask_for_filing(acting_user, row)
    return row


def filing_due(plan: Distribution) -> FilingDay | None:
    """The day by which rewards of a plan are filed; None where none was paid by half since the last filing.

    A day of the month after payment, moved on and prolonged by holidays.
    """
    paid = plan.rewards.filter(state=RewardState.PAID, halved=Halved.YES)
    if plan.filed_on is not None:
        paid = paid.filter(pay_on__gt=plan.filed_on)
    first = min((day for day in paid.values_list("pay_on", flat=True) if day is not None), default=None)
    if first is None:
        return None
    rule = sharing().filing
    named = months_later(first.replace(day=1), 1).replace(day=rule.day_of_next_month)
    return filing_day(named, national_calendar(), run=rule.prolonged_by.consecutive_days_off)


def paid_back(plan: Distribution) -> bool:
    """Whether money that a plan shares out went back since, while nothing of the plan was paid.

    Once somebody was paid, the others are not worse off: what went back then comes off the next plan.
    """
    conversion = plan.conversion
    return (
        conversion.way in SOLD
        and not plan.rewards.filter(state=RewardState.PAID).exists()
        and to_share(conversion).received < 0
    )


def paid_back_words() -> str:
    """What is said of such a plan."""
    return _("Money that this plan shares out was paid back since. Drop the plan and draft it anew.")


def _require_cleared(row: Distribution) -> None:
    paid_later = row.state == DistributionState.PAID and row.rewards.filter(state=RewardState.DUE).exists()
    if row.state != DistributionState.CLEARED and not paid_later:
        raise Impossible(_("Rewards are paid when their notice has ended without an upheld objection."))
    if paid_back(row):
        raise Impossible(paid_back_words())


def _lock_persons(row: Distribution) -> None:
    """Before the rewards, as `record_leaving` locks them; in one order, so that no two payments wait for each other."""
    persons = Inventor.objects.filter(rewards__distribution=row).values("pk")
    list(Inventor.objects.select_for_update(no_key=True).filter(pk__in=persons).order_by("pk"))


def _waiting(row: Distribution) -> list[Reward]:
    rewards = row.rewards.select_for_update(of=("self",)).select_related("inventor")
    return list(rewards.filter(state=RewardState.DUE).order_by("pk"))


def _one(seen: Reward, state: RewardState) -> tuple[Distribution, Reward]:
    row = locked_plan(seen.distribution, stale=False)
    if row.state == DistributionState.DROPPED:
        raise Impossible(_("This plan was dropped."))
    found = row.rewards.select_for_update(of=("self",)).select_related("inventor").get(pk=seen.pk)
    require_unchanged(seen, found)
    if found.state != state:
        raise StaleEdit([Difference(_("state"), str(state.label), str(found.get_state_display()))])
    return row, found


def _settle(
    acting_user: Any,
    row: Distribution,
    reward: Reward,
    to: RewardState,
    *,
    reason: str = "",
    voucher: str = "",
) -> None:
    reward.state, reward.reason, reward.voucher = to, reason, voucher
    reward.settled_at, reward.settled_by = clock.now(), acting_user
    reward.revision += 1
    reward.save()
    reward.distribution = row
    recorded.record(
        acting_user,
        row.conversion,
        recorded.REWARD,
        {"plan": row.number, "reward": reward.pk, "state": to, "voucher": voucher},
        personal={
            "person": reward.inventor.staff_number, "amount": reward.amount, "withheld": reward.withheld,
        },
    )  # fmt: skip


def _finish(acting_user: Any, row: Distribution) -> None:
    if (
        row.state == DistributionState.CLEARED
        and not row.rewards.exclude(state__in=[*_SETTLED, RewardState.HELD]).exists()
    ):
        set_distribution_state(acting_user, row, DistributionState.PAID)
    else:
        _changed(acting_user, row)
    _ask_for_filing(acting_user, row)


def _ask_for_filing(acting_user: Any, row: Distribution) -> None:
    due = filing_due(row)
    if due is not None:
        todos.filing_wanted(acting_user, row, due.ends_at)


def _changed(acting_user: Any, row: Distribution) -> None:
    row.changed_at = clock.now()
    row.revision += 1
    row.save()
    touch(row.conversion)
