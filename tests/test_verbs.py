"""Every verb against every role: one table of answers, for what lies in a district of the city.

A new permission must be entered here. The subject is chosen by the permission's app; a verb whose answer
depends on more than that has tests of its own, and stands here for what it says of this subject.
"""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import get_resolver

from qinglan.kernel.permissions import TABLE, answer
from tests.support.people import assign, join, person
from tests.verbs_of_contracts import CONTRACTS
from tests.verbs_of_income import INCOME, OF_THE_UNIT

pytestmark = pytest.mark.django_db

WHO = {
    "S": "stranger",
    "P": "person without a role",
    "O": "officer of the city",
    "D": "officer of the district in which the subject lies",
    "E": "officer of another district",
    "R": "reviewer of a department",
    "K": "reception desk of a park",
    "V": "decision maker",
    "I": "external auditor",
    "A": "system administrator",
    "C": "security administrator",
    "U": "audit administrator",
    "H": "administrator of the organisation",
    "M": "member of the organisation",
    "G": "signatory of the organisation",
    "F": "finance contact of the organisation",
    "T": "deputy of the organisation's administrator",
    "W": "expert, of whom the record is",
    "B": "broker, of whom the record is",
    "X": "the system itself",
}
"""One letter for each who asks."""


@pytest.fixture
def everybody(db: None) -> dict[str, Any]:
    """Who asks, and the organisation that the questions are about."""
    from datetime import date

    from qinglan.kernel.codes.models import Territory
    from qinglan.parties.domain.account import system_user
    from qinglan.parties.models import Broker, Delegation, Expert
    from tests.parties.organisations.made import preloaded, territories

    territories()
    east, west = Territory.objects.get(code="990101"), Territory.objects.get(code="990102")
    found: dict[str, Any] = {letter: person(f"who-{letter.lower()}") for letter in WHO if letter not in "SX"}
    found |= {"S": AnonymousUser(), "X": system_user()}
    offices = {"O": "officer", "V": "decider", "A": "administrator", "C": "security", "U": "auditor"}
    for letter, role in offices.items():
        assign(found[letter], role)
    assign(found["D"], "officer", territory=east)
    assign(found["E"], "officer", territory=west)
    assign(found["I"], "inspector", valid_to=date(2099, 1, 1), purpose="审计（演示）")
    firm = preloaded(found["O"])
    for letter, role in {"R": "reviewer", "K": "desk"}.items():
        assign(found[letter], role, organisation=preloaded(found["O"], 40 + ord(letter)))
    both = {"state": "applied", "name": "陈某", "name_key": "chen2", "route": "application"}
    both |= {"state_on": date(2026, 1, 5), "created_at": "2026-01-05T00:00Z", "created_by": found["P"]}
    Expert.objects.create(user=found["W"], **both)
    certificate = {"level": "junior", "certificate_number": "1", "valid_from": date(2026, 1, 5)}
    Broker.objects.create(user=found["B"], **both, **certificate)
    places = {"H": "administrator", "M": "member", "G": "signatory", "F": "finance", "T": "member"}
    rows = {letter: join(found[letter], firm, role) for letter, role in places.items()}
    Delegation.objects.create(
        membership=rows["H"],
        deputy=found["T"],
        given_by=found["H"],
        valid_from=date(2020, 1, 1),
        valid_to=date(2099, 1, 1),
    )
    return {**found, "firm": firm, "places": rows}


def subject_of(name: str, everybody: dict[str, Any]) -> Any:
    """What the question is about: the organisation, one of its members' places, or nothing."""
    from qinglan.parties.account_rules import Handing
    from qinglan.parties.models import Broker, Expert

    if name in ("parties.give_role", "parties.take_role"):
        return Handing(everybody["P"], "desk", "990101")
    if name.startswith(("experts.", "brokers.")) and name.rpartition(".")[2] in ON_A_RECORD:
        model = Expert if name.startswith("experts.") else Broker
        return model.objects.get()
    if name in ("people.end_role", "people.delegate"):
        return everybody["places"]["M"]
    if (
        name.startswith(("organisations.", "people."))
        or name in OF_THE_UNIT
        or name
        in (
            "contacts.authorise",
            "market.add",
            "rights.enter",
        )
    ):
        return everybody["firm"]
    if name.startswith("market."):
        return _technology(everybody)
    if name.startswith("rights."):
        return _secret(everybody)
    return None


def _technology(everybody: dict[str, Any]) -> Any:
    """A draft of the organisation."""
    from qinglan.market.domain.listing import begin_technology

    values = {"title": "干法剥皮"}
    return begin_technology(acting_user=everybody["X"], owner=everybody["firm"], values=values)


