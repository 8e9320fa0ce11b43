"""A service invention of a demonstration university, from its disclosure to the notice of the rewards."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from qinglan.contracts.demonstration.file_form import Income
from qinglan.contracts.demonstration.trade import unit_of
from qinglan.contracts.domain import conversion as conversions
from qinglan.contracts.domain.cost import enter_cost
from qinglan.contracts.domain.distribution import Asked, draft_distribution
from qinglan.contracts.domain.invention import Named, agree_parts, check_ownership, disclose
from qinglan.contracts.domain.inventor import enter_inventor
from qinglan.contracts.domain.share_notice import (
    close_due_notices,
    draft_price_notice,
    draft_reward_notice,
    post_notice,
)
from qinglan.contracts.domain.share_rule import RuleForm, make_rule
from qinglan.contracts.models import Contract, Conversion, Invention, UnitRule
from qinglan.kernel import clock
from qinglan.kernel.clock.story import telling
from qinglan.kernel.disclosure.domain import Check
from qinglan.parties.domain.account import system_user
from qinglan.parties.models import User

CONTACT = "科研处（演示） 023-60000000"


@transaction.atomic
def walk(story: Income, user: Any, contract: Contract) -> Conversion:
    """The case of a contract that is in force and registered: its rewards stand on notice."""
    unit = unit_of(user)
    assert contract.signed_on is not None
    began = clock.now() - timedelta(days=(clock.today() - contract.signed_on).days + 40)
    with telling(began):
        _ruled(story, user, unit)
        invention = _disclosed(story, user, unit)
        case = conversions.plan_conversion(
            acting_user=user, unit=unit, inventions=[(invention, 1)],
            values={
                "title": story.title, "way": "licence", "pricing": "agreement", "price": contract.amount,
                "price_basis": "集体议价（演示）", "partner": contract.buyer.name if contract.buyer else "",
                "appraisal": "单位自主决定不评估（演示）",
            },
        )  # fmt: skip
        case = conversions.decide(
            acting_user=user,
            conversion=case,
            body="校长办公会（演示）",
            on=clock.today(),
            number="会议纪要（演示）3 号",
        )
        _posted(user, draft_price_notice(acting_user=user, conversion=case, contact=CONTACT))
    with telling(began + timedelta(days=35)):
        close_due_notices(acting_user=system_user())
    with telling(clock.now() - timedelta(days=story.noticed)):
        _shared(story, user, contract, case)
    if story.noticed:
        with telling(clock.now() - timedelta(days=1)):
            close_due_notices(acting_user=system_user())
    return Conversion.objects.get(pk=case.pk)


def _shared(story: Income, user: Any, contract: Contract, case: Conversion) -> None:
    """Contract, costs and plan, and the notice of the rewards."""
    case = conversions.attach_contract(
        acting_user=user, conversion=Conversion.objects.get(pk=case.pk), contract=contract
    )
    for voucher, (kind, amount) in enumerate(story.costs, 1):
        enter_cost(
            acting_user=user, conversion=Conversion.objects.get(pk=case.pk), kind=kind, amount=amount, on=clock.today(),
            voucher=f"凭证（演示）{contract.number}-{voucher}",
        )  # fmt: skip
    plan = draft_distribution(acting_user=user, conversion=Conversion.objects.get(pk=case.pk), asked=Asked())
    _posted(
        user,
        draft_reward_notice(acting_user=user, plan=plan, contact=CONTACT, pay_by="公示期满后发放（演示）"),
    )


def _ruled(story: Income, user: Any, unit: Any) -> None:
    if UnitRule.objects.filter(organisation=unit).exists():
        return
    form = RuleForm(
        nature="state_university", title=story.rule, document=story.document, since=story.since, carried_by="first",
        tiers=[(0, story.shares)], tail=story.tail,
    )  # fmt: skip
    make_rule(acting_user=user, unit=unit, form=form)


def _disclosed(story: Income, user: Any, unit: Any) -> Invention:
    people = [
        enter_inventor(
            acting_user=user, unit=unit,
            values={"staff_number": one.number, "name": one.name, "post": one.post, "head": "no"},
            account=User.objects.filter(username=one.account).first() if one.account else None,
        )
        for one in story.people
    ]  # fmt: skip
    row = disclose(
        acting_user=user, unit=unit,
        values={"title": story.title, "kind": "patent", "completed_on": clock.today() - timedelta(days=200)},
        contributors=[
            Named(person, "提出方案并完成试验（演示）", one.is_main)
            for person, one in zip(people, story.people, strict=True)
        ],
    )  # fmt: skip
    row = check_ownership(acting_user=user, invention=row, finding="owned", basis="聘用合同、任务书（演示）")
    keys = list(row.contributors.values_list("pk", flat=True))
    return agree_parts(
        acting_user=user, invention=row, agreed_on=clock.today(), basis="分配协议（演示）",
        parts={key: one.part for key, one in zip(keys, story.people, strict=True)},
    )  # fmt: skip


def _posted(user: Any, notice: Any) -> None:
    check = Check(by="保密员（演示）", on=clock.today(), basis="保密审查表（演示）1 号")
    post_notice(acting_user=user, notice=notice, document_number="", secrecy=check, publication=check)
