"""The Python twin of ``qinglan_now()``: the clock's setting and what it shows at a real moment."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection


@dataclass(frozen=True)
class Rate:
    """At the real moment `real` the clock shows `shown`, and runs on `factor` times as fast as time."""

    real: datetime
    shown: datetime
    factor: int

    def at(self, real: datetime) -> datetime:
        """What it shows at the real moment `real` (all moments with time zone)."""
        return self.shown.astimezone(UTC) + (real - self.real) * self.factor


@dataclass(frozen=True)
class Setting:
    """How the clock runs: `rate` from its real moment on, `before` until then; never less than `mark`."""

    rate: Rate
    before: Rate
    mark: datetime

    def at(self, real: datetime) -> datetime:
        """What the clock shows at the real moment `real`; equal to ``qinglan_clock_at(real)``."""
        rate = self.rate if real >= self.rate.real else self.before
        return max(self.mark.astimezone(UTC), rate.at(real))

    @property
    def is_true(self) -> bool:
        """Whether the clock shows true time."""
        return self.rate.factor == 1 and self.rate.real == self.rate.shown


def read() -> Setting:
    """The setting as it stands in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT real_anchor, shown_anchor, factor, before_real, before_shown, before_factor, mark"
            " FROM clock_setting"
        )
        row = cursor.fetchone()
    assert row is not None
    return Setting(Rate(*row[0:3]), Rate(*row[3:6]), row[6])


KEPT_SECONDS = 2.0
_kept: dict[str, tuple[float, Setting | None]] = {}


def recent() -> Setting | None:
    """The setting as it stood at most `KEPT_SECONDS` ago: for what stands on every page.

    Inside somebody's transaction nothing is asked: then it is what was last known, or None.
    """
    name = str(connection.settings_dict["NAME"])
    moment, setting = _kept.get(name, (-KEPT_SECONDS, None))
    if connection.in_atomic_block or time.monotonic() - moment < KEPT_SECONDS:
        return setting
    setting = read()
    _kept[name] = (time.monotonic(), setting)
    return setting


def forget() -> None:
    """Read anew next time, in this process."""
    _kept.clear()
