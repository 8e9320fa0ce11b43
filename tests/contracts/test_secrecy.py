"""What a contract says stays with its parties: in its history and in the papers of its registration too."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from qinglan.contracts.domain.registration_paper import add_registration_paper
from qinglan.contracts.domain.result_proof import Part, issue_proof
from qinglan.contracts.mobility.recorded import MOVED
from qinglan.contracts.mobility.recorded import record as record_of_move
from qinglan.contracts.models import (
    ContractParty,
    Milestone,
    Registration,
    RegistrationPaperKind,
    ResultProof,
)
from qinglan.kernel import permissions
from qinglan.kernel.documents import holders
from qinglan.kernel.events.queries import visible_heads
from qinglan.kernel.history import withheld
from qinglan.kernel.permissions import PermissionRefused
from tests.contracts import made as contracts
from tests.contracts.mobility import made as moves
from tests.contracts.mobility.test_shares_and_proofs import WORDS
from tests.contracts.registering import made
from tests.contracts.sharing import made as shares
from tests.kernel.documents.samples import pdf
from tests.support.people import assign, person

pytestmark = pytest.mark.django_db


def test_the_history_of_a_contract_is_for_who_reads_it() -> None:
    who = made.people()
    contract = made.in_force(who)
    rows = {
        "contracts.contract": contract,
        "contracts.contractparty": contract.parties.all()[0],
        "contracts.milestone": Milestone.objects.get(contract=contract),
    }
    for model, row in rows.items():
        withheld.require(who["member"], model, row)
        for name in ("officer", "stranger", "registrar"):
            with pytest.raises(PermissionRefused):
                withheld.require(who[name], model, row)
        with pytest.raises(PermissionRefused):
            withheld.require(who["officer"], model, None)


def test_what_the_events_of_a_contract_say_is_for_who_reads_it() -> None:
    """Officers see who did what and when; prices, terms and persons' amounts are not theirs."""
    who = made.people() | {"auditor": person("stream-auditor")}
    assign(who["auditor"], "auditor")
    contract = made.in_force(who)

    def open_to(name: str, verb: str, stream: str) -> bool:
        return bool(permissions.answer(who[name], f"events.{verb}", stream))

    verbs = ("view", "read", "see_personal")
    found = {
        name: tuple(open_to(name, verb, contract.key) for verb in verbs)
        for name in ("officer", "auditor", "stranger")
    }
    assert found == {
        "officer": (True, False, False), "auditor": (True, True, False), "stranger": (False, False, False),
    }  # fmt: skip


def test_what_the_events_of_a_conversion_say_is_for_its_unit() -> None:
    who = shares.people() | {"auditor": person("stream-auditor")}
    assign(who["auditor"], "auditor")
    key = shares.usual(who).key
    found = {
        name: tuple(
            bool(permissions.answer(who[name], f"events.{verb}", key))
            for verb in ("view", "read", "see_personal")
        )
        for name in ("officer", "auditor", "member", "stranger")
    }
    assert found == dict.fromkeys(("officer", "auditor"), (True, False, False)) | dict.fromkeys(
        ("member", "stranger"), (False, False, False)
    )


def test_history_keeps_no_names_of_persons() -> None:
    """A history can't be erased; what a contract prints stands in its versions."""
    parties: Any = ContractParty
    kept = {field.name for field in parties.pgh_event_model._meta.fields}
    assert {"representative", "agent", "telephone"} & kept == set()
    assert {"name", "code", "bank_account", "organisation"} <= kept


def test_papers_of_a_registration_are_for_its_sides_and_its_office() -> None:
    who = made.people() | made.of_districts()
    row = made.draft(who)
    paper = add_registration_paper(
        acting_user=who["member"],
        row=row,
        kind=RegistrationPaperKind.CONTRACT,
        name="合同.pdf",
        content=pdf(),
    )
    holder = holders.holder(paper.file.holder)
    assert holder is not None
    reads = {
        name: bool(holder.may_read(who[name], paper.file.holder_key))
        for name in ("member", "buyer", "registrar", "officer", "of_seller", "stranger")
    }
    assert {name for name, may in reads.items() if may} == {"member", "buyer", "registrar"}
    pages = {}
    for name in ("member", "officer", "of_seller"):
        client = Client()
        client.force_login(who[name])
        pages[name] = paper.file.get_absolute_url() in client.get(row.get_absolute_url()).content.decode()
    assert pages == {"member": True, "officer": False, "of_seller": False}


