"""The file kind ``demo/contracts.yaml``, and how it is loaded."""

from pathlib import Path
from typing import Any

from qinglan.contracts.demonstration import bank, income, past, people, registering, trade
from qinglan.contracts.demonstration.aftermath import paper
from qinglan.contracts.demonstration.file_form import ContractsFile, Story
from qinglan.contracts.domain.figure import count_units, fold_figures, years_to_count
from qinglan.contracts.models import Contract, Conversion, Invention, Mobility, ResultProof
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack
from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml
from qinglan.market.models import Technology
from qinglan.parties.domain.account import system_user
from qinglan.parties.models import Organisation, User

Users = dict[str, User]


def load_contracts(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Walk each contract to where it stands; a second time changes nothing. How many were made."""
    content = read_yaml(path, ContractsFile)
    users = _users(content, path)
    officer = users[content.officer]
    count = past.bring_in(officer, content.past)
    desk = _desk(content, users, officer, path)
    for story in content.contracts:
        if not Contract.objects.filter(title=story.title).exists():
            trade.walk(
                story, users[story.seller], users[story.buyer], officer, _technology(pack, story), desk
            )
            count += 1
    for case in content.income:
        contract = Contract.objects.filter(title=case.contract).first()
        if contract is not None and not Conversion.objects.filter(title=case.title).exists():
            income.walk(case, users[case.account], contract)
            count += 1
    count += _people(content, users) + _money(content, users)
    if count:
        _count_figures()
    return count


def _users(content: ContractsFile, path: Path) -> Users:
    names = {
        content.officer,
        *(one.account for one in content.income),
        *(one.account for one in content.idle),
    }
    names |= {one.account for one in content.moves} | {one.account for one in content.proofs}
    names |= {name for one in content.contracts for name in (one.seller, one.buyer)}
    names |= {one.inventor for one in content.idle} | {one.person for one in content.moves if one.person}
    if content.office is not None:
        names.add(content.office.account)
    if content.statement is not None:
        names.add(content.statement.account)
    users = {one.username: one for one in User.objects.filter(username__in=names)}
    if missing := names - users.keys():
        raise PackError([f"{path}:1: no such account: {', '.join(sorted(missing))}"])
    return users


def _technology(pack: Pack, story: Story) -> Technology | None:
    return Technology.objects.filter(source=f"demo-{pack.slug}", external_id=story.technology).first()


def _desk(content: ContractsFile, users: Users, officer: Any, path: Path) -> registering.Desk | None:
    if content.office is None:
        return None
    office = Organisation.objects.filter(name=content.office.name).first()
    if office is None:
        raise PackError([f"{path}:1: no such organisation: {content.office.name}"])
    registering.open_office(officer, office)
    return registering.Desk(office, users[content.office.account])


def _people(content: ContractsFile, users: Users) -> int:
    count = 0
    signed = Contract.objects.filter(signings__isnull=False).order_by("pk").first()
    for move in content.moves:
        if signed is not None and not Mobility.objects.filter(task=move.task).exists():
            people.move(move, users[move.account], users.get(move.person), paper(signed))
            count += 1
    for proof in content.proofs:
        contract = Contract.objects.filter(title=proof.contract).first()
        if contract is not None and not ResultProof.objects.filter(lines__contract=contract).exists():
            people.prove(proof, users[proof.account], contract)
            count += 1
    for idle in content.idle:
        if not Invention.objects.filter(title=idle.title).exists():
            people.ask_for_idle(idle, users[idle.account], users[idle.inventor])
            count += 1
    return count


def _money(content: ContractsFile, users: Users) -> int:
    return bank.take(content.statement, users[content.statement.account]) if content.statement else 0


def _count_figures() -> None:
    """What the system does every night, so that the public tables show what they may."""
    fold_figures(acting_user=system_user())
    for year in years_to_count():
        count_units(acting_user=system_user(), year=year)


register(
    FileKind(
        "demonstration contracts",
        "demo/contracts.yaml",
        ContractsFile,
        load_contracts,
        order=80,
        stage="demonstration",
    )
)
