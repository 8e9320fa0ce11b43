"""``qinglan clock``: what the clock shows; let the clock of a training site run ahead."""

import re
from datetime import timedelta

import click

_PARTS = re.compile(r"(\d+)([dhms])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


class Length(click.ParamType[timedelta]):
    """A length of time such as ``5d``, ``2h30m`` or ``0``."""

    name = "length"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The length; fails on anything else."""
        if isinstance(value, timedelta):
            return value
        text = str(value)
        if text == "0":
            return timedelta()
        parts = _PARTS.findall(text)
        if not parts or "".join(number + unit for number, unit in parts) != text or len(text) > 20:
            self.fail(f"{text!r} is no length of time: write 5d, 2h30m or 90s", param, ctx)
        try:
            return sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in parts), timedelta())
        except OverflowError:
            self.fail(f"{text!r} is too long", param, ctx)


@click.group()
def clock() -> None:
    """The clock: show it, let that of a training site run ahead."""


@clock.command()
def show() -> None:
    """What the clock shows, and every change that was made."""
    _set_up()
    from qinglan.kernel import clock as clocks  # noqa: PLC0415 - needs Django
    from qinglan.kernel.clock import reading  # noqa: PLC0415 - needs Django
    from qinglan.kernel.clock.models import Change  # noqa: PLC0415 - needs Django

    setting = reading.read()
    state = "true time" if setting.is_true else f"training clock, {setting.rate.factor} times as fast as time"
    click.echo(f"{clocks.now().astimezone(clocks.SHANGHAI):%Y-%m-%d %H:%M:%S}  {state}")
    for change in Change.objects.select_related("made_by"):
        made = change.made_at.astimezone(clocks.SHANGHAI)
        click.echo(f"{made:%Y-%m-%d %H:%M:%S}  +{change.ahead}  x{change.factor}  {change.reason}")


@clock.command(name="set")
@click.option("--ahead", type=Length(), default="0", help="Put ahead by: 5d, 2h30m. Nothing by default.")
@click.option("--factor", type=int, default=1, show_default=True, help="From then on, times as fast as time.")
@click.option("--reason", required=True, help="Why; it stays in the log.")
def set_clock(ahead: timedelta, factor: int, reason: str) -> None:
    """Let the clock of a training site run ahead; refused in production. It is never set back."""
    _set_up()
    from qinglan.kernel.clock.domain.setting import change_clock  # noqa: PLC0415 - needs Django
    from qinglan.kernel.conflicts import Impossible  # noqa: PLC0415 - needs Django
    from qinglan.parties.domain.account import system_user  # noqa: PLC0415 - needs Django

    try:
        change = change_clock(acting_user=system_user(), ahead=ahead, factor=factor, reason=reason)
    except Impossible as error:
        raise click.ClickException(error.message) from error
    click.echo(f"put ahead by {change.ahead}, {change.factor} times as fast as time, in half a second")


def _set_up() -> None:
    from qinglan.cli.setup import set_up  # noqa: PLC0415 - the group must load without Django

    set_up()
