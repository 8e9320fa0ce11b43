"""``qinglan auction``: export a lot."""

from pathlib import Path

import click


@click.group()
def auction() -> None:
    """Auctions: take a lot out to be checked."""


@auction.command()
@click.argument("number")
@click.option(
    "--out", type=click.Path(path_type=Path), help="File to write (default: auction-NUMBER.zip here)."
)
def export(number: str, out: Path | None) -> None:
    """Export the lot NUMBER with all its events, to be checked by tools/verify_auction.py."""
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
    from qinglan.auctions.models import Lot  # noqa: PLC0415 - needs Django
    from qinglan.auctions.verifying.export import file_name, write_export  # noqa: PLC0415 - needs Django

    lot = Lot.objects.filter(number=number).first()
    if lot is None or not lot.is_public:
        raise click.ClickException(f"no lot {number!r} was disclosed")
    path = out or Path(file_name(lot))
    try:
        with path.open("xb") as output:
            write_export(output, lot)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already; name another file by --out") from None
    click.echo(f"written: {path}")