def _secret(everybody: dict[str, Any]) -> Any:
    """A trade secret of the organisation."""
    from qinglan.rights.models import Right

    made = {"created_at": "2026-01-05T00:00Z", "created_by": everybody["O"]}
    return Right.objects.create(
        keeper=everybody["firm"], kind="secret", state="in_force", title="配方", **made
    )


ON_A_RECORD = ("edit", "leave", "see_record", "settle", "show", "view")
"""What is asked about a record of an expert or a broker."""
EVERY_PERSON = "PODERKVIACUHMGFTWB"
ANSWERS = {
    **CONTRACTS,
    **INCOME,
    "contracts.begin_mobility": EVERY_PERSON,
    "auctions.bid": "",
    "auctions.determine": "X",
    "auctions.post_result": "",
    "auctions.close_result_notices": "X",
    "auctions.object_to_result": EVERY_PERSON,
    "auctions.rule_on_result": "",
    "auctions.read_objections": "O",
    "auctions.settle_signing": "",
    "auctions.see_signing": "O",
    "auctions.name_committee": "",
    "auctions.judge": "",
    "auctions.fix_scores": "",
    "auctions.begin_lot": "",
    "auctions.edit_lot": "",
    "auctions.see_lot_papers": "",
    "auctions.see_reserve": "",
    "auctions.organise": "",
    "auctions.ask": "",
    "auctions.run_moments": "X",
    "auctions.act_as_bidder": "",
    "auctions.apply": "",
    "auctions.see_bidder": "",
    "auctions.see_bidders": "",
    "auctions.settle_bidder": "",
    "auctions.view_lot": "",
    "auctions.keep_opening_key": "",
    "auctions.let_bidders_open": "",
    "auctions.make_decoys": "X",
    "auctions.name_openers": "",
    "auctions.open_envelopes": "",
    "auctions.put_in_envelope": "",
    "auctions.read_offers": "",
    "auctions.use_own_envelope": "HMGT",
    "brokering.answer_mandate": "",
    "brokering.confirm_introduction": "",
    "brokering.draft_need": "",
    "brokering.end_mandate": "",
    "brokering.lapse": "X",
    "brokering.see_introduction": "O",
    "brokering.see_mandate": "O",
    "brokering.withdraw_introduction": "",
    "brokering.work": "",
    "brokers.apply": EVERY_PERSON,
    "brokers.edit": "OB",
    "brokers.import": "O",
    "brokers.see_record": "OB",
    "brokers.settle": "O",
    "brokers.view": "OB",
    "clock.change": "AX",
    "codes.load": "AX",
    "contacts.answer": "",
    "contacts.authorise": "HT",
    "contacts.bring_copy": "",
    "contacts.compare": "",
    "contacts.count": "O",
    "contacts.enquire": "",
    "contacts.expire": "X",
    "contacts.lead": "",
    "contacts.negotiate": "",
    "contacts.pursue": "",
    "contacts.read_room": "",
    "contacts.see_agreement": "",
    "contacts.sign": "",
    "contacts.view": "",
    "counter.see": "O",
    "counter.type": "O",
    "counter.withdraw": "",
    "disclosure.clear": "OAX",
    "disclosure.override": "O",
    "disclosure.see": "OA",
    "documents.add_file": "",
    "documents.certify": "OX",
    "documents.compare_paper": "O",
    "documents.discard_paper": "O",
    "documents.draft_paper": "OX",
    "documents.number_paper": "O",
    "documents.read_file": "",
    "documents.return_paper": "O",
    "documents.see_papers": "O",
    "documents.take_paper": "O",
    "events.erase": "OX",
    "events.read": "",
    "events.see_personal": "",
    "events.view": "",
    "experts.apply": EVERY_PERSON,
    "experts.edit": "OW",
    "experts.import": "O",
    "experts.leave": "OW",
    "experts.list": "O",
    "experts.nominate": "O",
    "experts.see_record": "OW",
    "experts.settle": "O",
    "experts.show": "W",
    "experts.view": "OW",
    "history.see": "OAU",
    "interests.declare": EVERY_PERSON,
    "interests.declare_for": "O",
    "interests.view": "O",
    "jobs.operate": "A",
    "ledger.look": "OUX",
    "ledger.post": "OX",
    "market.add": "OHMGTX",
    "market.begin": "OHMGT",
    "market.check_first": "HT",
    "market.check_second": "O",
    "market.confirm_application": "O",
    "market.edit": "OHMGT",
    "market.expire": "X",
    "market.hand_in": "OHMGT",
    "market.import": "OHMGTX",
    "market.import_published": "OX",
    "market.invite_suppliers": "O",
    "market.judge_match": "HMGT",
    "market.publish_figures": "O",
    "market.queue": "O",
    "market.refresh_matches": "X",
    "market.see_figures": "O",
    "market.see_matches": "OHMGT",
    "market.save_search": EVERY_PERSON,
    "market.view": "OHMGT",
    "measures.define": "O",
    "measures.report": "O",
    "measures.see_withheld": "O",
    "messaging.inbox": EVERY_PERSON + "X",
    "messaging.operate": "A",
    "messaging.read": "",
    "organisations.cancel": "O",
    "organisations.claim": EVERY_PERSON,
    "organisations.edit": "OHT",
    "organisations.merge": "O",
    "organisations.preload": "O",
    "organisations.recode": "O",
    "organisations.register": "O",
    "organisations.rename": "O",
    "organisations.resume": "O",
    "organisations.see_contact": "OHMGFT",
    "organisations.settle_claim": "O",
    "organisations.split": "O",
    "organisations.suspend": "O",
    "organisations.tag": "O",
    "organisations.untag": "O",
    "organisations.verify": "O",
    "organisations.view": "OHMGFT",
    "outages.certify": "A",
    "outbox.look": "A",
    "parties.change_own": "",
    "parties.close_account": "AX",
    "parties.end_sessions": "CX",
    "parties.give_role": "ODCX",
    "parties.hand_roles": "ACUX",
    "parties.open_account": "AX",
    "parties.see_accounts": "ACU",
    "parties.see_locks": "C",
    "parties.see_logins": "U",
    "parties.see_sessions": "C",
    "parties.take_role": "ODCX",
    "parties.unlock": "C",
    "people.accept_invitation": "",
    "people.delegate": "M",
    "people.end_assignment": "",
    "people.end_delegation": "",
    "people.end_role": "ODHMT",
    "people.give_role": "HT",
    "people.hand_over": "H",
    "people.invite": "ODHT",
    "people.leave": "HMGFT",
    "people.see_assignments": "ODEACUX",
    "people.see_members": "ODHMGFT",
    "people.see_own": EVERY_PERSON,
    "people.withdraw_invitation": "ODHT",
    "personal.keep_time": "X",
    "personal.own": EVERY_PERSON,
    "personal.reset_factor": "C",
    "personal.see_readings": "U",
    "personal.settle": "OA",
    "plans.attach": "OX",
    "plans.confirm": "O",
    "plans.link": "O",
    "plans.load_pack": "X",
    "plans.publish": "OX",
    "plans.upload": "OX",
    "plans.view": "O",
    "plans.withdraw": "O",
    "programmes.add_to_notice": "",
    "programmes.announce_round": "",
    "programmes.answer_data_request": "",
    "programmes.answer_objector": "",
    "programmes.answer_seat": "",
    "programmes.ask_for_data": "",
    "programmes.attach_round_file": "",
    "programmes.audit": "",
    "programmes.begin_case": "",
    "programmes.bring_sheets": "ODEW",
    "programmes.cancel_data_request": "",
    "programmes.cancel_round": "",
    "programmes.change_round": "",
    "programmes.chase": "ODEK",
    "programmes.check_case": "",
    "programmes.check_codes": "S" + EVERY_PERSON + "X",
    "programmes.close_notices": "X",
    "programmes.conclude_joint_check": "",
    "programmes.create_round": "",
    "programmes.draft_call": "",
    "programmes.enter_sheet": "",
    "programmes.export_joint_check": "",
    "programmes.extend_notice": "X",
    "programmes.extend_round": "X",
    "programmes.finish_round": "",
    "programmes.follow_above": "",
    "programmes.follow_award": "X",
    "programmes.follow_awards": "ODEVI",
    "programmes.follow_notice": "",
    "programmes.follow_rounds": "ODEKVI",
    "programmes.handle_case": "",
    "programmes.invite": "",
    "programmes.issue_certificate": "X",
    "programmes.judge_requirement": "",
    "programmes.keep_award": "",
    "programmes.keep_meeting": "",
    "programmes.keep_visit": "",
    "programmes.keep_watch": "",
    "programmes.lapse_data_grants": "X",
    "programmes.load_definition": "X",
    "programmes.look_at_data": "",
    "programmes.note_lead": "",
    "programmes.object_to_notice": "S" + EVERY_PERSON + "X",
    "programmes.open_budget_lines": "O",
    "programmes.prepare_rounds": "O",
    "programmes.pay": "",
    "programmes.plan_visit": "",
    "programmes.post_notice": "",
    "programmes.prepare_decision": "",
    "programmes.recommend_case": "",
    "programmes.release_decisions": "",
    "programmes.reply_for_department": "",
    "programmes.report_award": "",
    "programmes.reseat_panel": "X",
    "programmes.review_case": "",
    "programmes.rule_on_objection": "",
    "programmes.run_panel": "",
    "programmes.save_case": "",
    "programmes.see_audit_log": "IU",
    "programmes.see_data_grant": "X",
    "programmes.see_decisions": "",
    "programmes.see_desk": "ODEKV",
    "programmes.see_objector": "",
    "programmes.see_panel": "",
    "programmes.see_panels": "ODEVI",
    "programmes.see_replies": "ODER",
    "programmes.see_seat": "",
    "programmes.see_visit": "",
    "programmes.see_watch": "",
    "programmes.see_whole_audit_log": "U",
    "programmes.send_lead": "S" + EVERY_PERSON + "X",
    "programmes.set_quotas": "",
    "programmes.submit_case": "",
    "programmes.take_down_notice": "",
    "programmes.turn_rounds": "X",
    "programmes.use_audit": "I",
    "programmes.use_watch_list": "",
    "programmes.view_case": "X",
    "programmes.view_notice": "S" + EVERY_PERSON + "X",
    "programmes.view_round": "",
    "programmes.watch_awards": "X",
    "programmes.take_dossier": "",
    "programmes.confirm_payee": "",
    "programmes.enter_payee": "",
    "programmes.follow_money": "ODEVI",
    "programmes.see_entitlement": "",
    "programmes.see_money": "",
    "programmes.withdraw_case": "",
    "rights.edit": "OHMGTX",
    "rights.enter": "OHMGTX",
    "rights.ledger": "OHMGT",
    "rights.use": "OHMGTX",
    "rights.view": "OHMGT",
    "todos.desk": EVERY_PERSON + "X",
    "todos.hand_over": "",
    "todos.lead": "VHT",
    "todos.see": "",
    "todos.take": "",
    "yearly.list": "O",
    "yearly.report": "",
    "yearly.settle": "O",
    "web.see_status": "A",
    "yearly.view": "O",
}
"""Who may: the letters of `WHO`; nobody where the subject is of another kind than the verb asks for."""


