"""kill -9 of an import: every row stands once, with one history entry, one step and one change."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.db import connection

from qinglan.market.models import ImportRun, Technology, TechnologyStep
from qinglan.market.recorded import TECHNOLOGY_CHANGED

ROWS, PORTION = 600, 20


def start(database: Any, path: Path, code: str) -> subprocess.Popen[str]:
    environment = {**os.environ, **database.environment(), "DJANGO_SETTINGS_MODULE": "qinglan.settings"}
    command = [sys.executable, "-m", "tests.market.bringing_in", str(path), code, str(PORTION)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def rows(path: Path) -> Path:
    lines = [
        {
            "external_id": f"k{number}", "title": f"第 {number} 项技术", "problem": "废水氨氮高", "effect": "氨氮下降",
            "trl": 7, "modes": ["service"], "contact_name": "林某", "fields": ["ipc:C02F1/44"],
        }
        for number in range(ROWS)
    ]  # fmt: skip
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in lines), "utf-8")
    return path


def test_an_import_that_is_killed_again_and_again_ends_with_every_row_once(
    fresh_database: Any, tmp_path: Path
) -> None:
    from tests.market import made

    code = made.market()["owner"].code
    path = rows(tmp_path / "rows.jsonl")
    rng = random.Random(6)  # noqa: S311 - when to kill, not a secret
    reached = []
    for _try in range(3):
        with start(fresh_database, path, code) as process:
            assert process.stdout is not None
            said = [process.stdout.readline().strip() for _line in range(rng.randint(3, 6))]
            time.sleep(rng.uniform(0, 0.05))
            process.send_signal(signal.SIGKILL)
        assert said[0] == "ready"
        run = ImportRun.objects.get()
        assert run.finished_at is None
        assert Technology.objects.count() == run.rows_done == run.new
        assert run.rows_done >= int(said[-1])
        reached.append(run.rows_done)
    assert reached == sorted(set(reached))
    with start(fresh_database, path, code) as process:
        assert process.stdout is not None
        said = process.stdout.read().split("\n")
    assert said[1] == str(reached[-1] + PORTION)  # behind the last portion that was written whole
    assert said[-2] == "refused 0"
    run.refresh_from_db()
    assert (run.new, run.rows_done, run.finished_at is not None) == (ROWS, ROWS, True)
    keys = sorted(Technology.objects.values_list("pk", flat=True))
    assert sorted(Technology.objects.values_list("external_id", flat=True)) == sorted(
        f"k{number}" for number in range(ROWS)
    )
    assert sorted(TechnologyStep.objects.values_list("listing", flat=True)) == keys
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key::bigint FROM outbox_change WHERE kind = %s ORDER BY 1", [TECHNOLOGY_CHANGED]
        )
        assert cursor.fetchall() == [(key,) for key in keys]
        cursor.execute("SELECT pgh_obj_id, pgh_label FROM market_technologyevent ORDER BY 1")
        assert cursor.fetchall() == [(key, "insert") for key in keys]
