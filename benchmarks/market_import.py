"""How fast technologies are brought in, with history and change log, against COPY of the same rows.

    python -m benchmarks.market_import [rows]

Rows are invented by recombining words. The peer copies exactly the rows that were written (listing, fields,
contact, log, change log) into the same tables of the same server: once as they are, with their history
triggers, and once with the triggers off, which leaves no history. Runs on a server of its own with fsync on.
"""
# ruff: noqa: PLC0415, S311 - Django may be loaded only when the home is chosen; chance of a benchmark

import json
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="qinglan-bench-"))
os.environ["QINGLAN_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "qinglan.settings"

ROWS = 1_000_000
WORDS = [
    "水泥窑",
    "烟气",
    "脱硫",
    "脱硝",
    "除尘",
    "废水",
    "深度处理",
    "膜分离",
    "结晶",
    "余热",
    "回收",
    "电机",
    "变频",
    "锅炉",
    "燃烧",
    "优化",
    "固废",
    "资源化",
    "填埋",
    "渗滤液",
    "土壤",
    "修复",
    "重金属",
    "稳定化",
    "污泥",
    "干化",
    "焚烧",
    "热解",
    "光伏",
    "储能",
    "电池",
    "梯级利用",
    "氢能",
    "制备",
    "生物质",
    "气化",
    "沼气",
    "提纯",
    "绿色",
    "建材",
    "低碳",
    "催化",
    "吸附",
    "挥发性",
    "有机物",
]
TABLES = {
    "market_technology": "id",
    "market_technologyfield": "listing_id, family, code",
    "market_technologycontact": "listing_id",
    "market_technologystep": "listing_id",
    "outbox_change": "kind, key, payload",
}


def prepare() -> str:
    """Start the server, make the tables and one organisation; its code."""
    import django
    from django.core.management import call_command
    from django.db import connections

    from qinglan.kernel.database.location import django_database
    from qinglan.kernel.database.server import Server

    Server(HOME).start()
    django.setup()
    connections["default"].settings_dict.update(django_database("owner"))
    call_command("migrate", verbosity=0)
    from qinglan.kernel.codes.models import Territory
    from qinglan.parties.domain.account import system_user
    from qinglan.parties.models import Organisation

    city = Territory.objects.create(
        code="990000", name_zh="青川市", name_en="Qingchuan", pinyin="q", kind="prefecture"
    )
    code = "91990101MA0000001A"
    Organisation.objects.create(
        code=code, kind="enterprise", name="甲（演示）有限公司", name_key="jia3", name_core="甲", search_text="甲",
        search_grams=["甲"], territory=city, state="preloaded", created_at="2026-01-05T00:00Z", created_by=system_user(),
    )  # fmt: skip
    return code


def write_rows(path: Path, count: int) -> None:
    """`count` technologies of about 400 characters."""
    chance = random.Random(20261121)

    def words(number: int) -> str:
        return "".join(chance.choices(WORDS, k=number))

    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            row = {
                "external_id": f"bench-{number}",
                "title": words(5),
                "problem": words(25),
                "effect": words(25),
                "description": words(60),
                "trl": chance.randint(1, 9),
                "modes": chance.sample(["transfer", "ordinary", "service", "equity"], 2),
                "price_min": chance.randint(1, 900),
                "fields": [f"ipc:C02F{chance.randint(1, 9)}/{chance.randint(10, 99)}"],
                "contact_name": "联系人",
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def bring_in(path: Path, code: str) -> float:
    """Seconds of the import."""
    from qinglan.kernel.history.context import acting_as
    from qinglan.market.domain.importing import import_file
    from qinglan.parties.domain.account import system_user
    from qinglan.parties.models import Organisation

    owner = Organisation.objects.get(code=code)
    begun = time.perf_counter()
    with acting_as(system_user(), "benchmark"):
        report = import_file(
            acting_user=system_user(), side="technology", path=path, owner=owner, source="bench"
        )
    took = time.perf_counter() - begun
    assert report.refused == 0, report.faults[:3]
    return took


def copy_again(*, history: bool) -> float:
    """Seconds of COPY of the rows that stand there, into the emptied tables."""
    from django.db import connection

    with connection.cursor() as cursor:
        columns = {}
        for table, own in TABLES.items():
            cursor.execute(
                "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)"
                " FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public'",
                [table],
            )
            columns[table] = own if table == "outbox_change" else cursor.fetchone()[0]
            _save(f"COPY (SELECT {columns[table]} FROM {table}) TO STDOUT", HOME / table)  # noqa: S608 - our own tables
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'market_%%'", [])
        all_tables = ["outbox_change", *(row[0] for row in cursor.fetchall())]
        for table in all_tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(all_tables)}")
        for table in all_tables if history else ():
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        begun = time.perf_counter()
        for table, names in columns.items():
            _load(f"COPY {table} ({names}) FROM STDIN", HOME / table)
        return time.perf_counter() - begun


def _save(statement: str, path: Path) -> None:
    """The rows of a table into a file."""
    from django.db import connection

    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy, path.open("wb") as file:
        for data in copy:
            file.write(data)


def _load(statement: str, path: Path) -> None:
    """The rows of a file into a table."""
    from django.db import connection

    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy, path.open("rb") as file:
        while data := file.read(1 << 20):
            copy.write(data)


def forget_peak() -> float:
    """Let `peak` begin anew; MB in use now."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return peak()


def peak() -> float:
    """The most memory that this process has used, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main(count: int) -> int:
    """Measure and print; the exit code says whether the aim was met."""
    code = prepare()
    path = HOME / "rows.jsonl"
    write_rows(path, count)
    print(f"{count} rows, {path.stat().st_size / 1_000_000:.0f} MB of jsonl, {os.cpu_count()} processors")
    before = forget_peak()
    own = bring_in(path, code)
    print(f"import, history and change log on: {own:.1f} s, {count / own:.0f} rows a second")
    print(f"memory of the importing process at most: {peak():.0f} MB, {before:.0f} MB before the first row")
    with_history = copy_again(history=True)
    print(
        f"COPY of the same rows, history on: {with_history:.1f} s, {count / with_history:.0f} rows a second"
    )
    plain = copy_again(history=False)
    print(f"COPY of the same rows, no history: {plain:.1f} s, {count / plain:.0f} rows a second")
    print(
        f"import / COPY with history: {with_history / own:.2f}; import / plain COPY: {plain / own:.2f} (aim 0.25)"
    )
    return 0 if plain / own >= 0.25 else 1


if __name__ == "__main__":
    result = 1
    try:
        result = main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
    finally:
        from qinglan.kernel.database.server import Server

        Server(HOME).stop()
        shutil.rmtree(HOME, ignore_errors=True)
    sys.exit(result)
