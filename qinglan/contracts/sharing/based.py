"""What is shared out, in its own words: money that came in, equity that is recorded and not paid, a year's profit."""

from django.utils.translation import gettext as _

from qinglan.contracts.models import Base, Distribution, DistributionState, Way


def whole_words(base: str) -> str:
    """What the whole of a plan is called."""
    return {Base.EQUITY: _("value of the equity"), Base.PROFIT: _("operating profit")}.get(
        Base(base), _("net income")
    )


def share_words(way: str) -> str:
    """What one is asked to do, by the way of the conversion."""
    if way == Way.EQUITY:
        return _("Share out the equity")
    return _("Share out the income")


def summary_words(plan: Distribution, whole: str, received: str, costs: str, team: str) -> str:
    """What a plan is about, for its papers; amounts in yuan as they stand there."""
    values = {"whole": whole, "received": received, "costs": costs, "team": team, "year": plan.year or ""}
    if plan.base == Base.EQUITY:
        text = "作价入股股权 {whole} 元，其中奖励个人 {team} 元；股权按登记确认，不发放现金，本底稿不计税。"
    elif plan.base == Base.PROFIT:
        text = "{year} 年营业利润 {whole} 元，其中奖励 {team} 元。税额为测算，以主管税务机关为准。"
    else:
        text = (
            "到账 {received} 元，直接成本 {costs} 元，净收入 {whole} 元，其中奖励 {team} 元。"
            "税额为测算，以主管税务机关为准。"
        )
    return text.format(**values)


def is_recorded(plan: Distribution) -> bool:
    """Whether it is a plan on equity that was recorded, at `changed_at`: nothing changes it afterwards but dropping."""
    return plan.base == Base.EQUITY and plan.state == DistributionState.PAID
