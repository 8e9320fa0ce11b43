"""``qinglan ledger``: prove that the books are in order."""

import sys

import click


@click.group()
def ledger() -> None:
    """The ledger: check the books."""


@ledger.command()
def check() -> None:
    """Read the whole ledger; exit 1 with everything that contradicts itself."""
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
    from qinglan.kernel.ledger import queries  # noqa: PLC0415 - needs Django
    from qinglan.kernel.ledger.models import Account, Posting  # noqa: PLC0415 - needs Django

    faults = queries.faults()
    for fault in faults:
        click.echo(str(fault), err=True)
    click.echo(
        f"{Account.objects.count()} accounts, {Posting.objects.count()} postings, {len(faults)} faults"
    )
    sys.exit(1 if faults else 0)
