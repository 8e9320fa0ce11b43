"""Experts come on record, are admitted, suspended, and leave; who may do what."""

from datetime import date
from typing import Any

import pytest

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.events.models import Event
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.domain import expert as verbs
from qinglan.parties.domain.expert_record import add_absence, add_employer, add_training, end_employer
from qinglan.parties.domain.expert_state import FROM
from qinglan.parties.models import Expert, ExpertState
from qinglan.parties.sealed import opened
from tests.parties.experts.made import DAY, ID_NUMBER, admitted, applied, fresh, particulars
from tests.parties.organisations.made import person_account, verified
from tests.support.people import join, person


def kinds(expert: Expert) -> list[str]:
    """What stands in the expert's stream."""
    return list(Event.objects.filter(stream=f"expert:{expert.pk}").values_list("kind", flat=True))


def test_an_application_waits_for_an_officer(chen: Any) -> None:
    expert = applied(chen, mobile="19911112222", id_number=ID_NUMBER)
    assert (expert.state, expert.user, expert.confirmed_by) == ("applied", chen, None)
    assert ID_NUMBER not in expert.private.id_number
    assert opened(fresh(expert).private.id_number) == ID_NUMBER
    assert kinds(expert) == ["experts.applied"]


def test_admission_asks_for_field_and_employer(officer: Any, chen: Any) -> None:
    expert = applied(chen)
    with pytest.raises(Impossible, match="no employer"):
        verbs.admit_expert(acting_user=officer, expert=expert, on=DAY, reason="名单")
    add_employer(acting_user=chen, expert=expert, valid_from=DAY, free_name="青川大学")
    with pytest.raises(Impossible, match="Say on what basis"):
        verbs.admit_expert(acting_user=officer, expert=fresh(expert), on=DAY, reason=" ")
    done = verbs.admit_expert(acting_user=officer, expert=fresh(expert), on=DAY, reason="名单 3 号")
    assert (done.state, done.confirmed_by, done.reason, done.state_on) == (
        "in_pool",
        officer,
        "名单 3 号",
        DAY,
    )
    assert kinds(expert) == ["experts.applied", "experts.edited", "experts.confirmed"]


def test_a_life_in_the_pool(officer: Any, chen: Any) -> None:
    expert = admitted(officer, chen)
    verbs.suspend_expert(acting_user=officer, expert=fresh(expert), on=DAY, reason="未回避")
    verbs.admit_expert(acting_user=officer, expert=fresh(expert), on=DAY, reason="整改")
    verbs.leave_pool(acting_user=chen, expert=fresh(expert), on=DAY, reason="退休")
    again = verbs.apply_as_expert(acting_user=chen, particulars=particulars(title="教授"))
    assert (again.pk, again.state, again.title) == (expert.pk, "applied", "教授")
    assert kinds(expert)[2:] == [
        "experts.confirmed",
        "experts.suspended",
        "experts.resumed",
        "experts.left",
        "experts.applied",
    ]


def test_no_step_that_the_table_does_not_have(officer: Any, chen: Any) -> None:
    acts = {
        ExpertState.IN_POOL: verbs.admit_expert,
        ExpertState.DECLINED: verbs.decline_expert,
        ExpertState.SUSPENDED: verbs.suspend_expert,
        ExpertState.LEFT: verbs.leave_pool,
    }
    expert = admitted(officer, chen)
    for before in ExpertState.values:
        for after, act in acts.items():
            Expert.objects.filter(pk=expert.pk).update(state=before)
            if before in FROM[after]:
                assert act(acting_user=officer, expert=fresh(expert), on=DAY, reason="x").state == after
            else:
                with pytest.raises(Impossible, match="not possible then"):
                    act(acting_user=officer, expert=fresh(expert), on=DAY, reason="x")


def test_a_unit_nominates_and_its_person_gets_the_record(officer: Any, chen: Any) -> None:
    firm = verified(officer, 1)
    head = person_account("head")
    join(head, firm, "administrator")
    type(chen).objects.filter(pk=chen.pk).update(mobile="19911113333")
    expert = verbs.nominate_expert(
        acting_user=head, organisation=firm, particulars=particulars(mobile="19911113333"), position="总工"
    )
    assert (expert.state, expert.user_id, expert.nominated_by) == ("nominated", chen.pk, firm)
    assert [(one.organisation, one.position) for one in expert.employers.all()] == [(firm, "总工")]
    with pytest.raises(Impossible, match="on record already"):
        verbs.nominate_expert(
            acting_user=head, organisation=firm, particulars=particulars(mobile="19911113333")
        )
    with pytest.raises(PermissionRefused):
        verbs.nominate_expert(
            acting_user=chen, organisation=firm, particulars=particulars(mobile="19911114444")
        )


