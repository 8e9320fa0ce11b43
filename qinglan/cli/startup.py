"""What has to be done between the start of the database and that of the web server.

One process does all of it, so that Django is loaded once; the supervisor itself never loads it.
`qinglan run` starts it as `python -m qinglan.cli.startup`.
"""

import sys
from collections.abc import Callable

import click

from qinglan.cli.setup import set_up


def _sign_in_as(role: str) -> None:
    """Let Django's connection sign in as `role` from now on."""
    from django.db import connections  # noqa: PLC0415 - needs Django

    from qinglan.kernel.database.location import django_database  # noqa: PLC0415 - with the rest

    connections["default"].close()
    connections["default"].settings_dict.update(django_database(role))  # type: ignore[arg-type]


def make_directories() -> None:
    """The directory of collected static files may be empty, but has to be there."""
    from django.conf import settings  # noqa: PLC0415 - needs Django

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


def compile_translations() -> None:
    """Compile the message files that changed, without gettext's tools."""
    from qinglan.kernel.web.translations import compile_all  # noqa: PLC0415 - needs settings

    compile_all()


def migrate() -> None:
    """Bring the tables up to date, as their owner."""
    from django.core.management import call_command  # noqa: PLC0415 - needs Django
    from django.db import connections  # noqa: PLC0415 - as above
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 - as above

    _sign_in_as("owner")
    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        click.echo("Migrating the database.")
        call_command("migrate", verbosity=0, interactive=False)
    _sign_in_as("app")


def check_the_settings() -> None:
    """What needs a file, a package or another machine is tried now, not when somebody first uses it."""
    from django.core.checks import run_checks  # noqa: PLC0415 - needs Django

    found = [one.msg for one in run_checks(databases=["default"]) if one.is_serious()]
    if found:
        raise click.ClickException("\n".join(found))


def load_packs() -> None:
    """Bring the packs into the database; what is there already stays as it is."""
    from qinglan.cli.pack import load  # noqa: PLC0415 - needs Django

    load.main(args=[], standalone_mode=False)


def load_demonstration() -> None:
    """Accounts and figures to look at, on the first start in demonstration mode.

    The mark lies beside the database, so that it goes with it, and is set after the loading, which
    may be repeated: a start that was broken off loads again.
    """
    from django.conf import settings  # noqa: PLC0415 - needs Django

    from qinglan.kernel.database.location import cluster_directory  # noqa: PLC0415 - with the rest

    mark = cluster_directory(settings.HOME) / "demonstration-loaded"
    if not settings.DEMONSTRATION or mark.exists():
        return
    from qinglan.cli.demo import load  # noqa: PLC0415 - needs Django

    click.echo("Loading demonstration data.")
    load.main(args=[], standalone_mode=False)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()


def list_accounts() -> None:
    """Tell the demonstration accounts at every start."""
    from django.conf import settings  # noqa: PLC0415 - needs Django

    if not settings.DEMONSTRATION:
        return
    from qinglan.cli.demo import accounts  # noqa: PLC0415 - needs Django

    click.echo("Demonstration accounts (name, password, who it is):")
    accounts.main(args=[], standalone_mode=False)


STEPS: tuple[Callable[[], None], ...] = (
    make_directories,
    compile_translations,
    migrate,
    check_the_settings,
    load_packs,
    load_demonstration,
    list_accounts,
)
"""In this order."""


_LINES = 5


def _brief(message: str) -> str:
    """The first lines of a long message (a faulty pack may have a thousand faults)."""
    lines = message.splitlines() or ["no message"]
    rest = len(lines) - _LINES
    return "\n".join(lines[:_LINES] + ([f"… and {rest} lines more"] if rest > 0 else []))


def main() -> None:
    """Do every step; on the first fault say which and why, and exit 1."""
    set_up()
    from qinglan.kernel.rulebook.yaml_file import PackError  # noqa: PLC0415 - with the rest

    for step in STEPS:
        try:
            step()
        except (click.ClickException, PackError) as error:
            what = step.__name__.replace("_", " ")
            click.echo(f"Could not {what}: {_brief(str(error))}", err=True)
            sys.exit(1)


if __name__ == "__main__":
    main()
