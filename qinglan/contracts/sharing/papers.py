"""The papers of notices inside a unit: what the law asks for and no more. Always in Chinese, as it is posted."""

from django.utils import translation

from qinglan.contracts.models import Base, Conversion, Distribution, Head, Inventor
from qinglan.contracts.sharing.income import received_for, registration_of
from qinglan.contracts.sharing.pack import sharing
from qinglan.kernel.documents.official.content import Heading, PaperContent, Paragraph, Table
from qinglan.kernel.web.money import money, number_in

_UNITS = {"day": "日", "working_day": "个工作日"}


def price_notice(conversion: Conversion, contact: str) -> PaperContent:
    """公示 of an agreed price: the names of the results and the price 拟交易价格 (第十八条)."""
    rule = sharing().price_notice
    with translation.override("zh-hans"):
        names = "、".join(f"“{one.title}”" for one in conversion.named_inventions())
        return PaperContent(
            kind="public_notice",
            issuer=conversion.keeper.name,
            title="关于职务科技成果拟交易价格的公示",
            blocks=(
                Paragraph(
                    text=f"根据《中华人民共和国促进科技成果转化法》第十八条，现将以协议定价方式"
                    f"{conversion.get_way_display()}的职务科技成果公示如下。"
                ),
                Heading(text="一、成果名称"),
                Paragraph(text=f"{names}。"),
                Heading(text="二、拟交易价格"),
                Paragraph(text=f"{money(conversion.price)}（人民币）。"),
                Heading(text="三、公示期限和异议"),
                Paragraph(
                    text=f"公示期为{rule.length.number}{_UNITS[rule.length.unit]}，自张贴之日的次日起算。"
                    f"对公示内容有异议的，请在公示期内书面提出。"
                ),
            ),
            contact=contact[:300],
        )


def reward_notice(plan: Distribution, contact: str, pay_by: str) -> PaperContent:
    """公示 of cash rewards: results, people with post and contribution, rewards, registration, period.

    国科发政〔2018〕103号. No staff, identity, telephone or account number.
    """
    conversion = plan.conversion
    rule, registration = sharing().reward_notice, registration_of(conversion.contract)
    with translation.override("zh-hans"):
        blocks: list[Heading | Paragraph | Table] = [
            Heading(text="一、科技成果信息"),
            Table(
                headings=("成果名称", "种类", "转化方式"),
                widths=(5, 2, 2),
                rows=tuple(
                    (one.title, sharing().kind_words(one.kind), str(conversion.get_way_display()))
                    for one in conversion.named_inventions()
                ),
            ),
            Paragraph(text=_income(plan)),
            Heading(text="二、技术合同登记信息"),
            Paragraph(
                text=f"技术合同登记编号：{registration.national_number}，登记日期：{registration.registered_on}。"
                if registration is not None
                else "本次转化不属于须经技术合同登记的转让、许可。"
            ),
            Heading(text="三、现金奖励"),
            Paragraph(text=f"奖励总额{money(plan.team)}，{pay_by}。"),
            Table(
                headings=("姓名", "岗位职务", "对成果及转化的贡献", "奖励金额（元）"),
                widths=(4, 5, 9, 5),
                rows=tuple(
                    (
                        _named(one.inventor), one.inventor.post, _contribution(plan, one.inventor),
                        number_in(one.amount, "yuan"),
                    )
                    for one in plan.rewards.select_related("inventor")
                ),
            ),
            Heading(text="四、公示期限和异议"),
            Paragraph(
                text=f"公示期为{rule.length.number}{_UNITS[rule.length.unit]}，自张贴之日的次日起算。"
                f"对公示内容有异议的，请在公示期内书面提出。"
            ),
        ]  # fmt: skip
        return PaperContent(
            kind="public_notice",
            issuer=conversion.keeper.name,
            title="关于职务科技成果转化现金奖励的公示",
            blocks=tuple(blocks),
            contact=contact[:300],
        )


def _income(plan: Distribution) -> str:
    """What is shared out and when it was got: of this plan, not of others of the contract."""
    if plan.base == Base.PROFIT:
        return f"转化收入：{plan.year}年度实施该成果的营业利润{money(plan.net)}。依据：{plan.evidence}。"
    receipts = plan.receipts.order_by("received_on").values_list("received_on", flat=True)
    days = list(receipts) or sorted(one.received_on for one in received_for(plan.conversion.contract))
    when = "、".join(dict.fromkeys(f"{day.year}年{day.month}月{day.day}日" for day in days))
    costs = f"扣除直接成本{money(plan.costs)}" if plan.costs else "本次没有直接成本"
    return f"转化收入：到账{money(plan.received)}，{costs}，净收入{money(plan.net)}。取得时间：{when}。"


def _named(inventor: Inventor) -> str:
    """The name; heads of units are marked, as the notice of their rewards must show."""
    return inventor.name if inventor.head == Head.NO else f"{inventor.name}（领导人员）"


def _contribution(plan: Distribution, inventor: Inventor) -> str:
    rows = plan.part_lines.filter(contributor__inventor=inventor)
    words = dict.fromkeys(rows.values_list("contributor__contribution", flat=True))
    return "；".join(words)[:300]
