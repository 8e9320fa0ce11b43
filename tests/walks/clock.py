"""The clock of a walk: it begins on a day of 2026 and is then moved by the verb of the clock alone."""

import time
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from qinglan.kernel import clock
from qinglan.kernel.clock.domain.setting import LEAD, change_clock
from tests.support import server


def begin_at(text: str) -> None:
    """Let this test's database begin at a moment in Beijing time; from there the clock runs as it does."""
    shift = clock.now() - _moment(text)
    with server.TestDatabase(connection.settings_dict["NAME"]).connect("owner", autocommit=True) as owner:
        owner.execute(
            "CREATE OR REPLACE FUNCTION qinglan_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$"
            f" SELECT qinglan_clock_at(clock_timestamp()) - interval '{shift.total_seconds()} seconds' $$"
        )


def move_to(administrator: Any, text: str) -> None:
    """An administrator puts the clock ahead to this moment."""
    ahead = _moment(text) - clock.now()
    change_clock(acting_user=administrator, ahead=max(ahead, timedelta()), factor=1, reason="演练")
    time.sleep(LEAD.total_seconds())
    assert clock.now() >= _moment(text)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)
