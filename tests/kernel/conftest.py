"""Homes for servers of a test's own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from qinglan.kernel.database.location import socket_directory
from qinglan.kernel.database.server import Server
from tests.support.run_directory import run_directory


@pytest.fixture
def homes() -> Iterator[Path]:
    """A directory that only we may enter, for homes; every server in it is stopped in the end."""
    directory = Path(tempfile.mkdtemp(dir=run_directory()))
    yield directory
    for each in directory.iterdir():
        if each.is_dir():
            Server(each).stop(patience=1.0)
            if socket_directory(each).parent == Path("/tmp"):
                shutil.rmtree(socket_directory(each), ignore_errors=True)
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def home(homes: Path) -> Path:
    """A home that does not exist yet."""
    return homes / "home"
