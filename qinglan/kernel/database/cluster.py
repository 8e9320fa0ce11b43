"""The files of the embedded server: made once, and put in order before every start."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .account import Account, let_through, may, server_account
from .binaries import Installation, installation, program_environment
from .configuration import HBA, INCLUDES, MANAGED_FILE, managed_settings
from .location import (
    SOCKET_PORT,
    SUPERUSER,
    cluster_directory,
    data_directory,
    files_directory,
    password_file,
    socket_directory,
)
from .passwords import sync_directory, write_durably
from .problems import DatabaseProblem, Say, silently

_EVERYONE_MAY_PASS = 0o711
_INITDB = (
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--auth=scram-sha-256",
    "--data-checksums",
    "--no-instructions",
    f"--username={SUPERUSER}",
)


@dataclass(frozen=True)
class Cluster:
    """A prepared cluster: where it is, by which programs and under which account it runs."""

    home: Path
    programs: Installation
    account: Account | None

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return data_directory(self.home)

    @property
    def log(self) -> Path:
        """The directory of the server's own logs."""
        return cluster_directory(self.home) / "log"

    def run_as(self) -> dict[str, Any]:
        """Arguments for `subprocess` to start a program under the server's account."""
        return self.account.run_as() if self.account else {}


def prepare(home: Path, *, durable: bool, tcp: int | None, say: Say) -> Cluster:
    """Directories, account, programs, data directory and settings; needs the cluster's lock.

    `say` is told of permissions that had to be given. The directories in which we write as root
    stay ours; only `data`, `log` and `run` belong to the server's account.
    """
    folder = cluster_directory(home)
    folder.mkdir(mode=_EVERYONE_MAY_PASS, parents=True, exist_ok=True)
    files_directory(home).mkdir(mode=0o700, exist_ok=True)
    account = server_account(data_directory(home))
    if account is not None:
        folder.chmod(_EVERYONE_MAY_PASS)
        let_through(account, folder, say)
    cluster = Cluster(home, _usable_programs(folder, account, say), account)
    _own(cluster.log, account)
    _own(_safe_socket_directory(home), account)
    if not (cluster.data / "PG_VERSION").exists():
        _initialise(cluster, durable=durable)
    _check_version(cluster)
    if account is not None and cluster.data.stat().st_uid != account.uid:
        _hand_over(cluster.data, account)
    settings = managed_settings(
        socket_directory(home), cluster.log, tcp or SOCKET_PORT, tcp=bool(tcp), durable=durable
    )
    write_durably(cluster.data / MANAGED_FILE, settings.encode(), 0o644)
    write_durably(cluster.data / "pg_hba.conf", HBA.encode(), 0o644)
    return cluster


def server_programs(home: Path) -> tuple[str, dict[str, Any]]:
    """`initdb` and the arguments to run it under the account that owns the data of `home`."""
    folder = cluster_directory(home)
    account = server_account(data_directory(home))
    programs = _usable_programs(folder, account, silently)
    return programs.program("initdb"), account.run_as() if account else {}


def _own(directory: Path, account: Account | None) -> None:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account is not None and directory.stat().st_uid != account.uid:
        _hand_over(directory, account)


def _safe_socket_directory(home: Path) -> Path:
    """The socket's directory, refused if somebody else made it (it may lie in `/tmp`)."""
    directory = socket_directory(home)
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = directory.lstat()
    account = server_account(data_directory(home))
    if directory.is_symlink() or found.st_uid not in {os.geteuid(), account.uid if account else -1}:
        raise DatabaseProblem(f"{directory} belongs to somebody else; remove it first.")
    directory.chmod(0o700)
    return directory


