"""How long the desk's questions take at 1,000 and at 100,000 to-dos: ``python -m benchmarks.desks``.

Needs a database of its own (``QINGLAN_HOME`` of a scratch home, migrated): rows are made and rolled back.
"""

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qinglan.settings")
ROUNDS = 15
MAKE = """
    INSERT INTO todos_todo (kind, subject_type, subject_key, subject, subject_en, url, addressee, role,
                            territory_id, opened_at, due_at, state, note, closed_by_act)
    SELECT 'organisations.verify', 'bench.thing', n::text, '单位 ' || n, '', '/', addressee, 'officer', code,
           now(), now() + (n %% 900) * interval '1 hour', 'open', '', ''
    FROM (SELECT n, t.code, 'officer:territory:' || t.code AS addressee
          FROM generate_series(%(start)s::int, %(end)s::int) n
          JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS all_of_them
                FROM codes_territory) t ON t.place = n %% t.all_of_them) rows
"""


def measured(act: Callable[[], Any]) -> float:
    """The median of `ROUNDS` runs in milliseconds, after one to warm up."""
    act()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print each question's milliseconds at both sizes, and the ratio."""
    django.setup()
    # Models are there only once Django is set up.
    from django.db import connection, transaction  # noqa: PLC0415 - as above

    from qinglan.kernel.codes.models import Territory  # noqa: PLC0415 - as above
    from qinglan.kernel.todos import queries  # noqa: PLC0415 - as above
    from qinglan.kernel.todos.holdings import Holding  # noqa: PLC0415 - as above
    from qinglan.kernel.todos.navigation import MOST  # noqa: PLC0415 - as above
    from qinglan.parties.models import User  # noqa: PLC0415 - as above

    user = User.objects.filter(is_system=False).first() or User.objects.first()
    one = Territory.objects.filter(parent__isnull=False).order_by("code").first()
    assert user is not None
    assert one is not None
    city = [Holding("officer")]
    district = [Holding("officer", territories=frozenset({one.code}))]

    def first_page(held: list[Holding]) -> Any:
        return queries.by_reasons(user, held, queries.due_from(user, held), "due_at", 0, 30)

    asked: dict[str, Callable[[], Any]] = {
        "desk of the city, first 12": lambda: queries.first_due(user, city, 12),
        "desk of a district, first 12": lambda: queries.first_due(user, district, 12),
        "list of the city, first page": lambda: first_page(city),
        "list of a district, first page": lambda: first_page(district),
        "count, at most 1,000": queries.due_from(user, city).order_by()[:1001].count,
        "count for the header": queries.due_from(user, city).order_by()[:MOST].count,
        "waiting for others": lambda: list(queries.waiting_for_others(user, city)[:13]),
        "overdue to be marked": lambda: (
            queries.live_todos().filter(overdue_since__isnull=True, due_at__lt="2000-01-01T00:00Z").count()
        ),
    }
    found: dict[str, list[float]] = {name: [] for name in asked}
    with transaction.atomic():
        for start, end in ((1, 1_000), (1_001, 100_000)):
            with connection.cursor() as cursor:
                cursor.execute(MAKE, {"start": start, "end": end})
                cursor.execute("ANALYZE todos_todo")
            for name, act in asked.items():
                found[name].append(measured(act))
        transaction.set_rollback(True)
    print(f"{'milliseconds':34} {'1,000':>8} {'100,000':>8} {'ratio':>6}")
    for name, (few, many) in found.items():
        print(f"{name:34} {few:8.2f} {many:8.2f} {many / few:6.2f}")


if __name__ == "__main__":
    main()
