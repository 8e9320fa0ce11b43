"""``qinglan account``: the first administrators, whom nobody inside could name."""

import sys

import click


@click.group()
def account() -> None:
    """Accounts: open those of the first three administrators."""


@account.command("open")
@click.argument("username")
@click.option("--name", required=True, help="Name shown to others.")
@click.option("--role", required=True, help="administrator, security or auditor.")
@click.option("--mobile", default="", help="Number to which the code for the first login goes.")
@click.option("--email", default="", help="Mailbox to which the code for the first login goes.")
def open_(username: str, name: str, role: str, mobile: str, email: str) -> None:
    """Open the account USERNAME for an administrator, who logs in with a code and sets a password."""
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
    from django.db import transaction  # noqa: PLC0415 - needs Django

    from qinglan.kernel.conflicts import Impossible  # noqa: PLC0415 - as above
    from qinglan.kernel.history.context import acting_as  # noqa: PLC0415 - as above
    from qinglan.parties.domain.account import open_first, system_user  # noqa: PLC0415 - as above

    user = system_user()
    try:
        with acting_as(user, "qinglan account open"), transaction.atomic():
            opened = open_first(
                acting_user=user, username=username, display_name=name, role=role, mobile=mobile, email=email
            )
    except Impossible as refusal:
        click.echo(refusal.message, err=True)
        sys.exit(1)
    click.echo(f"{opened.username}  {role}  {opened.mobile or opened.email}")
