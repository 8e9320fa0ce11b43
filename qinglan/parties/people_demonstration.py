"""Demonstration people: further organisations, where the demonstration accounts act, experts and brokers."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from qinglan.kernel import clock
from qinglan.kernel.clock.story import telling
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict
from qinglan.kernel.rulebook.yaml_file import read_yaml
from qinglan.parties import people_recorded
from qinglan.parties.domain.account import system_user
from qinglan.parties.domain.assignment import Scope, give_assignment
from qinglan.parties.domain.broker import BrokerParticulars
from qinglan.parties.domain.broker_roster import BrokerEntry, bring_in_brokers
from qinglan.parties.domain.expert import ExpertParticulars
from qinglan.parties.domain.expert_roster import ExpertEntry, bring_in_experts
from qinglan.parties.domain.membership import add, locked
from qinglan.parties.domain.organisation import Particulars
from qinglan.parties.domain.organisation_roster import preload_organisations
from qinglan.parties.models import Assignment, Expert, Membership, Organisation, User
from qinglan.parties.organisation_demonstration import BASIS, ENTERED, mobile_of, registered_on
from qinglan.parties.organisation_story import verify_together
from qinglan.parties.roles import INSPECTOR

PAPER = "演示数据：情况说明"
INSPECTION = timedelta(days=365)
ISSUER = "技术经理人评价机构（演示）"
CERTIFIED = timedelta(days=900)


class OrganisationLine(Strict):
    """An organisation; without code it gets a local one."""

    name: str
    kind: str
    territory: str
    code: str = ""
    industry: str = ""


class MemberLine(Strict):
    """A demonstration account acts for an organisation, named by code or name."""

    account: str
    organisation: str
    role: str


class OfficeLine(Strict):
    """A demonstration account holds a role of the office at a scope; empty is the whole site."""

    account: str
    role: str
    territory: str = ""
    organisation: str = ""
    purpose: str = ""


class ExpertLine(Strict):
    """An expert of the pool; `field` is ``family:code``."""

    name: str
    title: str
    position: str
    field: str
    mobile: str
    employer: str


class BrokerLine(Strict):
    """A broker on the list; `field` is ``family:code``, `agency` the code of his organisation, or empty."""

    name: str
    level: str
    certificate: str
    hours: int
    field: str
    mobile: str
    territory: str
    introduction: str
    agency: str = ""


class PeopleFile(Strict):
    """The whole file."""

    organisations: list[OrganisationLine]
    members: list[MemberLine]
    offices: list[OfficeLine]
    experts: list[ExpertLine]
    brokers: tuple[BrokerLine, ...] = ()


@transaction.atomic
def load_people(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Bring what is not on record yet; how many organisations, places, experts and brokers were new."""
    content = read_yaml(path, PeopleFile)
    made = _organisations(acting_user, content, pack, path)
    accounts = {user.username: user for user in User.objects.filter(is_demonstration=True)}
    with telling(clock.now() - ENTERED + timedelta(days=1)):
        for member in content.members:
            made += _member(acting_user, accounts[member.account], member)
    for office in content.offices:
        made += _office(accounts[office.account], office)
    return made + _experts(acting_user, content, pack, path) + _brokers(acting_user, content, pack, path)


def found(name_or_code: str) -> Organisation:
    """The organisation of that code, or else of that name."""
    rows = Organisation.objects.select_related("territory").order_by("pk")
    one = rows.filter(code=name_or_code).first() or rows.filter(name=name_or_code).first()
    if one is None:
        raise LookupError(f"there is no organisation {name_or_code}")
    return one


