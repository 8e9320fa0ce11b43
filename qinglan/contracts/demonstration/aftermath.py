"""What happens to a demonstration contract in force: an amendment, a breach or dispute, a commission that is paid."""

from datetime import timedelta
from typing import Any

from qinglan.contracts.demonstration.file_form import Change, Quarrel
from qinglan.contracts.domain.amendment import agree_to_amendment, propose_amendment
from qinglan.contracts.domain.fee import pay_fee
from qinglan.contracts.domain.matter import Settlement, answer_matter, raise_matter, settle_matter
from qinglan.contracts.domain.milestone_plan import Step
from qinglan.contracts.models import Contract, Fee, Outcome
from qinglan.kernel import clock
from qinglan.kernel.clock.story import telling
from qinglan.kernel.documents import store


def paper(contract: Contract) -> bytes:
    """A file that stands for whatever both sides stamped: the paper that they signed."""
    return store.read(contract.signings.latest("pk").paper.digest)


def amend(change: Change, contract: Contract, seller: Any, buyer: Any) -> None:
    """The provider proposes a later day; the buyer agreed yesterday, or is still to answer."""
    with telling(clock.now() - timedelta(days=3)):
        contract.refresh_from_db()
        stands = contract.milestones.get(number=change.milestone)
        assert stands.due_on is not None
        step = Step(
            stands.title, stands.deliverable, stands.due_on + timedelta(days=change.later), stands.amount
        )
        made = propose_amendment(
            acting_user=seller, contract=contract, values={}, steps={change.milestone: step},
            reason=change.reason, paper=("补充协议（演示）.pdf", paper(contract)),
        )  # fmt: skip
    if change.agreed:
        with telling(clock.now() - timedelta(days=1)):
            agree_to_amendment(acting_user=buyer, amendment=made)


def quarrel(story: Quarrel, contract: Contract, seller: Any, buyer: Any) -> None:
    """The buyer raises it, the provider answers; where it was mediated, the record settles it."""
    with telling(clock.now() - timedelta(days=6)):
        contract.refresh_from_db()
        values = {"facts": story.facts, "clause": story.clause, "demand": story.demand, "claim": story.claim}
        matter = raise_matter(
            acting_user=buyer, contract=contract, kind=story.kind,
            values=values | {"happened_on": clock.today() - timedelta(days=2)},
            paper=("现场记录（演示）.pdf", paper(contract)),
        )  # fmt: skip
    if story.answer:
        with telling(clock.now() - timedelta(days=4)):
            matter = answer_matter(acting_user=seller, matter=matter, answer=story.answer)
    if story.forum:
        with telling(clock.now() - timedelta(days=1)):
            matter.refresh_from_db()
            settled = Settlement(Outcome.MEDIATED, story.words, story.forum, clock.today())
            settle_matter(
                acting_user=buyer,
                matter=matter,
                settlement=settled,
                paper=("调解书（演示）.pdf", paper(contract)),
            )


def pay_commission(contract: Contract) -> None:
    """Each broker enters that what is due on the receipts so far was paid."""
    fees = Fee.objects.filter(charge__contract=contract, is_agreed=True, broker__user__isnull=False)
    for fee in fees.select_related("charge__contract", "charge__payer", "broker__user"):
        assert fee.broker is not None
        pay_fee(
            acting_user=fee.broker.user, fee=fee, amount=fee.charge.open, paid_on=clock.today(),
            receipt=f"佣金回单（演示）{contract.number}",
        )  # fmt: skip
