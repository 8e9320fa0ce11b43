"""``qinglan pack``: check the packs, load them."""

import sys
from pathlib import Path

import click


@click.group()
def pack() -> None:
    """Packs: check and load."""


@pack.command()
@click.argument("directory", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True))
def check(directory: Path | None) -> None:
    """Check all packs (in DIRECTORY); each fault with file, line and reason. Exit 1 where there are any.

    Warnings, such as a condition on the place of registration, are printed apart and are no faults.
    """
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
    from django.conf import settings  # noqa: PLC0415 - needs Django

    from qinglan.kernel.rulebook.kinds import check_all, warnings_of  # noqa: PLC0415 - needs Django

    faults, files = check_all(directory or settings.PACKS)
    warnings = warnings_of(directory or settings.PACKS)
    for fault in faults:
        click.echo(fault, err=True)
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)
    click.echo(f"{files} files checked, {len(faults)} faults, {len(warnings)} warnings")
    sys.exit(1 if faults else 0)


@pack.command()
def load() -> None:
    """Bring territories, indicators, plans and schemes of all packs into the database."""
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
    from django.conf import settings  # noqa: PLC0415 - needs Django

    from qinglan.kernel.history.context import acting_as  # noqa: PLC0415 - needs Django
    from qinglan.kernel.rulebook.kinds import load_all  # noqa: PLC0415 - needs Django
    from qinglan.kernel.rulebook.yaml_file import PackError  # noqa: PLC0415 - with the rest
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - needs Django

    try:
        user = system_user()
        with acting_as(user, "qinglan pack load"):
            counts = load_all(settings.PACKS, acting_user=user)
        click.echo(", ".join(f"{count} {name}" for name, count in counts.items()))
    except PackError as error:
        raise click.ClickException(str(error)) from error
