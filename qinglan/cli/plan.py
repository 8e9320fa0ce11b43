"""``qinglan plan``: read a document, attach an official text."""

import sys
from pathlib import Path

import click

from qinglan.cli.plan_read import read


@click.group()
def plan() -> None:
    """Plans: read a document, attach an official text."""


plan.add_command(read)


@plan.command()
@click.argument("slug", metavar="PLAN")
@click.argument("file", type=click.Path(path_type=Path))
def attach(slug: str, file: Path) -> None:
    """Attach the official text in FILE to the published version of PLAN (its address).

    The text must agree with the plan's headings and quotes; otherwise nothing is stored and every
    disagreement is listed (exit 2).
    """
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
    from qinglan.kernel.conflicts import Impossible  # noqa: PLC0415 - needs Django
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - needs Django
    from qinglan.plans.domain.attachment import attach_text  # noqa: PLC0415 - needs Django
    from qinglan.plans.queries import current_version  # noqa: PLC0415 - needs Django
    from qinglan.plans.reader import ReadError, read_file  # noqa: PLC0415 - with the rest

    version = current_version(slug)
    if version is None:
        raise click.ClickException(f"there is no published plan {slug!r}; see /plans/ for the addresses")
    try:
        attach_text(acting_user=system_user(), version=version, reading=read_file(file), file_name=file.name)
    except (ReadError, Impossible) as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    click.echo(f"attached {file.name} to {slug}")
