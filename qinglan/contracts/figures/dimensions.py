"""By what registered contracts are counted: each dimension with the expression that gives its code. Needs no Django.

The triggers of the migration hold the same expressions; a test compares what they keep with the plain query over all
dimensions.
"""

from dataclasses import dataclass
from typing import Literal

SIZES = (("lt1m", 1_000_000_00), ("1m", 10_000_000_00), ("10m", 100_000_000_00))
"""Classes of the contract value: below 100 万元, to 1,000 万元, to 1 亿元; above stands ``100m``."""


@dataclass(frozen=True)
class Dimension:
    """`code` is SQL over a row `r` of registrations. `listed` names the list of ``registration.yaml`` with its words.

    `grain` is the period that is kept. A dimension with `named` parties is never public by its codes.
    """

    name: str
    code: str
    listed: str = ""
    grain: Literal["month", "year"] = "month"
    named: bool = False
    where: str = "true"


DIMENSIONS = (
    Dimension("total", "''"),
    Dimension("kind", "r.kind", "kind"),
    Dimension("form", "r.form", "form"),
    Dimension("field", "r.tech_field", "tech_field"),
    Dimension("plan_source", "r.plan_source", "plan_source"),
    Dimension("ip_kind", "r.ip_kind", "ip_kind"),
    Dimension("goal", "r.goal", "goal"),
    Dimension("industry", "r.industry", "industry"),
    Dimension("seller_type", "r.seller_type", "party_type"),
    Dimension("buyer_type", "r.buyer_type", "party_type"),
    Dimension("seller_place", "r.seller_territory"),
    Dimension("buyer_place", "r.buyer_territory"),
    Dimension("flow", "left(r.seller_territory, 4) || '>' || left(r.buyer_territory, 4)"),
    Dimension("pricing", "r.pricing_way"),
    Dimension("field_pricing", "r.tech_field || '|' || r.pricing_way"),
    Dimension(
        "size",
        "CASE WHEN r.amount < 100000000 THEN 'lt1m' WHEN r.amount < 1000000000 THEN '1m' "
        "WHEN r.amount < 10000000000 THEN '10m' ELSE '100m' END",
    ),
    Dimension("related", "CASE r.is_related WHEN true THEN 'yes' WHEN false THEN 'no' ELSE '' END"),
    Dimension("seller", "r.seller_key", grain="year", named=True),
    Dimension("buyer", "r.buyer_key", grain="year", named=True),
    Dimension("broker", "r.broker_code", grain="year", named=True, where="r.broker_code <> ''"),
)
BY_NAME = {one.name: one for one in DIMENSIONS}
COLUMNS = ("contracts", "amount", "technology_amount", "dated", "days")
COUNTED = "r.state = 'registered'"
"""What counts: registered under a national number and not cancelled since."""
DATED = "r.listed_on <= r.signed_on"
DISTRICT_COLUMNS = (
    "seller_territory", "buyer_territory", "registered_on", "is_green", "amount", "technology_amount", "listed_on",
    "signed_on", "kind", "form", "tech_field", "plan_source", "ip_kind", "goal", "industry", "seller_type",
    "buyer_type", "pricing_way", "is_related", "seller_key", "buyer_key", "broker_code",
)  # fmt: skip
"""All columns that a dimension or a sum asks for: two indexes hold them by place and day for figures of districts."""


def lateral() -> str:
    """The codes of one row `r` in every dimension, as ``(dimension, period, code, kept)``."""
    rows = ", ".join(
        f"('{one.name}', date_trunc('{one.grain}', r.registered_on)::date, ({one.code})::text, {one.where})"
        for one in DIMENSIONS
    )
    return f"(VALUES {rows}) AS d(dimension, period, code, kept)"


def sums(sign: str = "1") -> str:
    """The sums of `COLUMNS` over rows `r`, each weighed by the SQL expression `sign`."""
    return (
        f"sum({sign})::integer AS contracts, sum({sign} * r.amount)::bigint AS amount, "
        f"sum({sign} * r.technology_amount)::bigint AS technology_amount, "
        f"coalesce(sum({sign}) FILTER (WHERE {DATED}), 0)::integer AS dated, "
        f"coalesce(sum({sign} * (r.signed_on - r.listed_on)) FILTER (WHERE {DATED}), 0)::bigint AS days"
    )


def plain(where: str = "true") -> str:
    """The plain query: all sums from the registrations themselves."""
    return (
        f"SELECT d.period, d.dimension, d.code, r.is_green, {sums()} FROM contracts_registration r "  # noqa: S608 - constants of this file
        f"CROSS JOIN LATERAL {lateral()} WHERE {COUNTED} AND d.kept AND {where} "
        "GROUP BY d.period, d.dimension, d.code, r.is_green"
    )
