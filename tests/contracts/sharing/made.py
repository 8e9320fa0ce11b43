"""A university with a rule, people and a conversion, for tests; all invented. Amounts are in 分."""

from datetime import date, datetime, time, timedelta
from typing import Any

from qinglan.contracts.domain import conversion as conversions
from qinglan.contracts.domain.cost import enter_cost
from qinglan.contracts.domain.distribution import Asked, draft_distribution
from qinglan.contracts.domain.invention import Named, agree_parts, check_ownership, disclose
from qinglan.contracts.domain.inventor import enter_inventor
from qinglan.contracts.domain.receipt import record_receipt
from qinglan.contracts.domain.share_notice import (
    close_due_notices,
    draft_price_notice,
    draft_reward_notice,
    post_notice,
)
from qinglan.contracts.domain.share_rule import RuleForm, make_rule
from qinglan.contracts.models import (
    Contract,
    Conversion,
    Distribution,
    Invention,
    Inventor,
    Registration,
    RegistrationState,
    ShareNotice,
    UnitRule,
)
from qinglan.contracts.sharing.arithmetic import TEAM
from qinglan.kernel import clock
from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.disclosure.domain import Check
from qinglan.kernel.rulebook.packs import discover
from qinglan.kernel.rulebook.rule_files import load_rules
from qinglan.parties.domain.account import system_user
from tests.contracts.settling import paid
from tests.packs.reading import PACKS
from tests.support.people import join, person

WAN = 1_000_000
DAY = date(2026, 1, 20)
NOTICED = date(2026, 2, 28)
"""The last day of notices that are over."""
CHECK = Check(by="保密员（演示）", on=date(2026, 1, 6), basis="保密审查表（演示）1 号")
NUMBER = "2026500000000001"
SHARES = {TEAM: 7000, "学院": 2000, "学校": 1000}


def rules() -> None:
    """The rules on income, from the national pack."""
    national = next(pack for pack in discover(PACKS) if pack.slug == "cn-national")
    load_rules(acting_user=system_user(), pack=national, path=PACKS / "cn-national/rules/income.yaml")


def people() -> dict[str, Any]:
    """`settling.paid.people`: the `owner` is the university; `finance` keeps its money, `maker` is an inventor."""
    rules()
    who = paid.people()
    for name, role in (("finance", "finance"),):
        who[name] = person(f"share-{name}")
        join(who[name], who["owner"], role)
    who["maker"] = person("share-maker")
    return who


def form(**changes: Any) -> RuleForm:
    """A rule of 70, 20 and 10 %."""
    values: dict[str, Any] = {
        "nature": "state_university", "title": "收益分配办法（演示）", "document": "校发〔2025〕1号（演示）",
        "since": date(2025, 9, 1), "carried_by": "first", "tiers": [(0, SHARES)], "tail": "学校",
    }  # fmt: skip
    return RuleForm(**{**values, **changes})


def rule(who: dict[str, Any], **changes: Any) -> UnitRule:
    """The unit's rule, entered by its administrator."""
    return make_rule(acting_user=who["admin"], unit=who["owner"], form=form(**changes))


def inventor(who: dict[str, Any], place: int, **more: Any) -> Inventor:
    """Somebody of the university."""
    values = {
        "staff_number": f"T{place:04d}",
        "name": f"演示人员{'甲乙丙丁'[place - 1]}",
        "post": "教授",
        "head": "no",
    }
    return enter_inventor(
        acting_user=who["member"],
        unit=who["owner"],
        values={**values, **more.pop("values", {})},
        **more,
    )


def invention(
    who: dict[str, Any], people_: list[Inventor], parts: list[int], *, mains: int = 2, **values: Any
) -> Invention:
    """Disclosed, the unit's own, with agreed parts."""
    content = {"title": "干法剥皮节水技术（演示）", "kind": "patent", "completed_on": date(2025, 3, 1)}
    row = disclose(
        acting_user=who["member"],
        unit=who["owner"],
        values={**content, **values},
        contributors=[Named(one, "提出方案并完成试验", place < mains) for place, one in enumerate(people_)],
    )
    row = check_ownership(
        acting_user=who["member"], invention=row, finding="owned", basis="聘用合同、项目任务书（演示）"
    )
    keys = list(row.contributors.values_list("pk", flat=True))
    return agree_parts(
        acting_user=who["member"],
        invention=row,
        parts=dict(zip(keys, parts, strict=True)),
        agreed_on=date(2026, 1, 5),
        basis="分配协议（演示）",
    )


