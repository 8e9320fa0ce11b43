"""Demonstration data of the second city: 2019 to 2026, for every target of its plan."""

from collections.abc import Sequence
from datetime import date

from demonstration.names import RURAL, firm, trade_names
from demonstration.pack import Both, Demonstration, Organisation, wave

ZONE = "511900-Z01"
PLACES = (
    ("511902", "511902"),
    ("511922", "511922"),
    ("511923", "511923"),
    ("511921", "511921"),
    ("511903", "511903"),
    (ZONE, "511902"),
)
FIRMS = 50
LEADERS = (
    (10_900, 11_600, 12_300, 13_800, 14_600, 15_200, 15_900),
    (8_200, 10_700, 11_900, 12_600, 13_100, 13_900, 14_400),
    (6_900, 8_400, 10_300, 11_200, 11_800, 12_500, 12_700),
    (5_100, 6_600, 8_700, 10_600, 11_500, 12_100, 12_800),
    (3_800, 4_900, 6_300, 8_100, 10_000, 11_300, 12_200),
    (2_600, 3_300, 4_700, 6_200, 7_900, 9_400, 10_800),
    (9_100, 9_900, 10_800, 11_400, 11_900, 12_300, 12_600),
)
"""Output in 万元, 2019 to 2025. The fifth stands exactly on the threshold in 2023, which is not above
it; the last has no green tag and never counts."""
SMES = {2019: 6, 2020: 10, 2021: 15, 2022: 19, 2023: 24, 2024: 28, 2025: 33, 2026: 35}
PEOPLE = {2019: 9, 2020: 13, 2021: 16, 2022: 17, 2023: 16, 2024: 16, 2025: 6, 2026: 5}
RESULTS = {2019: 1, 2020: 1, 2021: 2, 2022: 1, 2023: 2, 2024: 2, 2025: 1, 2026: 2}
STAGES = ("signed", "registered", "paid_in", "producing")
ARRIVALS: tuple[tuple[tuple[int, int, int], ...], ...] = (
    ((2020, 9, 18), (2020, 12, 7), (2021, 5, 26), (2022, 8, 30)),
    ((2021, 3, 24), (2021, 7, 12), (2022, 4, 15), (2024, 3, 28)),
    ((2021, 11, 9), (2022, 3, 21), (2023, 6, 8), (2025, 4, 17)),
    ((2022, 10, 27), (2023, 2, 14), (2024, 5, 22)),
    ((2023, 4, 19), (2023, 10, 11), (2025, 9, 3)),
    ((2024, 6, 13), (2025, 1, 16)),
    ((2024, 11, 28),),
)
PROOFS: dict[str, Both] = {
    "signed": ("投资协议（演示）", "Investment agreement (demonstration)"),
    "registered": ("营业执照（演示）", "Business licence (demonstration)"),
    "paid_in": ("银行进账凭证（演示）", "Bank voucher (demonstration)"),
    "producing": (
        "首张销售发票与投产验收单（演示）",
        "First invoice and acceptance of production (demonstration)",
    ),
}
HOSTS = (
    ("山原职业技术学院", "P83", "vocational_college"),
    ("山地绿色农业研究所", "M73", "institute"),
    ("食用菌研究所", "M73", "institute"),
)


