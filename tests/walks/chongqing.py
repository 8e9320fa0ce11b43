"""The first city as its packs describe it, with people and firms of the walks; all of them invented."""

from datetime import date
from pathlib import Path
from typing import Any

from stdnum.cn import uscc

from qinglan.kernel import clock
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.messages.models import Channel, Choice
from qinglan.kernel.rulebook.kinds import in_order
from qinglan.kernel.rulebook.packs import discover
from qinglan.parties.domain.account import system_user
from qinglan.parties.domain.organisation import Particulars, register_organisation, verify_organisation
from qinglan.parties.models import (
    Expert,
    ExpertEmployer,
    ExpertState,
    InterestStatement,
    Organisation,
    User,
)
from qinglan.programmes.domain.award_state import note
from qinglan.programmes.models import Award, DefinitionVersion
from tests.packs.reading import PACKS
from tests.parties.organisations.made import PASSWORD
from tests.support.people import assign, join

CITY, DISTRICT = "500000", "500115"
PACK = "cn-500000-chongqing"
KINDS = {"years of holidays", "rules", "territories", "indicators", "plans"}
"""What the walks need besides their schemes."""
BUREAU = "重庆市科学技术局"


def load(*schemes: str) -> None:
    """Bring in the city, its plan, and these schemes of it and of the nation, as the command does."""
    for kind in in_order("pack"):
        if kind.name not in KINDS | {"schemes"}:
            continue
        for pack in discover(PACKS):
            for path in pack.files(kind.pattern):
                if _wanted(pack.slug, kind.name, path, schemes):
                    kind.load(acting_user=system_user(), pack=pack, path=path)


def _wanted(pack: str, kind: str, path: Path, schemes: tuple[str, ...]) -> bool:
    if pack not in (PACK, "cn-national"):
        return False
    return kind in KINDS or path.parents[1].name in schemes


def scheme(slug: str) -> DefinitionVersion:
    """The newest edition of a scheme as this city runs it."""
    found = DefinitionVersion.objects.filter(
        programme__slug=slug, programme__territory=CITY, is_current=True
    ).order_by("-edition")
    return found[0]


def somebody(name: str, role: str = "", *, organisation: Any = None) -> User:
    """A person of the city's office, or without an office, who can log in."""
    user = User.objects.create(
        username=name, display_name=f"{name}（演示）", email=f"{name}@example.cn", is_demonstration=True
    )
    user.set_password(PASSWORD)
    user.save()
    if role:
        assign(user, role, organisation=organisation)
    return user


def code(number: int) -> str:
    """A code of the demonstration range with the right check character."""
    first = f"91500115DEW{number:06d}"
    return first + uscc.calc_check_digit(first)


def firm(officer: Any, number: int, name: str, **more: Any) -> Organisation:
    """A firm of the district, verified."""
    return verify_organisation(
        acting_user=officer, organisation=preloaded(officer, number, name, **more),
        on=min(date(2026, 1, 5), clock.today()), basis="营业执照",
    )  # fmt: skip


def preloaded(officer: Any, number: int, name: str, **more: Any) -> Organisation:
    """A firm of the district that an officer brought in from a roster, claimed by nobody."""
    values: dict[str, Any] = {
        "name": f"{name}（演示）有限公司",
        "code": code(number),
        "kind": "enterprise",
        "territory": Territory.objects.get(pk=DISTRICT),
        "contact_name": "示例联系人",
        "contact_mobile": "19900000001",
        "legal_representative": "示例法人",
        "registered_on": date(2019, 4, 1),
        **more,
    }
    return register_organisation(
        acting_user=officer, particulars=Particulars(**values), basis="名录1号", is_another=True
    )


def works_at(name: str, organisation: Organisation) -> User:
    """One of the firm's people, who wants mail."""
    user = somebody(name)
    Choice.objects.create(user=user, channels=[Channel.MAIL])
    join(user, organisation)
    return user


def held(officer: Any, slug: str, organisation: Organisation, number: str, **more: Any) -> Award:
    """An award of an earlier year."""
    of = scheme(slug)
    day: date = more.pop("granted_on", date(2025, 9, 1))
    award = Award.objects.create(
        programme=of.programme, version=of, holder=organisation, number=number,
        level=of.definition.manifest.authority, granted_on=day, valid_from=day,
        **{"valid_to": date(day.year + 3, day.month, day.day), **more},
    )  # fmt: skip
    note(officer, award, "granted", day)
    return award


def experts(officer: Any, count: int) -> None:
    """A pool of experts, each with a unit elsewhere and a statement of ties."""
    for number in range(1, count + 1):
        user = somebody(f"expert{number}")
        made = Expert.objects.create(
            user=user, name=f"示例专家{number}", name_key=f"{number:04d}", route="application",
            state=ExpertState.IN_POOL, state_on=date(2026, 1, 5), confirmed_by=officer,
            confirmed_at=clock.now(), created_at=clock.now(), created_by=officer,
        )  # fmt: skip
        ExpertEmployer.objects.create(
            expert=made, valid_from=date(2020, 1, 1), free_name=f"外地示例大学{number}"
        )
        InterestStatement.objects.create(user=user, said_on=clock.today(), said_at=clock.now(), said_by=user)
