"""``qinglan codes``: load tables of codes, look codes up."""

import sys
from pathlib import Path

import click


@click.group()
def codes() -> None:
    """Code lists: load tables, look codes up."""


@codes.command()
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
def load(kind: str, file: Path) -> None:
    """Load FILE as a table of KIND; `qinglan codes kinds` lists them."""
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
    from qinglan.kernel.codes.domain.loading import load_table  # noqa: PLC0415 - needs Django
    from qinglan.kernel.conflicts import Impossible  # noqa: PLC0415 - needs Django
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - needs Django

    try:
        count = load_table(acting_user=system_user(), kind=kind, path=file)
    except Impossible as error:
        raise click.ClickException(error.message) from error
    click.echo(f"{count} codes")


@codes.command()
def kinds() -> None:
    """The kinds of tables that can be loaded, with the columns that they need."""
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
    from qinglan.kernel.codes.reading import KINDS  # noqa: PLC0415 - needs Django

    for name, (columns, _reader) in KINDS.items():
        click.echo(f"{name:20} {columns}")


@codes.command()
@click.argument("symbol")
def green(symbol: str) -> None:
    """Whether an IPC SYMBOL is green, and by which line of which list. Exit 1 where it is not."""
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
    from qinglan.kernel.codes import ipc  # noqa: PLC0415 - needs Django

    try:
        found = ipc.green_basis(symbol)
    except ipc.BadSymbol as error:
        raise click.ClickException(f"{symbol!r} is no IPC symbol") from error
    if not ipc.lists_loaded():
        raise click.ClickException("no green list is loaded: qinglan codes load green-ipc FILE")
    for basis in found:
        click.echo(f"{basis.code_list} line {basis.line}: {basis.pattern}")
    sys.exit(0 if found else 1)