def build() -> Demonstration:
    """All organisations and figures."""
    made = Demonstration()
    firms = _firms(made)
    hosts = [
        made.organisation(f"{name}（演示）", "511902", industry, kind=kind) for name, industry, kind in HOSTS
    ]
    zone = made.organisation("山原经济开发区管理委员会（演示）", ZONE, "S92", kind="park", region="511902")
    tagged = [one for index, one in enumerate(firms[:43]) if index != 6]
    for index, one in enumerate(tagged):
        day = date(2019, 1, 18) if index < 8 else date(2019 + index // 14, 1 + index % 6, 15)
        made.entry(
            "green-technology-enterprises",
            one.territory,
            day,
            (
                "主营产品对照绿色产业目录核对表（演示）",
                "Check of main products against the green catalogue (demonstration)",
            ),
            subject=one,
            level="municipal",
            number=f"绿标演〔{day.year}〕{index + 1}号（演示）",
        )
    _output(made, firms)
    _arrivals(made, firms[43:])
    _smes(made, tagged[6:])
    _results(made, firms, hosts)
    for day, level, text in (
        (
            date(2020, 9, 22),
            "municipal",
            ("市级培育通知（演示）", "Municipal notice of preparation (demonstration)"),
        ),
        (
            date(2022, 5, 31),
            "provincial",
            ("省级推荐函（演示）", "Provincial recommendation (demonstration)"),
        ),
        (
            date(2024, 7, 26),
            "provincial",
            (
                "补充材料后的省级推荐函（演示）",
                "Provincial recommendation after further papers (demonstration)",
            ),
        ),
    ):
        made.entry(
            "comprehensive-demonstration-areas",
            ZONE,
            day,
            text,
            subject=zone,
            level=level,
            number=f"示范演〔{day.year}〕1号（演示）",
        )
    for one, day in zip(
        (tagged[0], hosts[2], tagged[2]),
        (date(2021, 12, 15), date(2023, 11, 24), date(2026, 4, 29)),
        strict=True,
    ):
        made.entry(
            "green-research-centres",
            one.territory,
            day,
            ("省级研究中心批复（演示）", "Provincial approval of the centre (demonstration)"),
            subject=one,
            level="provincial",
            number=f"省研演〔{day.year}〕4号（演示）",
        )
    _people(made, hosts)
    return made


def _firms(made: Demonstration) -> list[Organisation]:
    names = trade_names()[::-1]
    firms = []
    for index in range(FIRMS):
        place, region = PLACES[(index + index // 6) % 6]
        field = RURAL[index % len(RURAL)]
        firms.append(made.organisation(firm(names[index], field), place, field.industry, region=region))
    return firms


def _output(made: Demonstration, firms: Sequence[Organisation]) -> None:
    evidence = ("企业统计年报与纳税凭证（演示）", "Yearly return and tax papers of the firm (demonstration)")
    for one, values in zip(firms, LEADERS, strict=False):
        for year, value in enumerate(values, 2019):
            made.amount(
                "annual-output-value", one.territory, year, value, evidence, date(year + 1, 2, 18), one
            )
    for index, one in enumerate(firms[7:19]):
        for year in range(2021, 2026):
            value = int((900 + 310 * index) * (1.08 + wave(index) * 0.05) ** (year - 2021))
            made.amount(
                "annual-output-value",
                one.territory,
                year,
                value // 10 * 10,
                evidence,
                date(year + 1, 2, 20),
                one,
            )


def _arrivals(made: Demonstration, firms: Sequence[Organisation]) -> None:
    for one, days in zip(firms, ARRIVALS, strict=True):
        for stage, day in zip(STAGES, days, strict=False):
            made.entry(
                "enterprises-brought-in",
                one.territory,
                date(*day),
                PROOFS[stage],
                subject=one,
                stage=stage,
            )


def _smes(made: Demonstration, firms: Sequence[Organisation]) -> None:
    """A number runs to the end of its year and is obtained anew."""
    for year, count in SMES.items():
        for index, one in enumerate(firms[:count]):
            region = one.code[2:8]
            made.entry(
                "green-technology-smes",
                one.territory,
                date(year, 6, 28),
                (
                    "科技型中小企业入库公告（演示）",
                    "Announcement of registered technology SMEs (demonstration)",
                ),
                subject=one,
                end=date(year, 12, 31),
                number=f"演示{year}{region}{index + 1:04d}",
            )


def _results(made: Demonstration, firms: Sequence[Organisation], hosts: Sequence[Organisation]) -> None:
    number = 0
    for year, count in RESULTS.items():
        for index in range(count):
            one = firms[number * 7 % 18]
            field = next(field for field in RURAL if field.industry == one.industry)
            source = hosts[number % 3].name if number % 2 else one.name
            made.entry(
                "municipal-results", one.territory, date(year, 4 + index * 4, 17), (f"成果登记证书，完成单位{source}", f"Certificate of the result, by {source}"),
                name=f"{field.result}（{one.name[:2]}，演示）", level="provincial" if number in (3, 8) else "municipal", number=f"成果演〔{year}〕{number + 1}号（演示）",
            )  # fmt: skip
            number += 1


def _people(made: Demonstration, hosts: Sequence[Organisation]) -> None:
    papers = (
        ("绿色技术培训结业证书", "Training certificate"),
        ("毕业证书（相关专业方向）", "Degree in the field"),
        ("创业登记材料", "Registration of a firm"),
    )
    places = [place for place, _region in PLACES[:5]]
    number = 0
    for year, count in PEOPLE.items():
        for index in range(count):
            number += 1
            name = f"学员{number:03d}（演示）"
            made.entry(
                "trained-people",
                places[number % 5],
                date(year, 7 if index % 2 else 4, 10 + index),
                (
                    f"{papers[number % 3][0]}，{hosts[number % 3].name}",
                    f"{papers[number % 3][1]}, {hosts[number % 3].name}",
                ),
                name=name,
            )