def test_the_list_of_contracts_carries_prices_for_who_reads_them() -> None:
    who = made.people()
    auditor = person("auditor")
    assign(auditor, "auditor")
    made.in_force(who)
    carried = {}
    for name, user in (("member", who["member"]), ("officer", who["officer"]), ("auditor", auditor)):
        client = Client()
        client.force_login(user)
        answer = client.get("/contracts/", {"export": "csv"})
        heading, line = b"".join(answer).decode("utf-8-sig").splitlines()[-2:]
        carried[name] = ("合同成交额" in heading, "2000000" in line.replace(",", ""))
    assert carried == {"member": (True, True), "officer": (False, False), "auditor": (True, True)}


def opened(who: dict[str, Any], names: tuple[str, ...], stream: str) -> dict[str, str]:
    """Who sees a stream of events, and who reads what it says; the list agrees with the single answer."""
    found = {}
    for name in names:
        user = who[name]
        sees, reads = (bool(permissions.answer(user, f"events.{verb}", stream)) for verb in ("view", "read"))
        assert visible_heads(user).filter(stream=stream).exists() == sees, name
        assert not permissions.answer(user, "events.see_personal", stream) or (reads and name == "officer")
        found[name] = "reads" if reads else "sees" if sees else ""
    return found


def with_overseers(who: dict[str, Any]) -> dict[str, Any]:
    more = {"auditor": person("stream-auditor"), "nobody": AnonymousUser()}
    assign(more["auditor"], "auditor")
    return who | more


def test_what_the_events_of_a_move_say_is_for_the_person_and_the_two_sides() -> None:
    who = with_overseers(moves.people())
    names = ("lin", "admin", "member", "buyer", "officer", "auditor", "stranger", "nobody")
    draft = moves.draft(who, firm_code=who["buyer_unit"].code)
    record_of_move(who["lin"], draft, MOVED, {"to": "draft"})
    unseen = {"officer": "sees", "auditor": "sees", "stranger": "", "nobody": ""}
    inside = {"lin": "reads", "admin": "reads", "member": "reads"}
    assert opened(who, names, draft.key) == {**inside, "buyer": "", **unseen}
    handed_in = moves.apply_mobility(acting_user=who["lin"], mobility=draft)
    assert opened(who, names, handed_in.key) == {**inside, "buyer": "reads", **unseen}


def test_what_the_events_of_a_proof_say_is_for_the_person_and_the_unit() -> None:
    who = with_overseers(moves.people())
    signed = contracts.contract(who, state="in_force")
    proof = issue_proof(
        acting_user=who["admin"], unit=who["owner"], values=WORDS, parts=[Part(signed, "工艺设计", 60)]
    )
    ResultProof.objects.filter(pk=proof.pk).update(person=who["lin"])
    names = ("lin", "admin", "buyer", "officer", "auditor", "stranger", "nobody")
    assert opened(who, names, f"proof:{proof.number}") == {
        "lin": "reads", "admin": "reads", "buyer": "", "officer": "sees", "auditor": "sees", "stranger": "",
        "nobody": "",
    }  # fmt: skip


def test_what_the_events_of_a_registration_say_is_for_who_sees_it() -> None:
    who = with_overseers(made.people())
    row = made.draft(who, office=None)
    names = ("member", "buyer", "officer", "auditor", "registrar", "stranger", "nobody")
    before = opened(who, names, row.key)
    assert before == {
        "member": "reads", "buyer": "reads", "officer": "", "auditor": "reads", "registrar": "", "stranger": "",
        "nobody": "",
    }  # fmt: skip
    Registration.objects.filter(pk=row.pk).update(office=who["office"])
    assert opened(who, names, row.key) == before
    Registration.objects.filter(pk=row.pk).update(state="handed_in")
    assert opened(who, names, row.key) == {**before, "officer": "reads", "registrar": "reads"}


def test_what_the_events_of_a_rule_on_shares_say_is_for_its_unit() -> None:
    who = with_overseers(shares.people())
    rule = shares.rule(who)
    names = ("member", "finance", "maker", "buyer", "officer", "auditor", "stranger", "nobody")
    assert opened(who, names, f"share-rule:{rule.organisation_id}") == {
        "member": "reads", "finance": "reads", "maker": "", "buyer": "", "officer": "sees", "auditor": "sees",
        "stranger": "", "nobody": "",
    }  # fmt: skip


def test_a_stream_named_by_a_row_that_is_not_there_is_closed_to_all_but_overseers() -> None:
    who = with_overseers(made.people())
    for stream in ("registration:0", "registration:x", "share-rule:x", "proof:x", "mobility:x"):
        assert not permissions.answer(who["member"], "events.view", stream)
        assert not permissions.answer(who["officer"], "events.read", stream)
