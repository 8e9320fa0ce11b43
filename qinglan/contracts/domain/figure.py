"""Verbs on the sums over registered contracts: fold differences, make them anew, compare, count parties."""

from datetime import date
from typing import Any

from django.db import connection, transaction

from qinglan.contracts.figures.dimensions import COLUMNS, COUNTED, DIMENSIONS, plain
from qinglan.contracts.figures.periods import last_public_month
from qinglan.kernel import clock, permissions
from qinglan.kernel.database.turns import take_turn, wait_turn
from qinglan.kernel.periods.length import ONE_DAY, months_later

_KEY = "period, dimension, code, is_green"
_SUMS = ", ".join(COLUMNS)
_TOTALS = ", ".join(f"sum({one})" for one in COLUMNS)
_LOCK = "contracts.figures"
_ROOM = "SET LOCAL work_mem = '256MB'"
"""Sums over millions of rows fit into memory, within the transaction that needs it."""
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
_CONCENTRATION = """
INSERT INTO contracts_figureconcentration (year, side, is_green, parties, top_4, top_10, herfindahl, counted_at)
SELECT %(year)s, dimension, green, count(*), round(1000 * sum(amount) FILTER (WHERE place <= 4) / sum(amount)),
       round(1000 * sum(amount) FILTER (WHERE place <= 10) / sum(amount)),
       round(10000 * sum(amount * amount) / (sum(amount) * sum(amount))), %(now)s
FROM (SELECT dimension, green, code, sum(amount) AS amount,
             row_number() OVER (PARTITION BY dimension, green ORDER BY sum(amount) DESC, code) AS place
      FROM (SELECT dimension, code, is_green, contracts, amount FROM contracts_figurecell
            WHERE dimension IN ('seller', 'buyer') AND period = make_date(%(year)s, 1, 1)
            UNION ALL
            SELECT dimension, code, is_green, contracts, amount FROM contracts_figuredelta
            WHERE dimension IN ('seller', 'buyer') AND period = make_date(%(year)s, 1, 1)) both_
      CROSS JOIN LATERAL (VALUES (false), (true)) AS g(green)
      WHERE is_green OR NOT green
      GROUP BY dimension, green, code HAVING sum(contracts) <> 0) parties
GROUP BY dimension, green
"""


@transaction.atomic
def fold_figures(*, acting_user: Any) -> int:
    """Move differences into the sums; how many there were. For the system, every minute.

    One statement takes away the differences that it adds, so a reader sees each once, before or after. A second
    fold at the same time does nothing (-1). What transactions under way add is left to the next one.
    """
    permissions.require(acting_user, "contracts.keep_figures")
    if not take_turn(_LOCK):
        return -1
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)
        found: int = _one(cursor)
        return found


@transaction.atomic
def rebuild_figures(*, acting_user: Any) -> int:
    """Make all sums anew from the registrations; how many there are. Registering waits meanwhile."""
    permissions.require(acting_user, "contracts.keep_figures")
    wait_turn(_LOCK)
    with connection.cursor() as cursor:
        cursor.execute(_ROOM)
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
    """Count, for each place of a year, the parties behind it, and how concentrated its value is among them.

    Behind a place stand the fewer of different sellers and buyers.
    Public tables need it: at least three parties stand behind what they show. Of the current year its finished
    quarters count, which the public sees. Nightly; how many places.
    """
    permissions.require(acting_user, "contracts.keep_figures")
    public = [one for one in DIMENSIONS if not one.named]
    codes = ", ".join(f"('{one.name}', ({one.code})::text)" for one in public)
    query = f"""
        INSERT INTO contracts_figureunits (year, dimension, code, is_green, units, counted_at)
        WITH counted AS ({_behind("seller_key", codes)} UNION ALL {_behind("buyer_key", codes)})
        SELECT %(year)s, dimension, code, green, min(CASE WHEN green THEN of_green ELSE of_all END), %(now)s
        FROM counted CROSS JOIN LATERAL (VALUES (false), (true)) AS g(green)
        WHERE of_green > 0 OR NOT green
        GROUP BY dimension, code, green
    """  # noqa: S608 - constants of this module
    with connection.cursor() as cursor:
        cursor.execute(_ROOM)
        cursor.execute("DELETE FROM contracts_figureunits WHERE year = %s", [year])
        last = last_public_month(year, clock.today())
        if last is None:
            return 0
        span = {"first": date(year, 1, 1), "last": months_later(last, 1) - ONE_DAY}
        cursor.execute(query, {"year": year, "now": clock.now(), **span})
        found = int(cursor.rowcount)
        cursor.execute("DELETE FROM contracts_figureconcentration WHERE year = %s", [year])
        cursor.execute(_CONCENTRATION, {"year": year, "now": clock.now()})
        return found


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


def _behind(party: str, codes: str) -> str:
    """How many different parties of one side stand behind each place, of all contracts and of green ones."""
    return f"""
        SELECT dimension, code, count(*) AS of_all, count(*) FILTER (WHERE is_green) AS of_green
        FROM (SELECT d.dimension, d.code, r.{party}, bool_or(r.is_green) AS is_green FROM contracts_registration r
              CROSS JOIN LATERAL (VALUES {codes}) AS d(dimension, code)
              WHERE {COUNTED} AND r.registered_on BETWEEN %(first)s AND %(last)s
              GROUP BY d.dimension, d.code, r.{party}) parties
        GROUP BY dimension, code
    """  # noqa: S608 - constants of this module


def _one(cursor: Any) -> Any:
    row = cursor.fetchone()
    return row[0]
