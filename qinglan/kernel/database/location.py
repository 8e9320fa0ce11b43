"""Where the database is and how each role reaches it.

Everything here is read from the environment and from small files under the home directory, so it
is cheap, imports next to nothing and needs no running server. Settings, commands and tests build
their connections from it.
"""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

Role = Literal["owner", "app", "reader"]
"""`owner` migrates, `app` reads and writes rows, `reader` only reads."""

DATABASE_NAME = "qinglan"
SUPERUSER = "qinglan_superuser"
"""Maintenance of the embedded server only; no part of the application signs in with it."""
ROLE_NAMES: dict[Role, str] = {
    "owner": "qinglan_owner",
    "app": "qinglan_app",
    "reader": "qinglan_reader",
}
SOCKET_PORT = 5432
"""Port number in the name of the Unix socket, whatever TCP port is open beside it."""

_URL_VARIABLES: dict[Role, str] = {
    "owner": "QINGLAN_DATABASE_OWNER_URL",
    "app": "QINGLAN_DATABASE_URL",
    "reader": "QINGLAN_DATABASE_READER_URL",
}
_LONGEST_SOCKET_NAME = len("/.s.PGSQL.65535")
_SOCKET_PATH_LIMIT = 107


def home_directory(environ: Mapping[str, str] = os.environ) -> Path:
    """The absolute home: `QINGLAN_HOME`, by default `var/` in the project (or working) directory."""
    if configured := environ.get("QINGLAN_HOME"):
        return Path(configured).expanduser().resolve()
    project = Path(__file__).resolve().parents[3]
    root = project if (project / "pyproject.toml").exists() else Path.cwd()
    return root / "var"


def keys_directory(home: Path) -> Path:
    """The directory of secrets of `home`."""
    return home / "keys"


def files_directory(home: Path) -> Path:
    """The directory of uploaded files of `home`."""
    return home / "files"


def cluster_directory(home: Path) -> Path:
    """The directory of the embedded server: its data, its log, its lock."""
    return home / "database"


def data_directory(home: Path) -> Path:
    """PostgreSQL's own data directory."""
    return cluster_directory(home) / "data"


def socket_directory(home: Path) -> Path:
    """The directory of the embedded server's Unix socket.

    It is `run/` under `home`; where that would pass the 107 bytes that a socket's path may have,
    a directory under `/tmp` whose name is derived from the home's path and the user.
    """
    near = home / "run"
    if len(os.fsencode(near)) + _LONGEST_SOCKET_NAME <= _SOCKET_PATH_LIMIT:
        return near
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path("/tmp") / f"qinglan-{os.geteuid()}-{digest}"  # noqa: S108 - owner and mode are checked


def password_file(home: Path, role_name: str) -> Path:
    """The file holding the password of the PostgreSQL role `role_name`."""
    return keys_directory(home) / f"database-{role_name.removeprefix('qinglan_')}"


def is_external(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether `QINGLAN_DATABASE_URL` names another server, so that none is started here."""
    return bool(environ.get("QINGLAN_DATABASE_URL"))


def embedded_params(home: Path, role_name: str, dbname: str = DATABASE_NAME) -> dict[str, Any]:
    """The libpq parameters by which `role_name` reaches the embedded server of `home`.

    The password is left out as long as the server was never started. Only SCRAM is accepted from
    the server, so that no other program behind the socket can pass for it.
    """
    params: dict[str, Any] = {
        "host": str(socket_directory(home)),
        "port": SOCKET_PORT,
        "dbname": dbname,
        "user": role_name,
        "require_auth": "scram-sha-256",
    }
    try:
        params["password"] = password_file(home, role_name).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    return params


def connection_params(role: Role, environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The libpq parameters (`host`, `port`, `dbname`, `user`, `password`, …) of `role`.

    With `QINGLAN_DATABASE_URL` they come from it; `QINGLAN_DATABASE_OWNER_URL` and
    `QINGLAN_DATABASE_READER_URL` may give the two other roles accounts of their own.
    Raises `ValueError` when a URL can't be read (without repeating it: it holds a password).
    """
    if not is_external(environ):
        return embedded_params(home_directory(environ), ROLE_NAMES[role])
    # Imported here because only this case needs libpq's parser, and the import costs 0.1 s.
    from psycopg import Error  # noqa: PLC0415 - see above
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 - see above

    variable = _URL_VARIABLES[role] if environ.get(_URL_VARIABLES[role]) else "QINGLAN_DATABASE_URL"
    try:
        return dict(conninfo_to_dict(environ[variable]))
    except Error:
        raise ValueError(f"{variable} is not a PostgreSQL connection URL.") from None


def django_database(role: Role, environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """`connection_params` in the shape of an entry of Django's `DATABASES`."""
    params = connection_params(role, environ)
    return {
        "ENGINE": "qinglan.kernel.database.backend",
        "NAME": params.pop("dbname", DATABASE_NAME),
        "USER": params.pop("user", ""),
        "PASSWORD": params.pop("password", ""),
        "HOST": params.pop("host", ""),
        "PORT": str(params.pop("port", "")),
        "OPTIONS": params,
    }
