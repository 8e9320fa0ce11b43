"""Applications count once an officer confirmed them on evidence."""

from datetime import date
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.measures.registry import evaluate
from qinglan.kernel.measures.result import Scope
from qinglan.kernel.permissions import PermissionRefused
from qinglan.market.domain.application import confirm_application
from qinglan.market.domain.part import put_part
from tests.market import made


def test_only_confirmed_applications_of_published_technologies_count(who: dict[str, Any]) -> None:
    draft = made.technology(who)
    values = {"user_name": "乙（演示）有限公司", "since": date(2025, 3, 1), "evidence": "验收单 7 号"}
    put_part(acting_user=who["member"], listing=draft, kind="application", values=values)
    draft.refresh_from_db()
    bare = {"user_name": "丙（演示）有限公司", "since": date(2025, 4, 1), "evidence": ""}
    put_part(acting_user=who["member"], listing=draft, kind="application", values=bare)
    draft.refresh_from_db()
    with pytest.raises(Impossible):
        confirm_application(acting_user=who["officer"], application=draft.applications.first(), basis="看过")
    public = made.published(who, draft)
    proved = public.applications.get(evidence="验收单 7 号")
    with pytest.raises(PermissionRefused):
        confirm_application(acting_user=who["member"], application=proved, basis="看过")
    with pytest.raises(Impossible):
        confirm_application(
            acting_user=who["officer"], application=public.applications.get(evidence=""), basis="看过"
        )
    confirm_application(acting_user=who["officer"], application=proved, basis="验收单原件")
    with pytest.raises(Impossible):
        confirm_application(acting_user=who["officer"], application=proved, basis="验收单原件")
    scope = Scope(pack="x", territory="990000", on=clock.today(), base_year=2025)
    result = evaluate("market.applications", scope, {})
    assert (result.value, [row.counted for row in result.rows]) == (1, [True, False])
    assert evaluate("market.applications", scope, {"year": 2024}).value == 0
