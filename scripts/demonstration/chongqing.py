"""Demonstration data of Chongqing: 2018 to 2026, for every target of its plan."""

from collections.abc import Sequence
from datetime import date, timedelta

from demonstration.names import FIELDS, Field, firm, trade_names
from demonstration.pack import Demonstration, Organisation, spread, wave

CITY = "500000"
LIANGJIANG = "500000-Z01"
# Territory today, place of registration in the code, number of firms.
PLACES = (
    (LIANGJIANG, "500112", 12), (LIANGJIANG, "500105", 8), ("500115", "500115", 12), ("500102", "500102", 11),
    ("500101", "500101", 9), ("500116", "500116", 9), ("500118", "500118", 9), ("500120", "500120", 9),
    ("500107", "500107", 8), ("500000-Z03", "500106", 8), ("500109", "500109", 7), ("500111", "500111", 6),
    ("500153", "500153", 6), ("500117", "500117", 6), ("500151", "500151", 5), ("500113", "500113", 5),
    ("500000-Z04", "500108", 4), ("500110", "500110", 4), ("500000-Z02", "500110", 3), ("500155", "500155", 3),
    ("500119", "500119", 2), ("500114", "500114", 2), ("500156", "500156", 1), ("500240", "500240", 1),
)  # fmt: skip
LEADERS = (
    (318_000, 329_000, 341_000, 362_000, 388_000, 395_000, 409_000, 421_000),
    (274_000, 306_000, 322_000, 351_000, 376_000, 384_000, 402_000, 418_000),
    (231_000, 262_000, 303_000, 327_000, 345_000, 359_000, 371_000, 366_000),
    (205_000, 228_000, 259_000, 312_000, 330_000, 347_000, 352_000, 373_000),
    (182_000, 207_000, 241_000, 283_000, 316_000, 322_000, 308_000, 327_000),
    (140_000, 171_000, 209_000, 252_000, 300_000, 334_000, 341_000, 358_000),
    (96_000, 118_000, 157_000, 196_000, 238_000, 271_000, 294_000, 313_000),
    (285_000, 304_000, 317_000, 335_000, 352_000, 361_000, 366_000, 374_000),
)
"""Output in 万元, 2018 to 2025. The sixth stands exactly on the threshold in 2022, which is not above
it; the last has no green tag and never counts."""
CONTRACTS = (1_700, 2_000, 2_310, 2_826, 3_456, 4_080, 4_732, 5_460)
CONTRACT_VALUE = (153_000, 180_000, 211_500, 252_800, 300_000, 351_600, 415_000, 492_300)
DISTRICT_SHARES = {
    "500112": 13, "500105": 8, LIANGJIANG: 12, "500000-Z03": 14, "500106": 9, "500107": 7, "500109": 6, "500108": 5,
    "500103": 4, "500113": 3, "500116": 3, "500118": 3, "500120": 3, "500102": 3, "500101": 2.5, "500115": 2.5,
    "500117": 1.5, "500111": 1.2, "500153": 1.2, "500000-Z02": 0.6,
}  # fmt: skip
PARKS = (
    "500115",
    "500102",
    "500101",
    "500116",
    "500118",
    "500120",
    LIANGJIANG,
    "500000-Z03",
    "500109",
    "500111",
    "500153",
    "500117",
    "500151",
    "500000-Z02",
)
SITES = (
    "晏江",
    "龙桥坪",
    "经纬渡",
    "珞石湾",
    "凤凰岭",
    "青杠坡",
    "云汉",
    "科学谷",
    "同兴岸",
    "邮亭原",
    "昌州",
    "草街渡",
    "巴川",
    "黑山谷口",
)
INSTITUTES = (
    "巴渝理工大学",
    "缙云工业大学",
    "两江交通学院",
    "歌乐医药大学",
    "渝州农林大学",
    "嘉陵低碳技术研究院",
    "三峡生态环境研究院",
    "山城新材料研究院",
)


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
            "主营产品对照绿色产业目录核对表（演示）",
            subject=one,
            level="municipal",
            number=f"渝绿标演〔{day.year}〕{index + 1}号（演示）",
        )
    return tagged


def _output(made: Demonstration, firms: Sequence[Organisation]) -> None:
    evidence = "企业统计年报与纳税凭证（演示）"
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
            "市级企业技术中心名单（演示）",
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
            "国家企业技术中心名单（演示）",
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
            evidence = "认定公布名单；2023年5月19日撤销（演示）" if revoked else "认定公布名单（演示）"
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
            evidence = "市级绿色工厂名单；2024年动态调整移出（演示）" if end else "市级绿色工厂名单（演示）"
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
                "国家绿色工厂名单（演示）",
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
                f"国家绿色设计产品名单，{one.name}",
                name=name,
                level="national",
                number=f"国绿品演〔{year}〕1号（演示）",
            )
            number += 1


def _results(made: Demonstration, firms: Sequence[Organisation], schools: Sequence[Organisation]) -> None:
    proofs = ("用户应用证明", "项目验收报告", "技术合同登记证明")
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
                f"{proofs[number % 3]}，成果来自{source}",
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
            "试点示范园区批复（演示）",
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
            "市级绿色园区名单（演示）",
            subject=one,
            level="municipal",
            number=f"渝绿园演〔{year}〕2号（演示）",
        )
    for one, year in zip(parks, (2020, 2022, 2024), strict=False):
        made.entry(
            "green-parks",
            one.territory,
            date(year, 12, 18),
            "国家绿色园区名单（演示）",
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
            made.amount(slug, CITY, year, total, "全市技术合同登记年报（演示）", day)
            weights = [
                share * (0.85 + 0.3 * wave(index, year, bend))
                for index, share in enumerate(DISTRICT_SHARES.values())
            ]
            parts = dict(zip(places, spread(total, weights), strict=True))
            if year == 2025:
                parts[LIANGJIANG] += parts.pop("500112") + parts.pop("500105")
            for place, value in parts.items():
                made.amount(slug, place, year, value, "区县技术合同登记年报（演示）", day)


def _projects(made: Demonstration) -> None:
    led = (19, 23, 29, 35, 41, 47, 51, 57)
    for year, (total, part) in enumerate(zip((42, 48, 55, 61, 66, 72, 75, 80), led, strict=True), 2018):
        made.amount(
            "key-green-projects", CITY, year, total, "市级重点研发项目立项清单（演示）", date(year + 1, 1, 20)
        )
        made.amount(
            "key-green-projects-led-by-enterprises",
            CITY,
            year,
            part,
            "市级重点研发项目立项清单（演示）",
            date(year + 1, 1, 20),
        )


def _field(one: Organisation) -> Field:
    return next(field for field in FIELDS if field.industry == one.industry)


def _trade(one: Organisation) -> str:
    return one.name[:2]
