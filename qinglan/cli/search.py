"""``qinglan search``: the stored documents of the search box, and this node's indexes."""

import click

from qinglan.cli.setup import set_up


@click.group()
def search() -> None:
    """Search: make the index anew, follow the change log, say how far it is."""


@search.command()
@click.argument("collections", nargs=-1)
def rebuild(collections: tuple[str, ...]) -> None:
    """Make all documents that can be found anew, or the indexes of COLLECTIONS alone.

    Needed for the search box after an upgrade that changed addresses. Indexes of the engine are made
    anew by themselves when their fields or words changed; searches go on with the old one meanwhile.
    """
    set_up()
    from qinglan.kernel.search.domain import storing  # noqa: PLC0415 - needs Django
    from qinglan.kernel.search.engine import COLLECTIONS  # noqa: PLC0415 - as above
    from qinglan.kernel.search.following.rebuilding import rebuild as rebuild_index  # noqa: PLC0415 - as above

    unknown = sorted(set(collections) - COLLECTIONS.keys())
    if unknown:
        known = ", ".join(sorted(COLLECTIONS))
        raise click.ClickException(f"There is no collection {unknown[0]}. There are: {known}.")
    if not collections:
        click.echo(f"{storing.rebuild()} documents")
    for name in collections or sorted(COLLECTIONS):
        click.echo(f"{name}: {rebuild_index(name)} documents")


@search.command()
def follow() -> None:
    """Keep this node's indexes current, until stopped; the worker does so too, so this is for nodes without one."""
    set_up()
    from qinglan.kernel.outbox.pace import Pace  # noqa: PLC0415 - needs Django
    from qinglan.kernel.search.following.running import IDLE  # noqa: PLC0415 - as above
    from qinglan.kernel.search.following.running import follow as run  # noqa: PLC0415 - as above

    run(Pace(idle=IDLE))


@search.command()
def status() -> None:
    """How many changes each index of this node has yet to take in, and how many vectors are still to be made."""
    set_up()
    from qinglan.kernel.search.following.lag import MOST_UNMEANT, lags  # noqa: PLC0415 - needs Django

    for lag in lags():
        late = (
            "is being built"
            if lag.behind is None
            else f"{lag.behind} behind, {lag.age.total_seconds():.1f} s"
        )
        more = f"; vectors to be made: {lag.unmeant}" if lag.unmeant else ""
        more += " or more" if lag.unmeant == MOST_UNMEANT else ""
        click.echo(f"{lag.name}: {late}{more}")