def test_every_verb_against_every_role(everybody: dict[str, Any]) -> None:
    assert get_resolver().url_patterns  # some verbs are declared where their pages are
    found = {}
    for name in TABLE:
        subject = subject_of(name, everybody)
        found[name] = "".join(letter for letter in WHO if answer(everybody[letter], name, subject))
    assert found == ANSWERS


def test_every_queryset_agrees_with_its_permission(everybody: dict[str, Any]) -> None:
    """What a list shows to somebody is what he may see one by one."""
    from qinglan.parties import people_queries
    from qinglan.parties.models import Assignment, Delegation, Invitation, Organisation
    from qinglan.parties.organisation_queries import visible_organisations

    twins: dict[str, tuple[Any, Any]] = {
        "organisations.view": (visible_organisations, Organisation),
        "people.see_members": (people_queries.organisations_with_visible_people, Organisation),
        "people.accept_invitation": (people_queries.invitations_for, Invitation),
        "people.end_delegation": (people_queries.own_delegations, Delegation),
    }
    invite(everybody)
    for name, (queryset, model) in twins.items():
        for letter, who in WHO.items():
            user = everybody[letter]
            if user.pk is None and model is Delegation:
                continue
            listed = set(queryset(user).values_list("pk", flat=True))
            one_by_one = {row.pk for row in model.objects.all() if answer(user, name, row)}
            assert listed == one_by_one, (name, who)
    for letter, who in WHO.items():
        seen = set(people_queries.assignments_visible_to(everybody[letter]).values_list("pk", flat=True))
        may_end = {
            row.pk
            for row in Assignment.objects.select_related("user")
            if row.user_id != everybody[letter].pk and answer(everybody[letter], "people.end_assignment", row)
        }
        assert may_end <= seen, who


def invite(everybody: dict[str, Any]) -> None:
    """An invitation for the person without a role, one for nobody here."""
    from qinglan.parties.domain.invitation import invite as send

    everybody["P"].mobile = "13900000009"
    everybody["P"].save()
    for contact in ("13900000009", "13900000010"):
        send(acting_user=everybody["H"], organisation=everybody["firm"], contact=contact, role="member")
