"""Demonstration data of Chongqing: 2018 to 2026, for every target of its plan."""

from collections.abc import Sequence
from datetime import date, timedelta

from demonstration.chongqing_facts import (
    CITY,
    CONTRACT_VALUE,
    CONTRACTS,
    DISTRICT_SHARES,
    INSTITUTES,
    LEADERS,
    LIANGJIANG,
    PARKS,
    PLACES,
    SITES,
)
from demonstration.names import FIELDS, Field, firm, trade_names
from demonstration.pack import Demonstration, Organisation, spread, wave


def build() -> Demonstration:
    """All organisations and figures."""
    made = Demonstration()
    firms = _firms(made)
    schools = [
        made.organisation(
            f"{name}（演示）",
            LIANGJIANG if index % 2 else "500106",
            "M73" if "研究院" in name else "P83",
            kind="institute" if "研究院" in name else "university",
            region="500106",
        )
        for index, name in enumerate(INSTITUTES)
    ]
    parks = [
        made.organisation(
            f"{site}产业园管理委员会（演示）",
            place,
            "S92",
            kind="park",
            region="500112" if "Z" in place else place,
        )
        for site, place in zip(SITES, PARKS, strict=True)
    ]
    tagged = _tags(made, firms)
    _output(made, firms)
    _centres(made, tagged)
    _recognised(made, tagged)
    _factories(made, [one for one in firms if one.industry.startswith("C")])
    _products(made, firms)
    _results(made, firms, schools)
    _parks(made, parks)
    _contracts(made)
    _projects(made)
    return made


def _firms(made: Demonstration) -> list[Organisation]:
    seats = [(place, region) for place, region, number in PLACES for _ in range(number)]
    order = sorted(range(len(seats)), key=lambda index: wave(index, 3))
    names = trade_names()
    fields = [
        FIELDS[14 + index // 8 % 4] if index % 8 == 7 else FIELDS[index * 3 % 14]
        for index in range(len(seats))
    ]
    firms = []
    for index, seat in enumerate(order):
        place, region = seats[seat]
        firms.append(
            made.organisation(firm(names[index], fields[index]), place, fields[index].industry, region=region)
        )
    return firms


def _tags(made: Demonstration, firms: Sequence[Organisation]) -> list[Organisation]:
    tagged = [one for index, one in enumerate(firms) if index != 7 and (index < 40 or index % 4)]
    for index, one in enumerate(tagged):
        day = date(2018, 1, 15) if index < 7 else date(2018 + index % 3, 1 + index % 9, 20)
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
            number=f"渝绿标演〔{day.year}〕{index + 1}号（演示）",
        )
    return tagged


def _output(made: Demonstration, firms: Sequence[Organisation]) -> None:
    evidence = ("企业统计年报与纳税凭证（演示）", "Yearly return and tax papers of the firm (demonstration)")
    for one, values in zip(firms, LEADERS, strict=False):
        for year, value in enumerate(values, 2018):
            made.amount(
                "annual-output-value", one.territory, year, value, evidence, date(year + 1, 2, 18), one
            )
    for index, one in enumerate(firms[8:32]):
        for year in range(2020, 2026):
            value = int((18_000 + 4_700 * index) * (1.09 + wave(index) * 0.06) ** (year - 2020))
            made.amount(
                "annual-output-value",
                one.territory,
                year,
                value // 10 * 10,
                evidence,
                date(year + 1, 2, 20),
                one,
            )