def test_two_officers_at_once(officer: Any, chen: Any) -> None:
    seen = fresh(admitted(officer, chen))
    verbs.suspend_expert(acting_user=officer, expert=fresh(seen), on=DAY, reason="x")
    with pytest.raises(StaleEdit) as stale:
        verbs.suspend_expert(acting_user=officer, expert=seen, on=DAY, reason="y")
    assert [(one.yours, one.current) for one in stale.value.differences] == [("In the pool", "Suspended")]


def test_an_officer_does_not_admit_himself(officer: Any, city: Any) -> None:
    own = applied(officer)
    add_employer(acting_user=officer, expert=own, valid_from=DAY, free_name="科技局")
    with pytest.raises(PermissionRefused, match="never on himself"):
        verbs.admit_expert(acting_user=officer, expert=fresh(own), on=DAY, reason="x")


@pytest.mark.parametrize("role", ["", "administrator", "security", "auditor"])
def test_nobody_else_settles_or_edits(officer: Any, chen: Any, role: str) -> None:
    expert = admitted(officer, chen)
    other = person("other", *([role] if role else []))
    for act in (verbs.admit_expert, verbs.decline_expert, verbs.suspend_expert, verbs.leave_pool):
        with pytest.raises(PermissionRefused):
            act(acting_user=other, expert=fresh(expert), on=DAY, reason="x")
    with pytest.raises(PermissionRefused):
        verbs.edit_expert(acting_user=other, expert=fresh(expert), particulars=particulars())
    with pytest.raises(PermissionRefused):
        verbs.show_expert(acting_user=other, expert=fresh(expert), shown=True)


@pytest.mark.parametrize("field", ["introduction", "title", "degree", "name"])
def test_an_identity_number_in_what_others_read_is_refused(chen: Any, field: str) -> None:
    with pytest.raises(Impossible, match=r"110\*+002X") as refused:
        applied(chen, **{field: f"联系 {ID_NUMBER}"})
    assert refused.value.field == field
    assert not Expert.objects.filter(user=chen).exists()


def test_a_wrong_identity_number_is_told(chen: Any) -> None:
    with pytest.raises(Impossible, match="check character") as refused:
        applied(chen, id_number="110105194912310021")
    assert refused.value.field == "id_number"


def test_employers_absences_trainings(officer: Any, chen: Any) -> None:
    firm = verified(officer, 1)
    expert = applied(chen)
    named = add_employer(acting_user=chen, expert=expert, valid_from=DAY, free_name=firm.name)
    assert (named.organisation, named.free_name) == (firm, "")
    with pytest.raises(Impossible, match="before the first"):
        end_employer(acting_user=chen, employer=named, on=date(2025, 1, 1))
    end_employer(acting_user=chen, employer=named, on=date(2026, 2, 1))
    with pytest.raises(Impossible, match="ended already"):
        end_employer(acting_user=chen, employer=named, on=date(2026, 3, 1))
    with pytest.raises(Impossible, match="over already"):
        add_absence(acting_user=chen, expert=expert, first=date(2020, 1, 1), last=date(2020, 1, 2))
    with pytest.raises(Impossible, match="lies ahead"):
        add_training(acting_user=chen, expert=expert, title="评审培训", on=date(2999, 1, 1))
    add_training(acting_user=chen, expert=expert, title="评审培训", on=DAY, hours=8)
    assert [(one.title, one.hours) for one in expert.trainings.all()] == [("评审培训", 8)]


def test_the_chain_names_nobody(officer: Any, chen: Any) -> None:
    expert = admitted(officer, chen)
    payloads = b"".join(
        bytes(one)
        for one in Event.objects.filter(stream=f"expert:{expert.pk}").values_list("payload", flat=True)
    )
    assert "陈某" not in payloads.decode()
