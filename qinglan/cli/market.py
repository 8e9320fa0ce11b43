"""``qinglan market``: bring technologies and needs in from files, and take them out."""

import sys
import time
from pathlib import Path

import click

SIDES = {"technologies": "technology", "needs": "need"}


@click.group()
def market() -> None:
    """Technologies and needs: bring them in from files, take them out."""


@market.command("import")
@click.argument("what", type=click.Choice(sorted(SIDES)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what each row would do; write nothing.")
@click.option("--mapping", "mapping_name", help="A mapping of the packs (its name), for files of others.")
@click.option("--owner", "owner_code", help="Code of the organisation for rows that name none.")
@click.option("--publish", "publish_on", help="Publish at once, on this basis (rule or decision).")
@click.option("--source", default="file", show_default=True, help="Names where the records come from.")
@click.option("--user", "username", help="The account that acts; without it the system does.")
def bring_in(
    what: str,
    file: Path,
    dry_run: bool,
    mapping_name: str | None,
    owner_code: str | None,
    publish_on: str | None,
    source: str,
    username: str | None,
) -> None:
    """Bring FILE (jsonl, csv, xlsx) in; refused rows are named with the reason. Broken off, it goes on."""
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
    from qinglan.kernel.conflicts import Impossible  # noqa: PLC0415 - needs Django
    from qinglan.kernel.history.context import acting_as  # noqa: PLC0415 - needs Django
    from qinglan.kernel.permissions import PermissionRefused  # noqa: PLC0415 - needs Django
    from qinglan.market.domain.importing import import_file  # noqa: PLC0415 - needs Django
    from qinglan.market.exchange.mapping import mappings  # noqa: PLC0415 - needs Django
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - needs Django
    from qinglan.parties.models import Organisation, User  # noqa: PLC0415 - needs Django

    user = User.objects.filter(username=username).first() if username else system_user()
    owner = Organisation.objects.filter(code=owner_code).first() if owner_code else None
    mapping = mappings().get(mapping_name) if mapping_name else None
    for asked, found, said in (
        (username, user, "no account is called"),
        (owner_code, owner, "no organisation has the code"),
        (mapping_name, mapping, f"known mappings: {', '.join(mappings())}; none is called"),
    ):
        if asked and found is None:
            raise click.ClickException(f"{said} {asked}")
    start = time.monotonic()
    try:
        with acting_as(user, f"qinglan market import {what}"):
            report = import_file(
                acting_user=user,
                side=SIDES[what],
                path=file,
                source=source,
                mapping=mapping,
                owner=owner,
                publish_on=publish_on or "",
                dry_run=dry_run,
                progress=lambda done: click.echo(f"  {done} rows", err=True),
            )
    except (Impossible, PermissionRefused) as refusal:
        raise click.ClickException(str(getattr(refusal, "message", refusal))) from refusal
    for row, column, reason in report.faults:
        click.echo(f"row {row}{f', {column}' if column else ''}: {reason}", err=True)
    words = "would be" if dry_run else "were"
    click.echo(
        f"{report.new} {words} new, {report.changed} changed, {report.same} the same, {report.refused} refused"
        f" ({time.monotonic() - start:.1f} s)"
    )
    if report.refused:
        sys.exit(2)


@market.command("export")
@click.argument("what", type=click.Choice(sorted(SIDES)))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def take_out(what: str, file: Path) -> None:
    """Write what is public to FILE (jsonl, csv, xlsx), in the columns of the import."""
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
    from qinglan.kernel.conflicts import Impossible  # noqa: PLC0415 - needs Django
    from qinglan.market.exchange.writing import write_file  # noqa: PLC0415 - needs Django

    try:
        count = write_file(SIDES[what], file)
    except Impossible as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(f"{count} written to {file}")
