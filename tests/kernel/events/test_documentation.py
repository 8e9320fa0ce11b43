"""docs/events.md and docs/outbox.md list every kind with its description."""

import re

import pytest

from qinglan.kernel.events.kinds import KINDS as EVENT_KINDS
from qinglan.kernel.outbox.kinds import KINDS as CHANGE_KINDS
from qinglan.settings.env import DECLARED, PROJECT_ROOT

ROW = re.compile(r"^\| `([a-z.-]+)` \| (.+) \|$", re.MULTILINE)


@pytest.mark.parametrize(("page", "kinds"), [("events.md", EVENT_KINDS), ("outbox.md", CHANGE_KINDS)])
def test_every_kind_is_documented(page, kinds):
    text = (PROJECT_ROOT / "docs" / page).read_text("utf-8")
    known = {name: str(kind.description) for name, kind in kinds.items() if not name.startswith("tests.")}
    assert dict(ROW.findall(text.partition("## Kinds")[2])) == known


def test_the_settings_of_anchors_are_described():
    text = (PROJECT_ROOT / "docs" / "events.md").read_text("utf-8")
    for name in DECLARED:
        if name.startswith("QINGLAN_ANCHOR_"):
            assert name in text or name.removeprefix("QINGLAN_ANCHOR") in text
