"""Ten years of registered contracts, or some fewer, made in the database: skewed parties, growing years, real code lists."""

from typing import Any

FIRST, LAST = "2017-01-01", "2026-10-31"
MAKE = """
INSERT INTO contracts_registration (
    state, reason, attention, title, kind, form, payment_mode, pricing_way, plan_source, ip_kind, tech_field, goal, industry,
    amount, technology_amount, technology_income, signed_on, begins_on, ends_on, listed_on, is_related, related_note,
    seller_name, seller_code, seller_country, seller_territory, seller_type, seller_key,
    buyer_name, buyer_code, buyer_country, buyer_territory, buyer_type, buyer_key,
    broker_code, is_green, green_basis, green_code, green_note, green_confirmed_on, green_confirmed_by_id,
    national_number, registered_on, created_at, created_by_id, changed_at, revision)
SELECT 'registered', '', '', '技术合同（演示）' || n, kind, kind, 'once',
    (ARRAY['agreed','agreed','agreed','listing','auction','tender'])[1 + (r1 * 6)::int %% 6],
    (ARRAY['none','none','none','city','province','ministry','national'])[1 + (r2 * 7)::int %% 7],
    (ARRAY['none','secret','invention','utility','software'])[1 + (r3 * 5)::int %% 5],
    field, lpad((1 + (r4 * 13)::int %% 13)::text, 2, '0'), chr(65 + (r5 * 19)::int %% 19),
    amount, greatest(1, (amount * (0.6 + 0.4 * r6))::bigint), (amount / 2)::bigint,
    day - 20, day - 20, day + 700, CASE WHEN r7 < 0.3 THEN day - 20 - (r8 * 200)::int END, r9 < 0.05, '',
    '演示单位' || seller, '', '142', seller_place, '022', 'S' || seller,
    '演示企业' || buyer, '', '142', buyer_place, '150', 'B' || buyer,
    CASE WHEN r6 < 0.1 THEN 'JJR-' || (r8 * 500)::int ELSE '' END,
    green, CASE WHEN green THEN 'field' ELSE '' END, '', '', CASE WHEN green THEN day END, CASE WHEN green THEN %(user)s::bigint END,
    '9' || lpad(n::text, 15, '0'), day, day::timestamptz, %(user)s, day::timestamptz, 0
FROM (
    SELECT n, r1, r2, r3, r4, r5, r6, r7, r8, r9, amount, field, kind, seller, buyer, day, field IN ('5', '6') AND r9 < 0.8 AS green,
        CASE WHEN seller %% 10 < 8 THEN '5001' ELSE '5101' END || lpad((1 + seller %% 38)::text, 2, '0') AS seller_place,
        CASE WHEN buyer %% 10 < 6 THEN '5001' ELSE (11 + buyer %% 30)::text || '01' END || lpad((1 + buyer %% 30)::text, 2, '0') AS buyer_place
    FROM (
        SELECT n, random() AS r1, random() AS r2, random() AS r3, random() AS r4, random() AS r5, random() AS r6, random() AS r7,
            random() AS r8, random() AS r9, (10 ^ (6 + 4.5 * random() * random()))::bigint * 100 AS amount,
            ((11 * random())::int %% 11)::text AS field,
            (ARRAY['development','transfer','licence','consulting','service','service'])[1 + (6 * random())::int %% 6] AS kind,
            (20000 * random() ^ 3)::int AS seller, (80000 * random() ^ 2)::int AS buyer,
            %(first)s::date + (sqrt(random()) * (%(last)s::date - %(first)s::date))::int AS day
        FROM generate_series(%(from)s::bigint, %(to)s::bigint) AS n
    ) AS drawn
) AS placed
"""
STEP = 500_000


def fill(connect: Any, rows: int, user: int, first: str = FIRST) -> None:
    """Make `rows` registrations from a day on as the owner of the tables: without triggers, indexes afterwards."""
    with connect(autocommit=True) as owner:
        indexes = owner.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index i"
            " WHERE indrelid = 'contracts_registration'::regclass AND NOT EXISTS"
            " (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)"
        ).fetchall()
        owner.execute("SET synchronous_commit = off")
        owner.execute("SET maintenance_work_mem = '512MB'")
        owner.execute("ALTER TABLE contracts_registration DISABLE TRIGGER USER")
        for name, _definition in indexes:
            owner.execute(f"DROP INDEX {name}")
        owner.execute("SELECT setseed(0.42)")
        for start in range(1, rows + 1, STEP):
            values = {
                "from": start, "to": min(rows, start + STEP - 1), "user": user, "first": first, "last": LAST,
            }  # fmt: skip
            owner.execute(MAKE, values)
            print(f"  {values['to']:,} rows", flush=True)
        for _name, definition in indexes:
            owner.execute(definition)
        owner.execute("ALTER TABLE contracts_registration ENABLE TRIGGER USER")
