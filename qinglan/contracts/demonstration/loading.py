"""The file kind ``demo/contracts.yaml``, and how it is loaded."""

from pathlib import Path
from typing import Any

from qinglan.contracts.demonstration import income, past, trade
from qinglan.contracts.demonstration.file_form import ContractsFile
from qinglan.contracts.models import Contract, Conversion
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack
from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml
from qinglan.market.models import Technology
from qinglan.parties.models import User


def load_contracts(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Walk each contract to where it stands; a second time changes nothing. How many were made."""
    content = read_yaml(path, ContractsFile)
    names = {content.officer, *(one.account for one in content.income)}
    names |= {name for one in content.contracts for name in (one.seller, one.buyer)}
    users = {one.username: one for one in User.objects.filter(username__in=names)}
    if missing := names - users.keys():
        raise PackError([f"{path}:1: no such account: {', '.join(sorted(missing))}"])
    count = past.bring_in(users[content.officer], content.past)
    for story in content.contracts:
        if Contract.objects.filter(title=story.title).exists():
            continue
        technology = Technology.objects.filter(
            source=f"demo-{pack.slug}", external_id=story.technology
        ).first()
        trade.walk(story, users[story.seller], users[story.buyer], users[content.officer], technology)
        count += 1
    for case in content.income:
        contract = Contract.objects.filter(title=case.contract).first()
        if contract is not None and not Conversion.objects.filter(title=case.title).exists():
            income.walk(case, users[case.account], contract)
            count += 1
    return count


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
