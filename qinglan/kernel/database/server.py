"""The embedded server: start, adopt, stop, describe."""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psutil
import psycopg
from psycopg import conninfo, pq

from .binaries import program_environment
from .cluster import Cluster, prepare
from .location import (
    DATABASE_NAME,
    SOCKET_PORT,
    SUPERUSER,
    cluster_directory,
    data_directory,
    embedded_params,
    socket_directory,
)
from .locks import one_at_a_time
from .passwords import ensure_passwords
from .problems import DatabaseProblem, Say, silently
from .process import (
    adopt_child,
    die_with_parent,
    end_orphans,
    is_running_child,
    postmaster,
    processes_in,
    read_pid_file,
    reap_children,
)
from .roles import connect_as_superuser, ensure_database, ensure_roles
from .staging import finish_interrupted_restore

Pause = Callable[[float], None]
"""Waits so many seconds, or raises to give up waiting."""

Outcome = Literal["started", "adopted"]

_TRIES = 5
"""How often a server that ends while it is being started is started anew."""
_PATIENCE = 10.0
"""Seconds for a server that says it is ready to let us in."""
TELL_EVERY = 5.0
"""Seconds between two lines about a recovery that takes its time."""


@dataclass(frozen=True)
class Status:
    """What `qinglan db status` tells of the embedded server."""

    state: Literal["running", "starting", "stopping", "stopped", "foreign"]
    pid: int | None
    directory: Path
    socket: Path
    tcp_port: int | None