def _centres(made: Demonstration, tagged: Sequence[Organisation]) -> None:
    for index, one in enumerate(tagged[:20]):
        day = date(2018 + index // 4, 7, 16)
        made.entry(
            "green-enterprise-technology-centres",
            one.territory,
            day,
            ("市级企业技术中心名单（演示）", "Municipal list of technology centres (demonstration)"),
            subject=one,
            level="municipal",
            number=f"渝技心演〔{day.year}〕2号（演示）",
        )
    for one, day in zip(
        tagged, (date(2020, 12, 25), date(2021, 12, 22), date(2022, 12, 16), date(2024, 12, 20)), strict=False
    ):
        made.entry(
            "green-enterprise-technology-centres",
            one.territory,
            day,
            ("国家企业技术中心名单（演示）", "National list of technology centres (demonstration)"),
            subject=one,
            level="national",
            number=f"国技心演〔{day.year}〕1号（演示）",
        )


def _recognised(made: Demonstration, tagged: Sequence[Organisation]) -> None:
    """Three years each; most of a batch is renewed on the day after it ends, and one is revoked."""
    waiting = list(tagged[::2]) + list(tagged[1::2])
    batches: dict[int, list[Organisation]] = {}
    for year, month, day, fresh in (
        (2020, 11, 3, 12),
        (2021, 10, 26, 11),
        (2022, 9, 15, 13),
        (2023, 11, 3, 8),
        (2024, 10, 26, 7),
        (2025, 9, 15, 9),
        (2026, 11, 3, 6),
    ):
        before = batches.get(year - 3, [])
        kept = [one for index, one in enumerate(before) if index % 6 != 5]
        batch = kept + [waiting.pop(0) for _ in range(fresh)]
        batches[year] = batch
        start = date(year, month, day)
        for one in batch:
            revoked = year == 2021 and one is batch[-1]
            end = date(2023, 5, 19) if revoked else date(year + 3, month, day) - timedelta(days=1)
            evidence = (
                (
                    "认定公布名单；2023年5月19日撤销（演示）",
                    "List of recognised enterprises; revoked on 19 May 2023 (demonstration)",
                )
                if revoked
                else ("认定公布名单（演示）", "List of recognised enterprises (demonstration)")
            )
            made.entry(
                "green-innovation-enterprises",
                one.territory,
                start,
                evidence,
                subject=one,
                level="municipal",
                end=end,
                number=f"渝绿企演〔{year}〕3号（演示）",
            )


def _factories(made: Demonstration, makers: Sequence[Organisation]) -> None:
    queue = iter(makers)
    listed: list[Organisation] = []
    for year, number in zip(range(2018, 2027), (12, 19, 23, 24, 18, 12, 8, 5, 3), strict=True):
        for index in range(number):
            one = next(queue)
            listed.append(one)
            day = date(year, 5, 28) if index % 3 == 0 else date(year, 10, 21)
            end = date(2024, 3, 31) if len(listed) in (9, 40) else None
            evidence = (
                (
                    "市级绿色工厂名单；2024年动态调整移出（演示）",
                    "Municipal list of green factories; removed in the adjustment of 2024 (demonstration)",
                )
                if end
                else ("市级绿色工厂名单（演示）", "Municipal list of green factories (demonstration)")
            )
            made.entry(
                "green-factories",
                one.territory,
                day,
                evidence,
                subject=one,
                level="municipal",
                end=end,
                number=f"渝绿厂演〔{year}〕{1 if index % 3 == 0 else 2}号（演示）",
            )
    for index, one in enumerate(listed[:24]):
        if index != 8:
            day = date(2020 + index // 4, 12, 18)
            made.entry(
                "green-factories",
                one.territory,
                day,
                ("国家绿色工厂名单（演示）", "National list of green factories (demonstration)"),
                subject=one,
                level="national",
                number=f"国绿厂演〔{day.year}〕1号（演示）",
            )


def _products(made: Demonstration, firms: Sequence[Organisation]) -> None:
    variants = ("Ⅰ型", "Ⅱ型")
    number = 0
    for year, count in ((2018, 2), (2019, 4), (2020, 4), (2021, 4), (2022, 3)):
        for _ in range(count):
            one = firms[number * 2 % 28]
            name = f"{_field(one).product}{variants[number // 14]}（{_trade(one)}，演示）"
            made.entry(
                "national-green-design-products",
                one.territory,
                date(year, 11, 8),
                (f"国家绿色设计产品名单，{one.name}", f"National list of design products, {one.name}"),
                name=name,
                level="national",
                number=f"国绿品演〔{year}〕1号（演示）",
            )
            number += 1


def _results(made: Demonstration, firms: Sequence[Organisation], schools: Sequence[Organisation]) -> None:
    proofs = (
        ("用户应用证明", "User's proof"),
        ("项目验收报告", "Acceptance report"),
        ("技术合同登记证明", "Proof of contract registration"),
    )
    number = 0
    for year, count in zip(range(2018, 2027), (11, 18, 22, 27, 26, 23, 19, 17, 11), strict=True):
        for index in range(count):
            one = firms[(number * 11 + number // 10) % len(firms)]
            source = schools[number % 8].name if number % 3 else one.name
            field = _field(one)
            name = f"{field.result}在{field.used_in}中的应用（{_trade(one)}{number + 1:03d}，演示）"
            day = date(year, 1 + index * 10 // count, 6 + index % 20)
            made.entry(
                "transferred-results",
                one.territory,
                day,
                (
                    f"{proofs[number % 3][0]}，成果来自{source}",
                    f"{proofs[number % 3][1]}, result from {source}",
                ),
                name=name,
            )
            number += 1


def _parks(made: Demonstration, parks: Sequence[Organisation]) -> None:
    for one, day in zip(
        parks[3:], (date(2020, 6, 30), date(2022, 6, 24), date(2024, 7, 5), date(2026, 6, 26)), strict=False
    ):
        made.entry(
            "pilot-parks",
            one.territory,
            day,
            ("试点示范园区批复（演示）", "Approval of the pilot park (demonstration)"),
            subject=one,
            level="municipal",
            number=f"渝绿园演〔{day.year}〕5号（演示）",
        )
    years = (2018, 2019, 2020, 2020, 2021, 2021, 2022, 2022, 2023, 2024, 2024, 2025)
    for one, year in zip(parks, years, strict=False):
        made.entry(
            "green-parks",
            one.territory,
            date(year, 10, 21),
            ("市级绿色园区名单（演示）", "Municipal list of green parks (demonstration)"),
            subject=one,
            level="municipal",
            number=f"渝绿园演〔{year}〕2号（演示）",
        )
    for one, year in zip(parks, (2020, 2022, 2024), strict=False):
        made.entry(
            "green-parks",
            one.territory,
            date(year, 12, 18),
            ("国家绿色园区名单（演示）", "National list of green parks (demonstration)"),
            subject=one,
            level="national",
            number=f"国绿园演〔{year}〕1号（演示）",
        )


def _contracts(made: Demonstration) -> None:
    """City and districts; the districts add up. In 2025 Liangjiang reports for the two it took over."""
    places = list(DISTRICT_SHARES)
    for slug, totals, bend in (
        ("green-contract-count", CONTRACTS, 1),
        ("green-contract-value", CONTRACT_VALUE, 2),
    ):
        for year, total in enumerate(totals, 2018):
            day = date(year + 1, 1, 26)
            made.amount(
                slug,
                CITY,
                year,
                total,
                (
                    "全市技术合同登记年报（演示）",
                    "Yearly report of contract registration, city (demonstration)",
                ),
                day,
            )
            weights = [
                share * (0.85 + 0.3 * wave(index, year, bend))
                for index, share in enumerate(DISTRICT_SHARES.values())
            ]
            parts = dict(zip(places, spread(total, weights), strict=True))
            if year == 2025:
                parts[LIANGJIANG] += parts.pop("500112") + parts.pop("500105")
            for place, value in parts.items():
                made.amount(
                    slug,
                    place,
                    year,
                    value,
                    (
                        "区县技术合同登记年报（演示）",
                        "Yearly report of contract registration, district (demonstration)",
                    ),
                    day,
                )


def _projects(made: Demonstration) -> None:
    led = (19, 23, 29, 35, 41, 47, 51, 57)
    for year, (total, part) in enumerate(zip((42, 48, 55, 61, 66, 72, 75, 80), led, strict=True), 2018):
        made.amount(
            "key-green-projects",
            CITY,
            year,
            total,
            ("市级重点研发项目立项清单（演示）", "List of key research projects approved (demonstration)"),
            date(year + 1, 1, 20),
        )
        made.amount(
            "key-green-projects-led-by-enterprises",
            CITY,
            year,
            part,
            ("市级重点研发项目立项清单（演示）", "List of key research projects approved (demonstration)"),
            date(year + 1, 1, 20),
        )


def _field(one: Organisation) -> Field:
    return next(field for field in FIELDS if field.industry == one.industry)


def _trade(one: Organisation) -> str:
    return one.name[:2]
