"""``qinglan programme``: the schemes of the packs: list, check, compare, copy for another year."""

import sys
from pathlib import Path

import click


@click.group()
def programme() -> None:
    """Schemes in packs: list, check, compare, copy."""


def _packs() -> Path:
    """The directory of the packs, with Django set up."""
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
    from django.conf import settings  # noqa: PLC0415 - needs Django

    found: Path = settings.PACKS
    return found


@programme.command("list")
def list_() -> None:
    """Every scheme and edition, in which pack, of what nature, from when to when."""
    packs = _packs()
    from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml  # noqa: PLC0415 - needs Django
    from qinglan.programmes.definition.manifest import ManifestFile  # noqa: PLC0415 - as above
    from qinglan.programmes.definition.reading import folders  # noqa: PLC0415 - as above

    for folder in folders(packs):
        pack = folder.parent.parent.parent.name
        try:
            one = read_yaml(folder / "programme.yaml", ManifestFile).programme
        except PackError as error:
            click.echo(f"{pack}  {folder.parent.name}/{folder.name}  {error}", err=True)
            continue
        until = one.valid.last or "…"
        click.echo(
            f"{pack}  {one.slug}/{one.edition}  {one.nature}, decided {one.decided}  "
            f"{one.valid.first} – {until}  {one.title.zh} / {one.title.en}"
        )


@programme.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True))
def check(folder: Path | None) -> None:
    """Check one scheme (FOLDER, packs/PACK/programmes/SLUG/EDITION) or all of them. Exit 1 where there are faults."""
    packs = _packs()
    from qinglan.programmes.definition.check.folder import check_folder, warn_folder  # noqa: PLC0415 - needs Django
    from qinglan.programmes.definition.reading import folders  # noqa: PLC0415 - as above

    chosen = [folder.resolve()] if folder else folders(packs)
    faults = [fault for one in chosen for fault in check_folder(one)]
    warnings = [warning for one in chosen for warning in warn_folder(one)]
    for fault in faults:
        click.echo(fault, err=True)
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)
    click.echo(f"{len(chosen)} schemes checked, {len(faults)} faults, {len(warnings)} warnings")
    sys.exit(1 if faults else 0)


@programme.command()
@click.argument("before")
@click.argument("after")
@click.option("--language", type=click.Choice(["zh", "en"]), default="en", help="Language of the sentences.")
def diff(before: str, after: str, language: str) -> None:
    """What differs between two editions, as SLUG/EDITION, PACK/SLUG/EDITION or a folder. Exit 1: they differ."""
    packs = _packs()
    from qinglan.kernel.rulebook.yaml_file import PackError  # noqa: PLC0415 - needs Django
    from qinglan.programmes.definition.changes import differences  # noqa: PLC0415 - as above
    from qinglan.programmes.definition.reading import read_definition  # noqa: PLC0415 - as above

    try:
        found = differences(read_definition(_folder(packs, before)), read_definition(_folder(packs, after)))
    except PackError as error:
        raise click.ClickException(str(error)) from error
    for one in found:
        click.echo(one.zh if language == "zh" else one.en)
    click.echo(f"{len(found)} differences")
    sys.exit(1 if found else 0)


@programme.command()
@click.option("--from", "source", required=True, metavar="SLUG", help="The scheme that is copied.")
@click.option("--year", required=True, type=click.IntRange(2000, 2100), help="The new edition.")
@click.option("--pack", help="The pack that gets it; the scheme's own by default.")
def new(source: str, year: int, pack: str | None) -> None:
    """Copy the newest edition of a scheme for another year, in force from 1 January."""
    packs = _packs()
    from qinglan.programmes.definition.check.folder import check_folder  # noqa: PLC0415 - needs Django
    from qinglan.programmes.definition.copying import CannotCopy, new_edition  # noqa: PLC0415 - as above

    try:
        folder = new_edition(packs, source, year, pack)
    except CannotCopy as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{folder} made; change it, then `qinglan programme check {folder}` and `qinglan pack load`")
    for fault in check_folder(folder):
        click.echo(fault, err=True)


def _folder(packs: Path, name: str) -> Path:
    """The folder that `name` means: one on disk, or SLUG/EDITION in any pack, or PACK/SLUG/EDITION."""
    if Path(name).is_dir():
        return Path(name).resolve()
    pack, _, scheme = name.partition("/") if name.count("/") == 2 else ("*", "/", name)
    found = sorted(packs.glob(f"{pack}/programmes/{scheme}")) if scheme.count("/") == 1 else []
    if len(found) > 1:
        raise click.ClickException(f"{name}: several packs have this edition; name one as PACK/{name}")
    if not found:
        raise click.ClickException(f"{name}: no pack has this edition")
    return found[0]
