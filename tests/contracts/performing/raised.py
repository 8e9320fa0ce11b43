"""What waits for the other side of a contract in force, all invented."""

from datetime import date
from typing import Any

from qinglan.contracts.domain.amendment import propose_amendment
from qinglan.contracts.domain.ending import EndTerms, propose_ending
from qinglan.contracts.domain.matter import raise_matter
from qinglan.contracts.models import Amendment, Contract, Ending, Matter
from tests.kernel.documents.samples import pdf

DAY = date(2026, 1, 20)


def matter(who: dict[str, Any], contract: Contract) -> Matter:
    """A breach that the seller's side recorded."""
    facts = {
        "facts": "第二期款逾期 40 天（演示）。",
        "claim": 20_000_00,
        "happened_on": DAY,
        "clause": "第七条",
    }
    return raise_matter(acting_user=who["member"], contract=contract, kind="breach", values=facts)


def amendment(who: dict[str, Any], contract: Contract) -> Amendment:
    """A longer term that the seller's side proposed."""
    return propose_amendment(
        acting_user=who["member"], contract=_now(contract), values={"ends_on": date(2029, 1, 9)}, steps={},
        reason="延期一年（演示）", paper=("补充协议.pdf", pdf()),
    )  # fmt: skip


def ending(who: dict[str, Any], contract: Contract) -> Ending:
    """An end by agreement that the seller's side proposed."""
    terms = EndTerms("agreed", "市场变化（演示）", "已付款项不退，资料返还。", DAY)
    return propose_ending(
        acting_user=who["member"], contract=_now(contract), terms=terms, paper=("解除协议.pdf", pdf())
    )


def _now(contract: Contract) -> Contract:
    return Contract.objects.get(pk=contract.pk)
