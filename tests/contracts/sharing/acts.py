"""Acts on shared income that several tests need; all invented. Amounts are in 分."""

from datetime import date
from typing import Any

from django.test import Client
from django.utils import translation

from qinglan.contracts.domain import conversion as conversions
from qinglan.contracts.domain.receipt import refund
from qinglan.contracts.domain.reward import pay_rewards, reckon_rewards
from qinglan.contracts.models import Charge, Conversion, Distribution, Inventor, Movement
from qinglan.contracts.sharing.tax import Pay
from qinglan.kernel.todos.models import Todo
from tests.contracts.sharing import made

JUNE = date(2026, 6, 15)
PAY = Pay(20_000_00, 2_000_00, 2_000_00)


def reckoned(who: dict[str, Any], plan: Distribution, day: date = JUNE) -> Distribution:
    """The tax of what waits, for a day of payment."""
    pays = {one.pk: PAY for one in plan.rewards.all()}
    fresh = Distribution.objects.get(pk=plan.pk)
    return reckon_rewards(acting_user=who["finance"], plan=fresh, pay_on=day, kept_apart=True, pays=pays)


def paid_out(who: dict[str, Any], plan: Distribution, day: date = JUNE) -> Distribution:
    """Reckoned and paid."""
    return pay_rewards(
        acting_user=who["finance"], plan=reckoned(who, plan, day), voucher=f"发放凭证（演示）{day:%m%d}"
    )


def paid_back(who: dict[str, Any], row: Conversion, amount: int, receipt: str = "B1") -> Movement:
    """Money of its contract went back to the buyer."""
    assert row.contract is not None
    return refund(
        acting_user=who["member"], contract=row.contract, charge=Charge.objects.get(contract=row.contract, kind="price"),
        amount=amount, receipt=receipt, paid_on=made.DAY, reason="买方停产（演示）",
    )  # fmt: skip


def under_way(who: dict[str, Any], team: list[Inventor], title: str, **changes: Any) -> Conversion:
    """Without a contract of sale: equity, or own exploitation."""
    parts = [10_000 // len(team)] * len(team)
    piece = made.invention(who, team, parts, mains=len(team), title=title)
    return conversions.begin_use(
        acting_user=who["member"], conversion=made.decided(who, made.planned(who, [(piece, 1)], **changes))
    )


def offered(client: Client, url: str) -> list[str]:
    """The ends of the addresses of what a page offers to do; refusals afterwards are in English again."""
    with translation.override("en"):
        return [one["url"].rstrip("/").rpartition("/")[2] for one in client.get(url).context["acts"]]


def noted(client: Client, url: str) -> list[str]:
    """What a page says above all, in Chinese."""
    with translation.override("en"):
        return [str(one["text"]) for one in client.get(url).context["notes"]]


def again(row: Conversion) -> Conversion:
    """As it stands now."""
    return Conversion.objects.get(pk=row.pk)


def waits(kind: str, key: int) -> bool:
    """Whether a to-do of this kind is live for what has this key."""
    return Todo.objects.filter(kind=kind, subject_key=str(key), state__in=["open", "taken"]).exists()