def _usable_programs(folder: Path, account: Account | None, say: Say) -> Installation:
    """The wheel's programs, or a copy inside `folder` where the account can't reach them.

    Copying 40 MB is less intrusive than opening the environment, which may be private.
    """
    found = installation()
    if account is None or _works(account, found):
        return found
    # The programs look for their libraries three levels up, beside the package.
    package = found.root.parent
    libraries = package.with_name(f"{package.name}.libs")
    copies = folder / "programs"
    copy = Installation(copies / package.name / found.root.name)
    if not (_is_same(copy, found) and _works(account, copy)):
        fresh = folder / "programs.new"
        for old in (fresh, copies):
            shutil.rmtree(old, ignore_errors=True)
        leave_out = shutil.ignore_patterns("include", "*.a")
        shutil.copytree(found.root, fresh / package.name / found.root.name, ignore=leave_out)
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name)
        for parent, _folders, files in os.walk(fresh):
            Path(parent).chmod(0o755)
            for name in files:
                path = Path(parent, name)
                path.chmod(0o755 if path.parent.name == "bin" else 0o644)
        fresh.rename(copies)
        say(f"The PostgreSQL programs were copied to {copies}, where {account.name} may run them.")
    return copy


def _is_same(copy: Installation, found: Installation) -> bool:
    """Whether `copy` was made from this very `found` (copying keeps the times)."""
    try:
        made, source = (Path(each.program("postgres")).stat() for each in (copy, found))
    except FileNotFoundError:
        return False
    return (made.st_size, made.st_mtime_ns) == (source.st_size, source.st_mtime_ns)


def _works(account: Account, found: Installation) -> bool:
    """Whether `account` can run the programs and read what they read."""
    shared = found.root / "share" / "postgresql"
    library = found.root / "lib" / "postgresql" / "vector.so"
    if not may(account, "r", shared / "postgres.bki", shared / "timezonesets" / "Default", library):
        return False
    for name in ("postgres", "initdb"):
        try:
            done = subprocess.run(
                [found.program(name), "--version"],
                capture_output=True,
                check=False,
                cwd="/",
                env=program_environment({"HOME": "/"}),
                **account.run_as(),
            )
        except PermissionError:
            return False
        if done.returncode:
            return False
    return True


def _initialise(cluster: Cluster, *, durable: bool) -> None:
    """Make the data directory under another name first, so that a kill midway leaves no half one."""
    if cluster.data.exists() and any(cluster.data.iterdir()):
        raise DatabaseProblem(f"{cluster.data} holds something that is no PostgreSQL data directory.")
    fresh = cluster.data.with_name("data.new")
    shutil.rmtree(fresh, ignore_errors=True)
    _own(fresh, cluster.account)
    # The account may not read our key, and a pipe of root's can't be reopened by name.
    first_password = cluster.data.with_name("first-password")
    write_durably(first_password, password_file(cluster.home, SUPERUSER).read_bytes())
    if cluster.account is not None:
        os.chown(first_password, cluster.account.uid, cluster.account.gid)
    command = [cluster.programs.program("initdb"), *_INITDB, f"--pgdata={fresh}"]
    command += [f"--pwfile={first_password}"] + ([] if durable else ["--no-sync"])
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        umask=0o077,
        env=program_environment({"HOME": "/"}),
        **cluster.run_as(),
    )
    first_password.unlink()
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise DatabaseProblem(f"The data directory could not be made: {last}")
    with (fresh / "postgresql.conf").open("a", encoding="utf-8") as stream:
        stream.write(INCLUDES)
        stream.flush()
        os.fsync(stream.fileno())
    if cluster.data.exists():
        cluster.data.rmdir()
    fresh.rename(cluster.data)
    sync_directory(cluster.data.parent)


def _check_version(cluster: Cluster) -> None:
    found = (cluster.data / "PG_VERSION").read_text(encoding="ascii").strip()
    if found != "18":
        raise DatabaseProblem(
            f"{cluster.data} was written by PostgreSQL {found} and the programs are version 18: "
            "restore a backup into an empty home."
        )


def _hand_over(directory: Path, account: Account) -> None:
    """Give a directory and all in it to the server's account (it may come from another machine)."""
    os.chown(directory, account.uid, account.gid, follow_symlinks=False)
    for parent, folders, files in os.walk(directory):
        for name in (*folders, *files):
            os.chown(Path(parent, name), account.uid, account.gid, follow_symlinks=False)
