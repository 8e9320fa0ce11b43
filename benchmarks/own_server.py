"""A server of a benchmark's own, with fsync, which ends with the benchmark."""

# ruff: noqa: PLC0415 - Django is imported once its home is known
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

QINGLAN = str(Path(sys.executable).with_name("qinglan"))
"""The command of this environment."""
MIGRATE = ("django", "migrate", "--verbosity=0")
_ELSEWHERE = ("QINGLAN_DATABASE_URL", "QINGLAN_DATABASE_OWNER_URL", "QINGLAN_SEARCH_URL")


def begin(home: Path, *commands: tuple[str, ...]) -> Any:
    """Start a server in `home`, migrate, run more commands of ``qinglan``, set up Django; returns the server."""
    os.environ["QINGLAN_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "qinglan.settings"
    for name in _ELSEWHERE:
        os.environ.pop(name, None)
    from qinglan.kernel.database.server import Server

    server = Server(home)
    server.start(tied=True)
    for command in (MIGRATE, *commands):
        subprocess.run([QINGLAN, *command], check=True, stdout=subprocess.DEVNULL)
    import django

    django.setup()
    return server


def ready_for_pages() -> None:
    """What pages need beside the database: a folder of static files, and the translations."""
    from django.conf import settings

    from qinglan.kernel.web.translations import compile_all

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    compile_all()


def connect(role: Any, **options: Any) -> Any:
    """A connection of our own as `role` (owner, app, reader)."""
    import psycopg

    from qinglan.kernel.database.location import connection_params

    return psycopg.connect(**connection_params(role), **options)
