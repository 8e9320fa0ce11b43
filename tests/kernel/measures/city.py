"""A small city with its indicators, figures and entries, made by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.measures.domain.entry import Listing, enter_item
from qinglan.kernel.measures.domain.figure import Report, report_figure
from qinglan.kernel.measures.models import Entry, Figure, Indicator
from qinglan.kernel.measures.result import Scope

PACK = "cn-990000-test"
CITY, EAST, WEST, OLD = "990000", "990101", "990102", "990103"
FIRM_A, FIRM_B = "91500117DEM000014Y", "91500105DEM000022D"
DAY = date(2026, 6, 30)


def build() -> None:
    """The city, two districts, one that ended in 2023, and one indicator of each sort."""
    for code, zh, en, parent in (
        (CITY, "测试市", "Test City", None),
        (EAST, "东区", "East District", CITY),
        (WEST, "西区", "West District", CITY),
        (OLD, "老区", "Old District", CITY),
    ):
        Territory.objects.create(
            code=code,
            name_zh=zh,
            name_en=en,
            pinyin=en,
            parent_id=parent,
            kind="division" if parent else "prefecture",
            valid_to=date(2023, 12, 31) if code == OLD else None,
        )
    indicator("output", unit="万元", subject="organisation")
    indicator("contracts", unit="项", subject="territory")
    indicator("projects", unit="项", subject="none")
    indicator("led-projects", unit="项", subject="none")
    indicator("green", kind="entry", period="date", unit="家")
    indicator(
        "arrivals",
        kind="entry",
        period="date",
        unit="家",
        stages=["signed", "registered", "paid_in", "producing"],
        confidentiality="names_only",
    )
    indicator("secret-output", unit="万元", subject="organisation", confidentiality="confidential")


def indicator(slug: str, **changes: Any) -> Indicator:
    """An indicator of the city."""
    fields: dict[str, Any] = {
        "pack": PACK,
        "territory_id": CITY,
        "slug": slug,
        "name_zh": f"指标{slug}",
        "name_en": f"Indicator {slug}",
        "definition_zh": "口径",
        "definition_en": "Definition",
        "unit": "家",
        "subject": "organisation",
        "period": "year",
        "kind": "amount",
        "form_number": "测统1表",
        "form_maker": "测试市科技局",
        "form_valid_until": date(2030, 12, 31),
        "confidentiality": "public",
        "stages": [],
    }
    return Indicator.objects.create(**fields | changes)


def get(slug: str) -> Indicator:
    """The indicator `slug`."""
    return Indicator.objects.get(pack=PACK, slug=slug)


def report_of(slug: str, year: int, value: str, **changes: Any) -> Report:
    """A report about the city as a whole, or about `subject_name`."""
    fields: dict[str, Any] = {
        "indicator": get(slug),
        "territory_id": CITY,
        "year": year,
        "value": Decimal(value),
        "evidence": "annual form, archive 12",
        "reported_on": date(2026, 2, 20),
    }
    fields |= changes
    fields.setdefault("confidentiality", fields["indicator"].confidentiality)
    return Report(**fields)


def figure(user: Any, slug: str, year: int, value: str, **changes: Any) -> Figure:
    """A figure on record."""
    return report_figure(acting_user=user, report=report_of(slug, year, value, **changes))


def listing_of(slug: str, name: str, since: date, **changes: Any) -> Listing:
    """An item of a list."""
    fields: dict[str, Any] = {
        "indicator": get(slug),
        "territory_id": EAST,
        "subject_name": name,
        "valid_from": since,
        "evidence": "notice",
        "reported_on": since,
    }
    fields |= changes
    fields.setdefault("confidentiality", fields["indicator"].confidentiality)
    return Listing(**fields)


def entry(user: Any, slug: str, name: str, since: date, **changes: Any) -> Entry:
    """An entry on a list."""
    return enter_item(acting_user=user, listing=listing_of(slug, name, since, **changes))


def scope(**changes: Any) -> Scope:
    """The city on the day of the tests."""
    return Scope(**{"pack": PACK, "territory": CITY, "on": DAY} | changes)
