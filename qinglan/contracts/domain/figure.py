"""Verbs on the sums over registered contracts: fold differences, make them anew, compare, count parties."""

from typing import Any

from django.db import connection, transaction

from qinglan.contracts.figures.dimensions import COLUMNS, COUNTED, DIMENSIONS, plain
from qinglan.kernel import clock, permissions

_KEY = "period, dimension, code, is_green"
_SUMS = ", ".join(COLUMNS)
_TOTALS = ", ".join(f"sum({one})" for one in COLUMNS)
_LOCK = "contracts.figures"
_FOLD = f"""
WITH gone AS (DELETE FROM contracts_figuredelta RETURNING {_KEY}, {_SUMS}),
     summed AS (SELECT {_KEY}, {_TOTALS} FROM gone GROUP BY {_KEY} ORDER BY {_KEY}),
     kept AS (INSERT INTO contracts_figurecell AS c ({_KEY}, {_SUMS}) SELECT * FROM summed
              ON CONFLICT (dimension, period, code, is_green)
              DO UPDATE SET {", ".join(f"{one} = c.{one} + excluded.{one}" for one in COLUMNS)})
SELECT count(*) FROM gone
"""  # noqa: S608 - constants of this module
_COMPARE = f"""
WITH stands AS (
    SELECT {_KEY}, {", ".join(f"sum({one}) AS {one}" for one in COLUMNS)}
    FROM (SELECT {_KEY}, {_SUMS} FROM contracts_figurecell UNION ALL SELECT {_KEY}, {_SUMS} FROM contracts_figuredelta) s
    GROUP BY {_KEY} HAVING {" OR ".join(f"sum({one}) <> 0" for one in COLUMNS)}),
plain AS ({plain()})
SELECT dimension, period, code, is_green FROM stands FULL JOIN plain USING (dimension, period, code, is_green)
WHERE {" OR ".join(f"stands.{one} IS DISTINCT FROM plain.{one}" for one in COLUMNS)}
ORDER BY 1, 2, 3, 4 LIMIT 100
"""  # noqa: S608 - constants of this module


@transaction.atomic
def fold_figures(*, acting_user: Any) -> int:
    """Move differences into the sums; how many there were. For the system, every minute.

    One statement takes away the differences that it adds, so a reader sees each once, before or after. A second
    fold at the same time does nothing (-1). What transactions under way add is left to the next one.
    """
    permissions.require(acting_user, "contracts.keep_figures")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [_LOCK])
        if not _one(cursor):
            return -1
        cursor.execute(_FOLD)
        found: int = _one(cursor)
        return found


@transaction.atomic
def rebuild_figures(*, acting_user: Any) -> int:
    """Make all sums anew from the registrations; how many there are. Registering waits meanwhile."""
    permissions.require(acting_user, "contracts.keep_figures")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [_LOCK])
        cursor.execute("LOCK TABLE contracts_registration IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM contracts_figuredelta")
        cursor.execute("DELETE FROM contracts_figurecell")
        query = f"WITH plain AS ({plain()}) SELECT {_KEY}, {_SUMS} FROM plain"  # noqa: S608 - as above
        cursor.execute(f"INSERT INTO contracts_figurecell ({_KEY}, {_SUMS}) {query}")
        return int(cursor.rowcount)


def differing_figures(*, acting_user: Any) -> list[tuple[Any, ...]]:
    """Where the sums differ from the plain query over all registrations: at most 100 places, none when all is well.

    Reads every registration: minutes with millions of them.
    """
    permissions.require(acting_user, "contracts.keep_figures")
    with connection.cursor() as cursor:
        cursor.execute(_COMPARE)
        return list(cursor.fetchall())


@transaction.atomic
def count_units(*, acting_user: Any, year: int) -> int:
    """Count, for each place of a year, the parties behind it: the fewer of different sellers and buyers.

    Public tables need it: at least three parties stand behind what they show. Nightly; how many places.
    """
    permissions.require(acting_user, "contracts.keep_figures")
    public = [one for one in DIMENSIONS if not one.named]
    codes = ", ".join(f"('{one.name}', ({one.code})::text)" for one in public)
    query = f"""
        INSERT INTO contracts_figureunits (year, dimension, code, is_green, units, counted_at)
        SELECT %(year)s, dimension, code, green,
               least(count(DISTINCT seller_key), count(DISTINCT buyer_key)), %(now)s
        FROM (SELECT r.seller_key, r.buyer_key, r.is_green, d.dimension, d.code FROM contracts_registration r
              CROSS JOIN LATERAL (VALUES {codes}) AS d(dimension, code)
              WHERE {COUNTED} AND r.registered_on BETWEEN make_date(%(year)s, 1, 1) AND make_date(%(year)s, 12, 31)) s
        CROSS JOIN LATERAL (VALUES (false), (true)) AS g(green)
        WHERE s.is_green OR NOT green
        GROUP BY dimension, code, green
    """  # noqa: S608 - constants of this module
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM contracts_figureunits WHERE year = %s", [year])
        cursor.execute(query, {"year": year, "now": clock.now()})
        return int(cursor.rowcount)


def years_to_count() -> list[int]:
    """The years of which registrations changed since their parties were counted last, or never were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT extract(year FROM period)::integer FROM contracts_figurecell WHERE dimension = 'total' ORDER BY 1"
        )
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT DISTINCT year FROM contracts_figureunits")
        counted = {row[0] for row in cursor.fetchall()}
    this = clock.today().year
    return [year for year in found if year not in counted or year >= this - 1]


def _one(cursor: Any) -> Any:
    row = cursor.fetchone()
    return row[0]
