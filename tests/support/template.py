"""The migrated database of which every test database is a copy."""

import hashlib
from pathlib import Path
from typing import Any

import qinglan

from . import server


def fingerprint() -> str:
    """A hash over the migrations and the roles' rights: a change in either asks for a new template."""
    package = Path(qinglan.__file__).parent
    sources = sorted(package.glob("**/migrations/*.py"))
    sources += [package / "kernel" / "database" / "roles.py"]
    digest = hashlib.sha256()
    for source in sources:
        digest.update(str(source.relative_to(package)).encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def template_name() -> str:
    """The name of the database migrated by the present migrations."""
    return f"qinglan_template_{fingerprint()}"


def use(params: dict[str, Any]) -> None:
    """Point Django's default connection at the libpq parameters `params`, for every thread."""
    from django.db import connections

    rest = dict(params)
    connection = connections["default"]
    connection.close()
    # One and the same dictionary serves the connections of all threads.
    connection.settings_dict.update(
        NAME=rest.pop("dbname"),
        USER=rest.pop("user", ""),
        PASSWORD=rest.pop("password", ""),
        HOST=rest.pop("host", ""),
        PORT=str(rest.pop("port", "")),
        OPTIONS=rest,
        CONN_MAX_AGE=0,
        CONN_HEALTH_CHECKS=False,
    )


def ensure_template() -> str:
    """The name of the template, migrated as the owner by the first process that needs it.

    Migration works on a database of another name, so that a broken one is never taken for ready.
    """
    from django.core.management import call_command

    name = template_name()
    with server.alone("template"):
        if server.exists(name):
            return name
        half_done = f"{name}_half"
        server.drop(half_done)
        server.make_empty_database(half_done)
        use(server.params("owner", half_done))
        call_command("migrate", verbosity=0, interactive=False)
        use(server.params("owner", half_done))  # Closes the connection.
        server.rename(half_done, name)
    return name
