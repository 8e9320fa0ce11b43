"""Sums over registered contracts, and the triggers that keep them."""

from typing import ClassVar

from django.db import migrations, models

CODES = (
    ("total", "month", "''", "true"),
    ("kind", "month", "r.kind", "true"),
    ("form", "month", "r.form", "true"),
    ("field", "month", "r.tech_field", "true"),
    ("plan_source", "month", "r.plan_source", "true"),
    ("ip_kind", "month", "r.ip_kind", "true"),
    ("goal", "month", "r.goal", "true"),
    ("industry", "month", "r.industry", "true"),
    ("seller_type", "month", "r.seller_type", "true"),
    ("buyer_type", "month", "r.buyer_type", "true"),
    ("seller_place", "month", "r.seller_territory", "true"),
    ("buyer_place", "month", "r.buyer_territory", "true"),
    ("flow", "month", "left(r.seller_territory, 4) || '>' || left(r.buyer_territory, 4)", "true"),
    ("pricing", "month", "r.pricing_way", "true"),
    ("field_pricing", "month", "r.tech_field || '|' || r.pricing_way", "true"),
    (
        "size",
        "month",
        "CASE WHEN r.amount < 100000000 THEN 'lt1m' WHEN r.amount < 1000000000 THEN '1m' WHEN r.amount < 10000000000 THEN '10m' ELSE '100m' END",
        "true",
    ),
    ("related", "month", "CASE r.is_related WHEN true THEN 'yes' WHEN false THEN 'no' ELSE '' END", "true"),
    ("seller", "year", "r.seller_key", "true"),
    ("buyer", "year", "r.buyer_key", "true"),
    ("broker", "year", "r.broker_code", "r.broker_code <> ''"),
)
"""Dimension, its grain, the code of a row `r`, which rows it counts: as they stood with this migration."""
COUNTED = "r.state = 'registered'"
DATED = "FILTER (WHERE r.listed_on <= r.signed_on)"
COLUMNS = "period, dimension, code, is_green, contracts, amount, technology_amount, dated, days"
TRIGGERS = """
CREATE TRIGGER count_inserted AFTER INSERT ON contracts_registration
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION contracts_count_registrations();
CREATE TRIGGER count_updated AFTER UPDATE ON contracts_registration
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION contracts_count_registrations();
CREATE TRIGGER count_deleted AFTER DELETE ON contracts_registration
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION contracts_count_registrations();
"""
UNCOUNT = """
DROP TRIGGER count_inserted ON contracts_registration;
DROP TRIGGER count_updated ON contracts_registration;
DROP TRIGGER count_deleted ON contracts_registration;
DROP FUNCTION contracts_count_registrations();
"""
SUMS = [
    ("period", models.DateField()),
    ("dimension", models.CharField(max_length=16)),
    ("code", models.CharField(max_length=120)),
    ("is_green", models.BooleanField()),
    ("contracts", models.IntegerField()),
    ("amount", models.BigIntegerField()),
    ("technology_amount", models.BigIntegerField()),
    ("dated", models.IntegerField()),
    ("days", models.BigIntegerField()),
]


def differences(source: str) -> str:
    """Insert what the rows of `source`, weighed by their `sign`, change in every dimension; nothing where nothing is changed."""
    places = ",\n".join(
        f"('{name}', date_trunc('{grain}', r.registered_on)::date, ({code})::text, {where})"
        for name, grain, code, where in CODES
    )
    sums = (
        "sum(r.sign), sum(r.sign * r.amount), sum(r.sign * r.technology_amount)",
        f"coalesce(sum(r.sign) {DATED}, 0), coalesce(sum(r.sign * (r.signed_on - r.listed_on)) {DATED}, 0)",
    )
    changed = " OR ".join(
        f"ROW({one}) IS DISTINCT FROM ROW({nought})"
        for one, nought in zip(sums, ("0, 0, 0", "0, 0"), strict=True)
    )
    return f"""INSERT INTO contracts_figuredelta ({COLUMNS})
        SELECT d.period, d.dimension, d.code, r.is_green, {", ".join(sums)}
        FROM ({source}) r CROSS JOIN LATERAL (VALUES {places}) AS d(dimension, period, code, kept)
        WHERE d.kept GROUP BY d.period, d.dimension, d.code, r.is_green HAVING {changed};"""  # noqa: S608 - constants of this file


def counting() -> str:
    """The function of the triggers: one insert of differences for each statement, whatever the number of its rows."""
    new = f"SELECT 1 AS sign, r.* FROM new_rows r WHERE {COUNTED}"  # noqa: S608 - as above
    old = f"SELECT -1 AS sign, r.* FROM old_rows r WHERE {COUNTED}"  # noqa: S608 - as above
    return f"""
CREATE FUNCTION contracts_count_registrations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        {differences(new)}
    ELSIF TG_OP = 'DELETE' THEN
        {differences(old)}
    ELSE
        {differences(old + " UNION ALL " + new)}
    END IF;
    RETURN NULL;
END
$$;
"""


def _id() -> tuple[str, models.BigAutoField]:  # type: ignore[type-arg]
    return (
        "id",
        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
    )


def _once(fields: list[str], name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=fields, name=name)


class Migration(migrations.Migration):
    """Sums, differences, parties behind them; what is registered already is counted."""

    dependencies: ClassVar = [("contracts", "0006_performing")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="FigureCell",
            fields=[_id(), *SUMS],
            options={
                "abstract": False,
                "constraints": [_once(["dimension", "period", "code", "is_green"], "a_place_has_one_sum")],
            },
        ),
        migrations.CreateModel(name="FigureDelta", fields=[_id(), *SUMS], options={"abstract": False}),
        migrations.CreateModel(
            name="FigureUnits",
            fields=[
                _id(),
                ("year", models.PositiveSmallIntegerField()),
                ("dimension", models.CharField(max_length=16)),
                ("code", models.CharField(max_length=120)),
                ("is_green", models.BooleanField()),
                ("units", models.IntegerField()),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    _once(["year", "dimension", "code", "is_green"], "units_of_a_place_are_counted_once")
                ]
            },
        ),
        migrations.RunSQL(
            differences(f"SELECT 1 AS sign, r.* FROM contracts_registration r WHERE {COUNTED}"),  # noqa: S608 - as above
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(counting() + TRIGGERS, UNCOUNT),
    ]
