"""Small helpers of the tests of streams."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from qinglan.kernel import events
from qinglan.kernel.events.appending import Appended
from qinglan.kernel.events.export import SCRIPT

TAMPER = "SET session_replication_role = replica"


def add(number: int = 1, stream: str = "test:a", **payload: Any) -> Appended:
    """Append `number` events to a stream, in one transaction each; the last one."""
    from django.db import transaction

    for _index in range(number):
        with transaction.atomic():
            last = events.append(
                stream=stream,
                kind="tests.happened",
                payload=payload or {"what": "绿色"},
                actor="user:7",
                personal={"name": "张三"},
                subject="user:9",
            )
    return last


def exported(stream: str = "test:a", *, with_personal: bool = False) -> bytes:
    """The export of a stream as bytes."""
    from qinglan.kernel.events import export

    return b"".join(export.lines(stream, with_personal=with_personal))


def script() -> ModuleType:
    """tools/verify_events.py as a module."""
    spec = importlib.util.spec_from_file_location("verify_events", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run_script(*arguments: str | Path) -> tuple[int, str]:
    """The script as a stranger runs it: isolated, in another directory. Exit status and output."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
        env={"PYTHONIOENCODING": "utf-8"},
    )
    assert done.stderr == ""
    return done.returncode, done.stdout
