"""The market of the walks: its rules, two firms and a university of the first city, brokers, listings by verbs."""

from datetime import date, timedelta
from typing import Any

from qinglan.kernel import clock
from qinglan.kernel.messages.models import Channel, Choice
from qinglan.kernel.rulebook.kinds import in_order
from qinglan.kernel.rulebook.packs import discover
from qinglan.kernel.search.following.rebuilding import rebuild
from qinglan.market.domain import mandate as mandates
from qinglan.market.domain.listing import begin_technology
from qinglan.parties.domain.account import system_user
from qinglan.parties.domain.broker import BrokerParticulars, admit_broker, apply_as_broker
from tests.market import made
from tests.packs.reading import PACKS
from tests.support.people import join
from tests.walks import chongqing

KINDS = {"territories", "rules", "years of holidays"}
WATER: dict[str, Any] = {
    "title": "高盐废水电催化降 COD",
    "problem": "含盐废水 COD 偏高，生化处理受抑制。",
    "effect": "COD 由 500 mg/L 降至 40 mg/L，不加药。",
    "trl": 7,
    "modes": ["joint_development", "ordinary"],
}
SALT: dict[str, Any] = {
    "title": "含盐废水蒸发结晶零排放",
    "problem": "含盐废水无处可排，COD 偏高。",
    "effect": "盐回用，COD 降至 50 mg/L 以下。",
    "trl": 9,
    "modes": ["joint_development", "transfer"],
}


def opened() -> dict[str, Any]:
    """Who is there: `manager` of a chemical firm of 长寿区, `teacher` of a university, an officer, two brokers."""
    for kind in in_order("pack"):
        if kind.name not in KINDS:
            continue
        for pack in discover(PACKS):
            if pack.slug in ("cn-national", chongqing.PACK):
                for path in pack.files(kind.pattern):
                    kind.load(acting_user=system_user(), pack=pack, path=path)
    officer = chongqing.somebody("officer", "officer")
    firm = chongqing.firm(officer, 1, "缙云化工", industry="C26")
    university = chongqing.firm(officer, 2, "歌乐大学", kind="university", industry="P83")
    people = {name: chongqing.somebody(name) for name in ("manager", "teacher", "one", "two")}
    for name, unit in (("manager", firm), ("teacher", university)):
        for role in ("administrator", "member"):
            join(people[name], unit, role)
    for name in ("one", "two"):
        _listed(officer, people[name])
    Choice.objects.create(user=people["manager"], channels=[Channel.MAIL])
    return {"officer": officer, "firm": firm, "university": university, **people}


def _listed(officer: Any, user: Any) -> None:
    """On the public list of brokers."""
    particulars = BrokerParticulars(
        name=f"经理人{user.username}", level="junior", certificate_number=user.username,
        certificate_issuer="科技局（演示）", valid_from=date(2025, 1, 1),
    )  # fmt: skip
    own = apply_as_broker(acting_user=user, particulars=particulars)
    admit_broker(acting_user=officer, broker=own, on=clock.today(), reason="已核对证书")
    user.refresh_from_db()


def technology(here: dict[str, Any], values: dict[str, Any]) -> Any:
    """A published technology of the university."""
    teacher = here["teacher"]
    row = begin_technology(acting_user=teacher, owner=here["university"], values=values, contact=made.CONTACT)
    return made.published({**here, "member": teacher, "admin": teacher}, row)


def mandated(here: dict[str, Any], broker: str, listing: Any, client: str) -> Any:
    """A mandate in force, of 3 %."""
    terms = mandates.Terms("share", clock.today(), clock.today() + timedelta(days=180), share=30)
    row = mandates.propose_mandate(acting_user=here[broker], listing=listing, terms=terms)
    return mandates.accept_mandate(acting_user=here[client], mandate=row)


def found() -> None:
    """The indexes are current, and the jobs that publication queued have found the matches."""
    from tests.walks.worker import work_off

    for name in ("technologies", "needs"):
        rebuild(name)
    work_off()
