"""Five experts are drawn; one turns out to be tied, the next in the order steps in, and anybody replays it."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from qinglan.kernel import clock
from qinglan.programmes.models import Panel, SeatState
from tests.walks import meanwhile
from tests.walks.person import Person

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "replay_draw.py"


def draws(officer: Person, user: object, firm: str) -> Panel:
    """Commitment, draw, invitations by telephone."""
    officer.go("/handling/").follow(firm).press("抽取专家")
    officer.write("评审日期", (clock.today() + timedelta(days=7)).isoformat())
    officer.tick("本人与以上申报单位均无利害关系").press("公布承诺值").press("抽取专家").press("立即抽取")
    officer.reads("专家已抽出")
    panel = Panel.objects.get()
    meanwhile.accepted(user, panel)
    return panel


def finds_tie(officer: Person, user: object, panel: Panel) -> None:
    """The secretary learns that the first of them advises an applicant: the next in the order steps in."""
    first = panel.seats.select_related("entry__expert").order_by("place")[0]
    others = set(panel.seats.values_list("pk", flat=True))
    officer.go(panel.get_absolute_url()).press("发现利害关系", among=officer.row(first.entry.expert.name))
    officer.main.get_by_label("关系类型").select_option(index=1)
    officer.send()
    stepped_in = panel.seats.exclude(pk__in=others).select_related("entry__expert").get()
    officer.reads(stepped_in.entry.expert.name).looks_right("office-panel")
    meanwhile.accepted(user, panel)
    assert panel.seats.get(pk=stepped_in.pk).state == SeatState.ACCEPTED


def concludes(officer: Person, panel: Panel) -> None:
    """The sheets are in: each case is concluded."""
    for one in panel.cases.all():
        officer.go(panel.get_absolute_url()).press(f"评分与结论 {one.label}").press("结束评审")


def publishes(officer: Person, panel: Panel) -> None:
    """After the result: seed and pseudonymous pool."""
    officer.go(panel.get_absolute_url()).press("公布抽取结果").press("立即公布")


def stranger_replays(stranger: Person, panel: Panel, folder: Path) -> None:
    """Somebody without an account takes the published draw and runs the script on it."""
    stranger.go("/draws/").follow(panel.round.title)
    file = folder / "draw.json"
    file.write_bytes(stranger.take("下载抽取文件"))
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
