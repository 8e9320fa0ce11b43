"""Very many public technologies for measurements, written by the database itself from sentences; and their index."""
# ruff: noqa: PLC0415 - Django is imported once its home is known

import re
import time
from collections.abc import Sequence
from typing import Any

from benchmarks.search import texts

NUMBERS = re.compile(r"\d{6}")
_END = re.compile(r"(?<=[。；;!？.\n])")
SAID = {
    "id": "nextval(pg_get_serial_sequence('market_technology', 'id'))",
    "external_id": "'bench-' || picked.n",
    "owner_id": "picked.owner",
    "title": "titles.text",
    "problem": "one.text",
    "effect": "two.text",
    "description": "three.text",
    "trl": "3 + picked.n % 7",
}
"""What differs from the row that all are copies of. Their sketches are empty: none is near another."""
FILL = """
INSERT INTO market_technology ({columns})
SELECT {values}
  FROM (SELECT n, (random() * %(titles)s)::int AS t, (random() * %(sentences)s)::int AS a,
               (random() * %(sentences)s)::int AS b, (random() * %(sentences)s)::int AS c,
               (%(owners)s::bigint[])[1 + n %% %(number)s] AS owner
          FROM generate_series(1, %(count)s) n OFFSET 0) picked
  JOIN bench_title titles ON titles.n = picked.t
  JOIN bench_sentence one ON one.n = picked.a
  JOIN bench_sentence two ON two.n = picked.b
  JOIN bench_sentence three ON three.n = picked.c
 CROSS JOIN market_technology model
 WHERE model.id = %(model)s
"""
FIELDS = """
INSERT INTO market_technologyfield (listing_id, family, code)
SELECT id, 'key-fields', (1 + id % 6)::text FROM market_technology WHERE external_id <> ''
"""
TABLES = ("market_technology", "market_technologyfield")


def sound(lines: Sequence[str]) -> list[str]:
    """Without numbers that the gate would take for somebody's."""
    return [one for one in lines if not NUMBERS.search(one)]


def fill(count: int, model: Any, owners: Sequence[int]) -> str:
    """Write `count` technologies like `model`, with a title and three sentences each; where the words come from."""
    from django.db import connection, transaction

    origin = texts.source()
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for name, lines in (("bench_title", origin.titles), ("bench_sentence", origin.sentences)):
            cursor.execute(f"CREATE TEMP TABLE {name} (n int PRIMARY KEY, text text) ON COMMIT DROP")
            with cursor.cursor.copy(f"COPY {name} FROM STDIN") as copy:
                for number, line in enumerate(sound(lines)):
                    copy.write_row((number, line[:80] if name == "bench_title" else line))
            cursor.execute(f"ANALYZE {name}")
        columns = [field.column for field in model._meta.concrete_fields]
        values = {name: SAID.get(name, f'model."{name}"').replace("%", "%%") for name in columns}
        cursor.execute(
            FILL.format(columns=", ".join(f'"{name}"' for name in columns), values=", ".join(values.values())),
            {
                "titles": len(sound(origin.titles)) - 1, "sentences": len(sound(origin.sentences)) - 1,
                "owners": list(owners), "number": len(owners), "count": count, "model": model.pk,
            },
        )  # fmt: skip
        cursor.execute(FIELDS)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")
    return origin.origin


def index() -> None:
    """Build the indexes; the words of each sentence are cut once, for they stand in many technologies."""
    from qinglan.kernel.search.engine.installed import engine
    from qinglan.kernel.search.following.rebuilding import rebuild

    cutter: Any = engine().cutter  # type: ignore[attr-defined]
    cut, known = cutter.tokens, {}

    def tokens(text: str) -> list[str]:
        found: list[str] = []
        for part in _END.split(text):
            if part not in known:
                known[part] = cut(part)
            found += known[part]
        return found

    cutter.tokens = tokens
    try:
        for name in ("technologies", "needs"):
            begun = time.perf_counter()
            number = rebuild(name)
            print(f"index of {name}: {number} documents in {time.perf_counter() - begun:.0f} s", flush=True)
    finally:
        cutter.tokens = cut
