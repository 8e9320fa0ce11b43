"""A server of a test's own and connections to it."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from qinglan.kernel.database.location import ROLE_NAMES, Role, embedded_params
from qinglan.kernel.database.server import Server


@pytest.fixture
def server(home: Path) -> Server:
    """A server of that home, not yet started, as durable as in production."""
    return Server(home)


@pytest.fixture
def connect(home: Path) -> Callable[[Role], psycopg.Connection]:
    """Connections in autocommit mode to the server of `home`."""

    def by_role(role: Role) -> psycopg.Connection:
        return psycopg.connect(**embedded_params(home, ROLE_NAMES[role]), autocommit=True)

    return by_role
