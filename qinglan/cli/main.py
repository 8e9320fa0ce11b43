"""The command ``qinglan``. A subcommand is imported when it is called, so that each starts fast."""

import importlib
from typing import Any

import click

import qinglan

COMMANDS = {
    "account": ("qinglan.cli.account", "account", "Accounts: open those of the first administrators."),
    "clock": ("qinglan.cli.clock", "clock", "The clock: show it, let that of a training site run ahead."),
    "codes": ("qinglan.cli.codes", "codes", "Code lists: load tables, look codes up."),
    "db": ("qinglan.cli.db", "db", "The database: status, start, stop, backup, restore, shell."),
    "demo": ("qinglan.cli.demo", "demo", "Demonstration data and accounts."),
    "django": ("qinglan.cli.django", "django", "Any command of Django's own."),
    "events": ("qinglan.cli.events", "events", "Event streams: export, verify, anchor."),
    "ledger": ("qinglan.cli.ledger", "ledger", "The ledger: check the books."),
    "auction": ("qinglan.cli.auction", "auction", "Auctions: take a lot out to be checked."),
    "market": (
        "qinglan.cli.market",
        "market",
        "Technologies and needs: bring them in from files, take them out.",
    ),
    "pack": ("qinglan.cli.pack", "pack", "Packs: check and load."),
    "plan": ("qinglan.cli.plan", "plan", "Plans: read a document, attach an official text."),
    "programme": ("qinglan.cli.programme", "programme", "Schemes in packs: list, check, compare, copy."),
    "rules": ("qinglan.cli.rules", "rules", "Rules: show by date, replay evaluations."),
    "search": ("qinglan.cli.search", "search", "Search: make the index anew, follow the change log."),
    "run": ("qinglan.cli.run", "run", "Start everything and keep it running."),
    "worker": ("qinglan.cli.worker", "worker", "Work on background jobs (started by `run`)."),
}


class Lazy(click.Group):
    """A group whose commands are named above and imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command called `cmd_name`."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _help = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][2]) for name in sorted(COMMANDS)])


@click.command(cls=Lazy)
@click.version_option(qinglan.__version__, prog_name="qinglan")
def main(**_: Any) -> None:
    """Qinglan 青蓝: a city's green technology innovation system."""
