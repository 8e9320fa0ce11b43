"""`qinglan db`: status, start, stop, backup, restore, shell."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from qinglan.kernel.database.backup import program_access, write_backup
from qinglan.kernel.database.binaries import installation
from qinglan.kernel.database.configuration import tcp_port
from qinglan.kernel.database.external import external_description
from qinglan.kernel.database.location import (
    Role,
    connection_params,
    home_directory,
    is_external,
)
from qinglan.kernel.database.problems import DatabaseProblem
from qinglan.kernel.database.restore import restore_backup
from qinglan.kernel.database.server import Server

NOT_RUNNING = 3
"""Exit code of `status` when the server does not run, as service scripts have it."""


@contextmanager
def plain_refusals() -> Iterator[None]:
    """Turn a `DatabaseProblem` into one line on standard error and exit code 1."""
    try:
        yield
    except DatabaseProblem as problem:
        raise click.ClickException(str(problem)) from None


def _say(line: str) -> None:
    click.echo(line, err=True)


def _server() -> Server:
    if is_external():
        raise DatabaseProblem(
            "QINGLAN_DATABASE_URL names a server of its own; it is started and stopped there."
        )
    port = tcp_port(os.environ.get("QINGLAN_DATABASE_TCP_PORT"))
    return Server(home_directory(), tcp=port, say=_say)


@click.group("db")
def db() -> None:
    """The database: look, start, stop, back up, restore."""


@db.command()
def status() -> None:
    """Say whether the database runs, where, and which version (exit 3 if it does not run)."""
    with plain_refusals():
        if is_external():
            click.echo(f"external: {external_description()}")
            return
        found = _server().status()
        click.echo(f"{found.state}: {found.directory}")
        if found.state == "stopped":
            sys.exit(NOT_RUNNING)
        click.echo(f"process {found.pid}, socket {found.socket}")
        click.echo(f"TCP: {f'127.0.0.1:{found.tcp_port}' if found.tcp_port else 'none'}")


@db.command()
def start() -> None:
    """Start the database in the background, or find it running."""
    with plain_refusals():
        server = _server()
        outcome = server.start()
        click.echo(f"{'Started' if outcome == 'started' else 'Already running'}: {server.data}")


@db.command()
def stop() -> None:
    """Stop the database; work in progress is broken off."""
    with plain_refusals():
        click.echo("Stopped." if _server().stop(patience=30.0) else "It was not running.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write database, uploaded files and keys into FILE while everything goes on."""
    with plain_refusals():
        write_backup(home_directory(), file, _say)


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace what is there; the old is kept beside it.")
def restore(file: Path, *, force: bool) -> None:
    """Put the backup FILE in place. Nothing changes unless FILE is whole."""
    with plain_refusals():
        restore_backup(home_directory(), file, force=force, say=_say)
        click.echo("Restored.")


@db.command()
@click.option(
    "--role",
    type=click.Choice(["owner", "app", "reader"]),
    default="reader",
    show_default=True,
    help="Whose rights to have.",
)
def shell(role: Role) -> None:
    """Open psql on the database; as the reader unless another role is asked for."""
    with plain_refusals():
        target, environment = program_access(connection_params(role))
        program = installation().program("psql")
    os.execve(program, [program, target], environment)  # noqa: S606 - psql takes over the terminal