def _organisations(acting_user: Any, content: PeopleFile, pack: Pack, path: Path) -> int:
    known = set(
        Organisation.objects.filter(name__in=[line.name for line in content.organisations]).values_list(
            "name", flat=True
        )
    )
    new = [line for line in content.organisations if line.name not in known]
    places = Territory.objects.in_bulk([line.territory for line in new])
    entries = [
        Particulars(
            name=line.name,
            code=line.code,
            kind=line.kind,
            territory=places[line.territory],
            industry=line.industry,
            contact_name="联系人（演示）",
            contact_mobile=mobile_of(line.name),
            legal_representative="法定代表人（演示）",
            registered_on=registered_on(line.name),
        )
        for line in new
    ]
    if not entries:
        return 0
    with telling(clock.now() - ENTERED):
        preload_organisations(
            acting_user=acting_user,
            entries=entries,
            file_name=f"{pack.slug}/demo/people.yaml",
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        rows = Organisation.objects.filter(name__in=[line.name for line in new]).order_by("pk")
        verify_together(acting_user, list(rows.select_for_update(of=("self",))), clock.today(), BASIS)
    return len(entries)


def _member(acting_user: Any, account: User, line: MemberLine) -> int:
    organisation = locked(found(line.organisation))
    if Membership.objects.unended().filter(organisation=organisation, user=account, role=line.role).exists():
        return 0
    row = add(acting_user, organisation, account, line.role, basis=PAPER)
    people_recorded.membership(acting_user, people_recorded.JOINED, row)
    return 1


def _office(account: User, line: OfficeLine) -> int:
    territory = Territory.objects.get(pk=line.territory) if line.territory else None
    organisation = found(line.organisation) if line.organisation else None
    standing = Assignment.objects.unended().filter(
        user=account, role=line.role, territory=territory, organisation=organisation
    )
    if standing.exists():
        return 0
    give_assignment(
        acting_user=system_user(),
        account=account,
        role=line.role,
        scope=Scope(territory, organisation),
        valid_to=clock.today() + INSPECTION if line.role == INSPECTOR else None,
        purpose=line.purpose,
        basis=PAPER,
    )
    return 1


def _experts(acting_user: Any, content: PeopleFile, pack: Pack, path: Path) -> int:
    numbers = [line.mobile for line in content.experts]
    known = set(Expert.objects.filter(private__mobile__in=numbers).values_list("private__mobile", flat=True))
    entries = []
    for line in content.experts:
        if line.mobile in known:
            continue
        family, _colon, code = line.field.partition(":")
        entries.append(
            ExpertEntry(
                particulars=ExpertParticulars(
                    name=line.name,
                    fields=((family, code),),
                    title=line.title,
                    degree="博士",
                    languages=("zh", "en"),
                    mobile=line.mobile,
                ),
                employer=line.employer,
                position=line.position,
                basis=PAPER,
            )
        )
    if not entries:
        return 0
    return bring_in_experts(
        acting_user=acting_user,
        entries=entries,
        file_name=f"{pack.slug}/demo/people.yaml",
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def _brokers(acting_user: Any, content: PeopleFile, pack: Pack, path: Path) -> int:
    places = Territory.objects.in_bulk([line.territory for line in content.brokers])
    entries = []
    for line in content.brokers:
        family, _colon, code = line.field.partition(":")
        entries.append(
            BrokerEntry(
                particulars=BrokerParticulars(
                    name=line.name,
                    level=line.level,
                    certificate_number=line.certificate,
                    certificate_issuer=ISSUER,
                    valid_from=clock.today() - CERTIFIED,
                    training_hours=line.hours,
                    territories=(places[line.territory],),
                    fields=((family, code),),
                    introduction=line.introduction,
                    public_telephone="023-60000000",
                    mobile=line.mobile,
                ),
                agency_code=line.agency,
                basis=PAPER,
            )
        )
    if not entries:
        return 0
    with telling(clock.now() - ENTERED + timedelta(days=1)):
        return bring_in_brokers(
            acting_user=acting_user,
            entries=entries,
            file_name=f"{pack.slug}/demo/people.yaml",
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        )


register(
    FileKind(
        "demonstration people",
        "demo/people.yaml",
        PeopleFile,
        load_people,
        order=16,
        stage="demonstration",
    )
)
