"""``qinglan demo``: demonstration data and accounts; refused in production."""

import gc
import sys

import click


@click.group()
def demo() -> None:
    """Demonstration data and accounts."""


@demo.command()
def load() -> None:
    """Load demonstration data and open the demonstration accounts. A second time changes nothing."""
    _set_up()
    from django.conf import settings  # noqa: PLC0415 - needs Django

    from qinglan.kernel.history.context import acting_as  # noqa: PLC0415 - needs Django
    from qinglan.kernel.rulebook.kinds import load_all  # noqa: PLC0415 - needs Django
    from qinglan.parties.demonstration import open_accounts  # noqa: PLC0415 - needs Django

    gc.disable()  # what is loaded stays until this process ends; looking for garbage is a tenth of the time
    user = open_accounts()
    with acting_as(user, "qinglan demo load"):
        counts = load_all(settings.PACKS, acting_user=user, stage="demonstration")
    click.echo(", ".join(f"{count} {name}" for name, count in counts.items()))


@demo.command()
def accounts() -> None:
    """List the demonstration accounts."""
    _set_up()
    from qinglan.parties.demonstration import ACCOUNTS, PASSWORD  # noqa: PLC0415 - needs Django

    for account in ACCOUNTS:
        click.echo(f"{account.username}  {PASSWORD}  {account.display_name}  {account.good_for}")


def _set_up() -> None:
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
    from django.conf import settings  # noqa: PLC0415 - needs Django

    if not settings.DEMONSTRATION:
        click.echo(
            "demonstration data and accounts are refused in production (QINGLAN_MODE=production)", err=True
        )
        sys.exit(1)