class Server:
    """The embedded server of one home directory.

    `durable=False` trades the safety against crashes of the machine for speed (tests alone).
    `tcp` opens that port on 127.0.0.1 as well. `say` receives lines for the operator.
    """

    def __init__(
        self,
        home: Path,
        *,
        durable: bool = True,
        tcp: int | None = None,
        say: Say = silently,
    ) -> None:
        self.home = home.resolve()
        self.data = data_directory(self.home)
        self._durable = durable
        self._tcp = tcp
        self._say = say
        self._maintenance: psycopg.Connection | None = None

    # -- what others ask ------------------------------------------------------------------

    def status(self) -> Status:
        """The present state, found without changing anything."""
        process, found = postmaster(self.data), read_pid_file(self.data)
        sockets = socket_directory(self.home)
        if process is None or found is None:
            return Status("stopped", None, self.data, sockets, None)
        tcp = found.port if found.port != SOCKET_PORT else None
        state: Any = {"ready": "running", "standby": "running", "stopping": "stopping"}.get(
            found.status, "starting"
        )
        if found.socket_directory and found.socket_directory != str(sockets):
            state = "foreign"
        return Status(state, process.pid, self.data, sockets, tcp)

    def alive(self) -> bool:
        """Whether a postmaster of this home lives (a child that ended is collected on the way)."""
        reap_children()
        return postmaster(self.data) is not None

    def answers(self) -> bool:
        """Whether the server takes connections, as `pg_isready` asks it."""
        return self._ping() == pq.Ping.OK

    def _ping(self) -> pq.Ping:
        target = conninfo.make_conninfo(
            host=str(socket_directory(self.home)), port=SOCKET_PORT, connect_timeout=2
        )
        return pq.Ping(pq.PGconn.ping(target.encode()))

    # -- start ----------------------------------------------------------------------------

    def start(self, *, pause: Pause = time.sleep, tied: bool = False) -> Outcome:
        """Have a working server with its roles and database; the second caller adopts it.

        `tied` makes the server shut down by itself when this process dies. Waits as long as the
        server is alive and recovering, however long that takes; `pause` may raise to give up.
        Raises `DatabaseProblem`.
        """
        with one_at_a_time(cluster_directory(self.home) / "lock", pause):
            for _ in range(_TRIES):
                if postmaster(self.data) is None:
                    finish_interrupted_restore(self.home)
                ensure_passwords(self.home)
                outcome = self._adopt(pause) or self._launch(pause, tied=tied)
                self._link_socket()
                if self._set_up_inside(pause):
                    return outcome
            raise DatabaseProblem(f"PostgreSQL ends again and again: {self._last_words()}")

    def _set_up_inside(self, pause: Pause) -> bool:
        """Roles and database; returns whether the server lived long enough.

        A server that has just lost a process refuses connections while it recovers, for as long as
        that takes; one that takes connections but not ours is given up after a while.
        """
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                with connect_as_superuser(self.home) as connection:
                    ensure_roles(connection, self.home)
                    ensure_database(connection, self.home)
                return True
            except psycopg.OperationalError as error:
                if not self.alive():
                    return False
                if self._ping() == pq.Ping.REJECT:
                    deadline = time.monotonic() + _PATIENCE
                reason = (str(error).strip().splitlines() or ["no reason given"])[-1]
                if time.monotonic() > deadline or "authentication failed" in reason:
                    raise DatabaseProblem(f"The database server does not let us in: {reason}") from None
            pause(0.05)

    def _adopt(self, pause: Pause) -> Outcome | None:
        """Take over a living server, `None` if there is none."""
        process = postmaster(self.data)
        while process is not None and self.status().state == "stopping":
            pause(0.05)
            process = postmaster(self.data)
        if process is None:
            return None
        status = self.status()
        if status.state == "foreign":
            raise DatabaseProblem(
                f"The database directory {self.data} belongs to another running server "
                f"(process {process.pid})."
            )
        if not self._wait_until_ready(process.pid, pause, patience=_PATIENCE):
            return None
        if status.tcp_port != self._tcp and self._tcp is not None:
            raise DatabaseProblem(
                f"The database server runs without TCP port {self._tcp}: "
                "stop it (qinglan db stop) and start it again."
            )
        return "adopted"

    def _launch(self, pause: Pause, *, tied: bool) -> Outcome:
        alive = self._claim(pause)
        try:
            cluster = prepare(self.home, durable=self._durable, tcp=self._tcp, say=self._say)
            self._forget_dead_server()
            child = self._spawn(cluster, alive, tied=tied)
        finally:
            os.close(alive)
        self._wait_until_ready(child, pause, ours=True)
        return "started"

    def _claim(self, pause: Pause) -> int:
        """An open file with a lock that every process of the server will inherit.

        The lock is free exactly when no process of the cluster lives any more, orphans and other
        containers on the same machine included; the pid file and shared memory can't tell that.
        """
        end_orphans(self.data, pause)
        path = cluster_directory(self.home) / "alive"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + 3.0
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return descriptor
            except BlockingIOError:
                if time.monotonic() > deadline:
                    os.close(descriptor)
                    raise DatabaseProblem(
                        f"The database directory {self.data} belongs to another running server."
                    ) from None
            pause(0.05)

    def _forget_dead_server(self) -> None:
        """Remove the pid file of a dead server: its number may by now belong to somebody else.

        Safe because the lock of `_claim` is ours: no process of the old server is left.
        """
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for socket in socket_directory(self.home).glob(".s.PGSQL.*"):
            socket.unlink(missing_ok=True)

    def _spawn(self, cluster: Cluster, alive: int, *, tied: bool) -> int:
        first_words = cluster_directory(self.home) / "start.log"
        arrange = die_with_parent(signal.SIGINT, os.getpid()) if tied else None
        with first_words.open("wb") as output:
            process = subprocess.Popen(
                [cluster.programs.program("postgres"), "-D", str(self.data)],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=(alive,),
                start_new_session=True,
                preexec_fn=arrange,  # noqa: PLW1509 - runs before any thread is started
                umask=0o077,
                env=program_environment({"HOME": "/"}),
                **cluster.run_as(),
            )
        return adopt_child(process)

    def _link_socket(self) -> None:
        """With a TCP port the socket bears its number; keep the usual name too for our clients."""
        found = read_pid_file(self.data)
        if found is not None and found.port != SOCKET_PORT:
            link = socket_directory(self.home) / f".s.PGSQL.{SOCKET_PORT}"
            link.unlink(missing_ok=True)
            link.symlink_to(f".s.PGSQL.{found.port}")

    def _wait_until_ready(
        self, pid: int, pause: Pause, *, ours: bool = False, patience: float | None = None
    ) -> bool:
        """Wait while process `pid` lives; once it says that it is ready, no longer than `patience`.

        Returns whether it is ready: one that is not `ours` may just have been dying.
        """
        begun = told = time.monotonic()
        ready_since: float | None = None
        while True:
            if not ours and not self.alive():
                return False
            if ours and not is_running_child(pid):
                raise DatabaseProblem(f"PostgreSQL did not start: {self._last_words()}")
            found, now = read_pid_file(self.data), time.monotonic()
            if found and found.pid == pid and found.status in ("ready", "standby"):
                self._link_socket()
                if self.answers():
                    return True
                ready_since = ready_since or now
                if patience and now - ready_since > patience:
                    raise DatabaseProblem(f"The database server (process {pid}) does not answer.")
            if now - told > TELL_EVERY:
                told = now
                self._say(f"PostgreSQL is recovering, {now - begun:.0f} s so far: {self._last_words()}")
            pause(0.02)

    def _last_words(self) -> str:
        """The last line that the server said, for a message to the operator."""
        folder = cluster_directory(self.home)
        logs = [folder / "start.log", *(folder / "log").glob("*.log")]
        logs = sorted((log for log in logs if log.exists()), key=lambda log: log.stat().st_mtime)
        lines: list[str] = []
        for log in logs:
            with log.open("rb") as stream:
                stream.seek(max(0, log.stat().st_size - 8192))
                lines += stream.read().decode(errors="replace").splitlines()
        worst = [line for line in lines[-40:] if "FATAL:" in line or "PANIC:" in line]
        return (worst or lines or ["it left no message"])[-1].strip()

    # -- stop -----------------------------------------------------------------------------

    def stop(self, *, patience: float = 3.0, pause: Pause = time.sleep) -> bool:
        """Stop the server: fast, after `patience` seconds at once, then by force.

        Returns whether one was running, once its last process has ended: after the harder ways some outlive
        the first for a moment, and the next start recovers by itself.
        """
        if self._maintenance is not None:
            self._maintenance.close()
        with one_at_a_time(cluster_directory(self.home) / "lock", pause):
            process = postmaster(self.data)
            if process is None:
                return False
            if self.status().state == "foreign":
                raise DatabaseProblem(
                    f"The server in {self.data} (process {process.pid}) was not started by us."
                )
            for number, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 0.4)):
                if self._gone_after(process, number, seconds):
                    end_orphans(self.data, pause)
                    return True
            for left in (process, *processes_in(self.data)):
                try:
                    left.kill()
                except psutil.NoSuchProcess:
                    continue
            self._gone_after(process, signal.SIGKILL, 1.0)
            end_orphans(self.data, pause)
            return True

    def _gone_after(self, process: psutil.Process, number: signal.Signals, seconds: float) -> bool:
        try:
            process.send_signal(number)
        except psutil.NoSuchProcess:
            return True
        deadline = time.monotonic() + seconds
        while self.alive():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    def checkpoint_in_background(self) -> None:
        """Begin to write out what is in memory (after a large load), so that a stop soon after is quick."""
        try:
            self._maintenance = connect_as_superuser(self.home)
            self._maintenance.pgconn.send_query(b"CHECKPOINT")
        except psycopg.Error:
            return  # Only a convenience: without it the stop or the next start takes longer.

    # -- maintenance ----------------------------------------------------------------------

    def superuser_params(self, dbname: str = DATABASE_NAME) -> dict[str, Any]:
        """The libpq parameters of the maintenance role (backup, tests)."""
        return embedded_params(self.home, SUPERUSER, dbname)
