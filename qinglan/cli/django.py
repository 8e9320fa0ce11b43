"""``qinglan django``: any command of Django's own."""

import click


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.option(
    "--as",
    "role",
    type=click.Choice(["owner", "app", "reader"]),
    default="owner",
    help="Role of the database.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def django(role: str, arguments: tuple[str, ...]) -> None:
    """Any command of Django's own, as the owner of the tables: ``qinglan django migrate``."""
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - other commands must load without Django

    set_up(role)  # type: ignore[arg-type]
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - as above

    execute_from_command_line(["qinglan django", *arguments])
