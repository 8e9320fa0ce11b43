"""``qinglan search``: the stored documents of the search box."""

import click


@click.group()
def search() -> None:
    """Search: make the index anew."""


@search.command()
def rebuild() -> None:
    """Make all documents that can be found anew; needed after an upgrade that changed addresses."""
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
    from qinglan.kernel.search.domain import storing  # noqa: PLC0415 - needs Django

    click.echo(f"{storing.rebuild()} documents")
