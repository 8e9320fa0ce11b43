"""The command line in tests: as a process of its own where that is the point, else within this one."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner
from django.conf import settings
from django.utils import translation

from qinglan.cli.main import main
from tests.support.server import TestDatabase

ROOT = Path(__file__).resolve().parents[2]


class Done(NamedTuple):
    """How a command ended: its exit code, what it said, what it complained about."""

    code: int
    said: list[str]
    complained: list[str]


def in_a_process(database: TestDatabase, home: Path, *command: str, **environment: str) -> Done:
    """Run `qinglan COMMAND` on `database` as an operator does, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", "from qinglan.cli.main import main; main()", *command],
        env={**os.environ, **database.environment(), "QINGLAN_HOME": str(home), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Done(done.returncode, done.stdout.splitlines(), done.stderr.strip().splitlines())


def here(*command: str) -> Done:
    """Run `qinglan COMMAND` in this process, on the database and with the settings of the test.

    The same function answers as in a process of its own; only Django is not loaded again.
    """
    with translation.override(settings.LANGUAGE_CODE):
        done = CliRunner(catch_exceptions=False).invoke(main, command)
    return Done(done.exit_code, done.stdout.splitlines(), done.stderr.strip().splitlines())
