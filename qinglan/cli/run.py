"""`qinglan run`: start everything and keep it running."""

import contextlib
import os
import socket
import sys
import urllib.error
import urllib.request

import click

from qinglan.kernel.database.configuration import tcp_port
from qinglan.kernel.database.external import external_description
from qinglan.kernel.database.location import home_directory, is_external
from qinglan.kernel.database.locks import sole_holder
from qinglan.kernel.database.problems import DatabaseProblem
from qinglan.kernel.database.server import Server
from qinglan.kernel.supervisor.children import Program
from qinglan.kernel.supervisor.listening import AddressProblem, listen
from qinglan.kernel.supervisor.signals import Signals
from qinglan.kernel.supervisor.supervisor import StepFailed, Supervisor

APPLICATION = "qinglan.portal.asgi:application"
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = "8000"
"""As declared in `qinglan.settings.env`; a test holds them equal."""


@click.command()
def run() -> None:
    """Start database, web server and worker, and keep them running until Ctrl-C."""
    try:
        home = home_directory()
        home.mkdir(parents=True, exist_ok=True)
        host, port = _address()
        with (
            sole_holder(home / "lock", f"Qinglan is already running on {home}"),
            listen(host, port) as listener,
            Signals() as signals,
        ):
            _supervisor(host, port, listener).run(signals)
    except (DatabaseProblem, AddressProblem, StepFailed) as problem:
        raise click.ClickException(str(problem)) from None


def _address() -> tuple[str, int]:
    """Host and port; read here, since loading the settings is slow and makes keys."""
    host = os.environ.get("QINGLAN_HOST", "").strip() or DEFAULT_HOST
    port = os.environ.get("QINGLAN_PORT", "").strip() or DEFAULT_PORT
    if not port.isdecimal():
        raise AddressProblem(f"QINGLAN_PORT must be a whole number, not {port!r}.")
    return host, int(port)


def _say(line: str) -> None:
    # The terminal may be gone; the rest must go on.
    with contextlib.suppress(OSError):
        click.echo(line)
        sys.stdout.flush()


def _supervisor(host: str, port: int, listener: socket.socket) -> Supervisor:
    database = None
    if is_external():
        _say(f"Database: {external_description()}.")
    else:
        wanted = tcp_port(os.environ.get("QINGLAN_DATABASE_TCP_PORT"))
        database = Server(home_directory(), tcp=wanted, say=_say)
    handle = str(listener.fileno())
    web = (sys.executable, "-m", "qinglan.kernel.supervisor.web", APPLICATION, handle)
    worker = (sys.executable, "-c", "from qinglan.cli.main import main; main()", "worker")
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 - compared, not bound
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"
    return Supervisor(
        database=database,
        steps=[Program("The start-up", (sys.executable, "-m", "qinglan.cli.startup"))],
        programs=[
            Program("The web server", web, files=(listener.fileno(),)),
            Program("The worker", worker),
        ],
        ready=lambda: _answers(f"{address}/healthz"),
        announce=lambda: _announce(address),
        say=_say,
    )


def _answers(url: str) -> bool:
    """Whether the web server answers at all, in whatever state."""
    try:
        with urllib.request.urlopen(url, timeout=0.5):  # noqa: S310 - our own address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _announce(address: str) -> None:
    _say(f"Qinglan is running: {address}/ (Ctrl-C stops everything)")
