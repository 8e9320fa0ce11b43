"""``qinglan rules``: look rules up, replay what was worked out by them."""

import sys
from datetime import datetime
from typing import Any

import click


@click.group()
def rules() -> None:
    """Rules: show by date, replay evaluations."""


@rules.command()
@click.argument("slug")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day; today by default.")
@click.option("--territory", default="100000", help="GB/T 2260 code or local code; the nation by default.")
def show(slug: str, day: datetime | None, territory: str) -> None:
    """The version of the rule SLUG that holds, with its source."""
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
    from qinglan.kernel import clock  # noqa: PLC0415 - needs Django
    from qinglan.kernel.rulebook.rules_on import NoRule, rule_on  # noqa: PLC0415 - needs Django

    try:
        version = rule_on(slug, day.date() if day else clock.today(), territory)
    except NoRule as error:
        raise click.ClickException(str(error)) from error
    until = version.effective_to or "…"
    click.echo(
        f"{version.slug}  {version.territory}  {version.effective_from} – {until}  {version.digest[:12]}"
    )
    click.echo(f"{version.title_zh} / {version.title_en}")
    click.echo(f"{version.issuer} {version.document} {version.article}  ({version.certainty})")
    click.echo(version.content)


@rules.command()
@click.argument("number", required=False, type=int)
@click.option("--all", "everything", is_flag=True, help="Replay every evaluation.")
def replay(number: int | None, everything: bool) -> None:
    """Work evaluation NUMBER (or --all) out again; exit 1 where anything differs."""
    if (number is None) == (not everything):
        raise click.UsageError("give the number of an evaluation, or --all")
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
    from qinglan.kernel.rulebook.domain import evaluation  # noqa: PLC0415 - needs Django
    from qinglan.kernel.rulebook.models import Evaluation  # noqa: PLC0415 - needs Django

    asked: Any = Evaluation.objects.select_related("version")
    if number is not None:
        asked = asked.filter(pk=number)
        if not asked.exists():
            raise click.ClickException(f"there is no evaluation {number}")
    differences = list(evaluation.replay(asked.iterator(chunk_size=1000)))
    for one in differences:
        click.echo(f"{one.evaluation}: {one.field} was {one.kept!r}, now {one.again!r}", err=True)
    click.echo(f"{asked.count()} replayed, {len(differences)} differences")
    sys.exit(1 if differences else 0)