VALUES: dict[str, Any] = {
    "title": "干法剥皮节水技术许可（演示）", "way": "licence", "pricing": "agreement", "price": 200 * WAN,
    "price_basis": "集体议价（演示）", "partner": "演示皮革有限公司", "appraisal": "单位自主决定不评估（演示）",
}  # fmt: skip


def planned(who: dict[str, Any], inventions: list[tuple[Invention, int]], **changes: Any) -> Conversion:
    """Way and price proposed."""
    return conversions.plan_conversion(
        acting_user=who["member"], unit=who["owner"], values={**VALUES, **changes}, inventions=inventions
    )


def decided(who: dict[str, Any], row: Conversion) -> Conversion:
    """With its collective decision."""
    return conversions.decide(
        acting_user=who["member"],
        conversion=row,
        body="校长办公会",
        on=date(2026, 1, 6),
        number="纪要（演示）1 号",
    )


def posted(who: dict[str, Any], notice: ShareNotice, **more: Any) -> ShareNotice:
    """Through the gate and up."""
    return post_notice(
        acting_user=who["member"], notice=notice, document_number="", secrecy=CHECK, publication=CHECK, **more
    )


def over(notice: ShareNotice) -> None:
    """As if it had stood until `NOTICED`, and closed by the job."""
    ends_at = datetime.combine(NOTICED + timedelta(days=1), time(), SHANGHAI)
    ShareNotice.objects.filter(pk=notice.pk).update(
        posted_at=ends_at - timedelta(days=20), last_day=NOTICED, ends_at=ends_at
    )
    assert close_due_notices(acting_user=system_user()) == 1


def cleared(who: dict[str, Any], row: Conversion) -> Conversion:
    """Its price stood on notice without an objection."""
    notice = draft_price_notice(acting_user=who["member"], conversion=row, contact="科研处 023-60000000")
    over(posted(who, notice))
    return Conversion.objects.get(pk=row.pk)


def registered(contract: Contract) -> Registration:
    """Registered in the national system."""
    return Registration.objects.create(
        contract=contract,
        keeper=contract.keeper,
        state=RegistrationState.REGISTERED,
        title=contract.title,
        kind=contract.kind,
        amount=contract.amount,
        technology_amount=contract.amount,
        national_number=NUMBER,
        registered_on=date(2026, 2, 2),
        created_at=clock.now(),
        created_by=contract.created_by,
        changed_at=clock.now(),
    )


def running(who: dict[str, Any], inventions: list[tuple[Invention, int]], **changes: Any) -> Conversion:
    """With a contract in force, on 200 万 in two payments, registered."""
    row = cleared(who, decided(who, planned(who, inventions, **changes)))
    contract = paid.in_force(who, amount=row.price, milestones=[row.price])
    registered(contract)
    return conversions.attach_contract(acting_user=who["member"], conversion=row, contract=contract)


def received(who: dict[str, Any], row: Conversion, amount: int, receipt: str = "R1") -> None:
    """Money came in."""
    assert row.contract is not None
    record_receipt(
        acting_user=who["member"], contract=row.contract, amount=amount, receipt=receipt, received_on=DAY
    )


def spent(
    who: dict[str, Any], row: Conversion, amount: int, voucher: str = "凭证（演示）1", **more: Any
) -> None:
    """A cost."""
    fresh = Conversion.objects.get(pk=row.pk)
    enter_cost(
        acting_user=who["member"],
        conversion=fresh,
        kind="tax",
        amount=amount,
        on=DAY,
        voucher=voucher,
        **more,
    )


def shared(who: dict[str, Any], row: Conversion, **asked: Any) -> Distribution:
    """What came in is shared out."""
    fresh = Conversion.objects.get(pk=row.pk)
    return draft_distribution(acting_user=who["member"], conversion=fresh, asked=Asked(**asked))


def payable(who: dict[str, Any], plan: Distribution) -> Distribution:
    """Its rewards stood on notice without an objection."""
    notice = draft_reward_notice(
        acting_user=who["member"], plan=plan, contact="科研处 023-60000000", pay_by="公示期满后发放"
    )
    over(posted(who, notice))
    return Distribution.objects.get(pk=plan.pk)


def usual(who: dict[str, Any], **changes: Any) -> Conversion:
    """200 万 in, 20 万 costs, three people of whom two are main contributors."""
    rule(who)
    team = [inventor(who, 1, account=who["maker"]), inventor(who, 2), inventor(who, 3)]
    row = running(who, [(invention(who, team, [5000, 3000, 2000]), 1)], **changes)
    received(who, row, row.price)
    spent(who, row, 20 * WAN)
    return Conversion.objects.get(pk=row.pk)
