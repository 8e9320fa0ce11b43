"""The draw: commitment, order, who is excluded, who steps in, and that anybody can replay it."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.events.models import Event
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.domain.interest import Tie, declare_interest
from qinglan.parties.models import Expert, ExpertAbsence, Organisation
from qinglan.programmes.domain.draw import cancel_panel, draw, publish_draw, redraw_case, seed_of
from qinglan.programmes.domain.seat import (
    answer_seat,
    declare_for_cases,
    find_conflict,
    invite_seat,
    note_call,
    replace_seat,
)
from qinglan.programmes.models import Exclusion, Panel, PanelCase, PoolEntry, Seat, Way
from qinglan.programmes.panels import draw as panel_draw
from qinglan.programmes.panels.record import changes_of, public_draw
from tests.programmes.panels import making
from tests.support.people import join, person

TOOL = Path(__file__).parents[3] / "tools" / "replay_draw.py"


@pytest.fixture
def secretary(city: Any) -> Any:
    return person("secretary", "secretary")


def replayed(tmp_path: Path, published: dict[str, Any]) -> tuple[int, str]:
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(published, ensure_ascii=False), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-I", str(TOOL), str(file)], capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stdout


def reading(panel: Panel) -> dict[str, list[str]]:
    """By label who reads the case now, in the order."""
    return {
        one.label: list(
            one.assignments.filter(ended_at__isnull=True)
            .order_by("seat__place")
            .values_list("seat__entry__pseudonym", flat=True)
        )
        for one in panel.cases.all()
    }


@pytest.mark.django_db
def test_what_is_published_before_the_review_says_nothing_and_binds(officer: Any, secretary: Any) -> None:
    one = making.open_round(officer)
    cases = [making.waiting(officer, one, number) for number in (1, 2)]
    making.experts(officer, 6)
    panel = making.committed(secretary, one, cases)
    assert (panel.state, panel.experts, panel.reserves, panel.number) == ("committed", 3, 1, 1)
    assert [one.label for one in panel.cases.all()] == ["C-001", "C-002"]
    assert panel.seats.count() == 0
    event = Event.objects.get(stream=f"panel:{panel.pk}")
    payload = json.loads(bytes(event.payload))
    seed = seed_of(panel)
    assert payload == {
        "commitment": panel.commitment, "algorithm": "qinglan-draw-1", "cases": 2, "pool": 6, "experts": 3,
        "reserves": 1, "fields": [], "review_on": making.review_day().isoformat(),
    }  # fmt: skip
    assert seed not in panel.secret.seed
    assert seed not in bytes(event.payload).decode()


@pytest.mark.django_db
def test_the_published_draw_is_replayed_by_anybody(officer: Any, secretary: Any, tmp_path: Path) -> None:
    one = making.open_round(officer)
    cases = [making.waiting(officer, one, number) for number in (1, 2)]
    making.expert(officer, 50, employer=cases[0].applicant)
    making.experts(officer, 8)
    panel = making.accepted(secretary, making.drawn(secretary, one, cases))
    first = panel.seats.order_by("place").first()
    assert first is not None
    replace_seat(acting_user=secretary, seat=first, reason="病假")
    published = public_draw(panel, seed_of(panel))
    code, said = replayed(tmp_path, published)
    assert (code, said) == (
        0,
        f"The draw agrees: 9 experts, 2 cases, 1 changes, commitment {panel.commitment}\n",
    )
    assert published["seats"] == reading(panel)
    assert published["changes"] == [{"kind": "replaced", "pseudonym": first.entry.pseudonym}]
    for spoilt, difference in (
        ({"seed": "0" * 64}, "commitment: published"),
        ({"pool": published["pool"][1:]}, "commitment: published"),
        ({"experts": 2}, "commitment: published"),
        ({"order": published["order"][::-1]}, "order: it differs from place 1 on"),
        ({"order": published["order"][:-1]}, "order: it differs from place 9 on"),
        ({"seats": published["first_seats"]}, "seats, case C-00"),
        ({"changes": []}, "seats, case C-00"),
        ({"changes": [{"kind": "swapped", "pseudonym": "x"}]}, "change 1: x is not in the pool"),
    ):
        code, said = replayed(tmp_path, {**published, **spoilt})
        assert code == 1, spoilt
        assert said.startswith(f"DIFFERENT: {difference}"), said


def test_the_tool_says_when_it_can_read_nothing(tmp_path: Path) -> None:
    file = tmp_path / "draw.json"
    file.write_text("[]", encoding="utf-8")
    ran = subprocess.run([sys.executable, str(TOOL), str(file)], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "can't be read as a draw" in ran.stderr


names = st.lists(st.sampled_from([f"E-{n:02d}" for n in range(12)]), unique=True, min_size=1)


@given(
    pool=names,
    seed=st.text(min_size=1, max_size=8),
    excluded=st.lists(st.tuples(st.integers(0, 11), st.sampled_from(["C-001", "C-002"])), max_size=8),
    changes=st.lists(
        st.tuples(
            st.sampled_from(["declined", "conflicted", "replaced", "excluded", "closed", "reopened"]),
            st.integers(0, 11),
            st.sampled_from(["C-001", "C-002"]),
        ),
        max_size=8,
    ),
)
def test_the_tool_and_the_engine_agree_on_every_draw(
    pool: list[str], seed: str, excluded: list[tuple[int, str]], changes: list[tuple[str, int, str]]
) -> None:
    sys.path.insert(0, str(TOOL.parent))
    try:
        import replay_draw
    finally:
        sys.path.remove(str(TOOL.parent))
    ties = {name: tuple({case for n, case in excluded if pool[n % len(pool)] == name}) for name in pool}
    drawn = panel_draw.Drawn("1", 3, 1, ("C-001", "C-002"), ties)
    steps = [
        panel_draw.Change(
            kind,
            "" if kind in ("closed", "reopened") else pool[n % len(pool)],
            case if kind in ("closed", "reopened", "excluded") else "",
        )
        for kind, n, case in changes
    ]
    order = panel_draw.order(pool, seed)
    first, last = panel_draw.seats(drawn, order), panel_draw.seats(drawn, order, steps)
    replay_draw.replay(
        {
            **drawn.content(seed),
            "commitment": panel_draw.commitment(drawn, seed),
            "order": order,
            "first_seats": first,
            "changes": [one.stored() for one in steps],
            "seats": last,
        }
    )
    for case, seated in last.items():
        assert len(set(seated)) == len(seated) <= 3
        assert all(case not in ties[name] for name in seated)


@pytest.mark.django_db
def test_a_known_tie_excludes_and_an_unknown_one_stays_and_is_noted(officer: Any, secretary: Any) -> None:
    one = making.open_round(officer)
    cases = [making.waiting(officer, one, number) for number in (1, 2)]
    tied = {
        "employer": making.expert(officer, 11, employer=cases[0].applicant),
        **{
            kind: making.expert(officer, 20 + number)
            for number, kind in enumerate(("kinship", "adviser", "co_author", "co_owner", "other"))
        },
    }
    for kind, expert in tied.items():
        if kind != "employer":
            declare_interest(
                acting_user=expert.user, whose=expert.user, tie=Tie(kind, organisation=cases[0].applicant)
            )
    silent = making.expert(officer, 31, said=False)
    making.experts(officer, 4)
    panel = making.committed(secretary, one, cases)
    rows = Exclusion.objects.filter(entry__panel=panel).values_list("entry__expert", "case__case", "kind")
    assert set(rows) == {(expert.pk, cases[0].pk, kind) for kind, expert in tied.items()}
    noted = PoolEntry.objects.get(panel=panel, expert=silent)
    assert set(noted.unknown) >= {"kinship", "adviser", "co_author", "co_owner", "other"}
    making.accepted(secretary, draw(acting_user=secretary, panel=panel))
    kept = {name for names in [reading(panel)["C-001"]] for name in names}
    out = set(
        PoolEntry.objects.filter(panel=panel, expert__in=tied.values()).values_list("pseudonym", flat=True)
    )
    assert not kept & out


@pytest.mark.django_db
def test_too_few_experts_are_said_with_numbers_and_nothing_is_kept(officer: Any, secretary: Any) -> None:
    one = making.open_round(officer)
    case = making.waiting(officer, one)
    making.experts(officer, 3)
    away = Expert.objects.get(name="专家3")
    ExpertAbsence.objects.create(expert=away, first=making.review_day(), last=making.review_day())
    making.expert(officer, 9, employer=case.applicant)
    with pytest.raises(
        Impossible, match=r"3 and 1 reserves are needed, 3 are in the pool on this day, 1 of them"
    ):
        making.committed(secretary, one, [case])
    assert not Panel.objects.exists()


@pytest.mark.django_db
def test_the_staff_are_covered(officer: Any, secretary: Any) -> None:
    one = making.open_round(officer)
    case = making.waiting(officer, one)
    making.experts(officer, 5)
    from qinglan.programmes.domain.draw import Terms, commit_draw

    with pytest.raises(Impossible, match="Declare first") as told:
        commit_draw(
            acting_user=secretary, round=one, cases=[case], terms=Terms(making.review_day()), declares=False
        )
    assert told.value.field == "declares"
    join(secretary, case.applicant)
    with pytest.raises(Impossible, match=r"You have a tie to .*employment"):
        making.committed(secretary, one, [case])


@pytest.mark.django_db
def test_a_no_calls_the_next_in_the_order_and_a_call_not_taken_is_logged(
    officer: Any, secretary: Any
) -> None:
    one = making.open_round(officer)
    case = making.waiting(officer, one)
    making.experts(officer, 5)
    panel = making.drawn(secretary, one, [case])
    order = panel_draw.order([entry.pseudonym for entry in panel.pool.all()], seed_of(panel))
    assert reading(panel) == {"C-001": order[:3]}
    seat = Seat.objects.get(entry__pseudonym=order[1], panel=panel)
    note_call(acting_user=secretary, seat=seat)
    invite_seat(acting_user=secretary, seat=seat, way=Way.MESSAGE)
    with pytest.raises(PermissionRefused):
        answer_seat(acting_user=secretary, seat=seat, accepts=True, way=Way.PAGE)
    answer_seat(acting_user=seat.entry.expert.user, seat=seat, accepts=False, way=Way.PAGE, reason="出差")
    assert reading(panel) == {"C-001": [order[0], order[2], order[3]]}
    assert [(step.what, step.way) for step in seat.steps.all()] == [
        ("called", "system"), ("unreached", "telephone"), ("invited", "message"), ("declined", "page"),
    ]  # fmt: skip
    with pytest.raises(StaleEdit):
        answer_seat(acting_user=seat.entry.expert.user, seat=seat, accepts=True, way=Way.PAGE)
    making.accepted(secretary, panel)
    case.refresh_from_db()
    assert case.step == "review"


@pytest.mark.django_db
def test_an_expert_who_becomes_conflicted_after_the_draw_makes_room_by_rule(
    officer: Any, secretary: Any, tmp_path: Path
) -> None:
    one = making.open_round(officer)
    cases = [making.waiting(officer, one, number) for number in (1, 2)]
    making.experts(officer, 8)
    panel = making.accepted(secretary, making.drawn(secretary, one, cases))
    order = panel_draw.order([entry.pseudonym for entry in panel.pool.all()], seed_of(panel))
    seat = panel.seats.get(place=1)
    first, second = panel.cases.all()
    declare_for_cases(acting_user=seat.entry.expert.user, seat=seat, ties={first.pk: "kinship"})
    assert reading(panel) == {"C-001": order[1:4], "C-002": order[:3]}
    seat.refresh_from_db()
    assert seat.state == "accepted"
    find_conflict(acting_user=secretary, seat=seat, case=second, kind="employer")
    seat.refresh_from_db()
    assert (seat.state, reading(panel)) == ("conflicted", {"C-001": order[1:4], "C-002": order[1:4]})
    assert [one.stored() for one in changes_of(panel)] == [
        {"kind": "excluded", "pseudonym": order[0], "case": "C-001"},
        {"kind": "excluded", "pseudonym": order[0], "case": "C-002"},
        {"kind": "conflicted", "pseudonym": order[0]},
    ]
    assert replayed(tmp_path, public_draw(panel, seed_of(panel)))[0] == 0


@pytest.mark.django_db
def test_what_changed_since_the_commitment_is_passed_over_by_rule(
    officer: Any, secretary: Any, tmp_path: Path
) -> None:
    one = making.open_round(officer)
    case = making.waiting(officer, one)
    making.experts(officer, 6)
    panel = making.committed(secretary, one, [case])
    order = panel_draw.order([entry.pseudonym for entry in panel.pool.all()], seed_of(panel))
    away = PoolEntry.objects.get(panel=panel, pseudonym=order[0]).expert
    ExpertAbsence.objects.create(expert=away, first=panel.review_on, last=panel.review_on)
    hired = PoolEntry.objects.get(panel=panel, pseudonym=order[2]).expert
    hired.employers.update(organisation=case.applicant, free_name="")
    draw(acting_user=secretary, panel=panel)
    assert reading(panel) == {"C-001": [order[1], order[3], order[4]]}
    assert [(one.kind, one.pseudonym) for one in changes_of(panel)] == [
        ("replaced", order[0]), ("excluded", order[2]), ("conflicted", order[2]),
    ]  # fmt: skip
    assert replayed(tmp_path, public_draw(panel, seed_of(panel)))[0] == 0


@pytest.mark.django_db
def test_the_last_no_is_kept_and_the_case_can_be_drawn_for_anew(officer: Any, secretary: Any) -> None:
    one = making.open_round(officer)
    case = making.waiting(officer, one)
    making.experts(officer, 4)
    panel = making.drawn(secretary, one, [case])
    for _turn in range(2):
        seat = panel.seats.filter(state="called").first()
        assert seat is not None
        invite_seat(acting_user=secretary, seat=seat, way=Way.TELEPHONE)
        answer_seat(acting_user=secretary, seat=seat, accepts=False, way=Way.TELEPHONE, reason="不便")
    assert len(reading(panel)["C-001"]) == 2
    redraw_case(acting_user=secretary, panel=panel, case=panel.cases.get(), reason="人数不足，重新抽取")
    for number in (21, 22):
        making.expert(officer, number)
    again = making.drawn(secretary, one, [case])
    assert (again.number, len(reading(again)["C-001"])) == (2, 3)


@pytest.mark.django_db
def test_a_cancelled_draw_leaves_commitment_and_reason(officer: Any, secretary: Any) -> None:
    one = making.open_round(officer)
    case = making.waiting(officer, one)
    making.experts(officer, 5)
    panel = making.committed(secretary, one, [case])
    with pytest.raises(Impossible, match="Say why"):
        cancel_panel(acting_user=secretary, panel=panel, reason=" ")
    cancel_panel(acting_user=secretary, panel=panel, reason="评审改期")
    with pytest.raises(StaleEdit):
        draw(acting_user=secretary, panel=panel)
    again = making.committed(secretary, one, [case])
    assert [(one.state, one.cancel_reason) for one in Panel.objects.filter(round=one).order_by("pk")] == [
        ("cancelled", "评审改期"), ("committed", ""),
    ]  # fmt: skip
    assert again.commitment != panel.commitment


@pytest.mark.django_db
def test_the_seed_stays_secret_until_the_result(officer: Any, secretary: Any) -> None:
    one = making.open_round(officer)
    case = making.waiting(officer, one)
    making.experts(officer, 5)
    panel = making.committed(secretary, one, [case])
    with pytest.raises(Impossible, match="Nothing was drawn yet"):
        publish_draw(acting_user=secretary, panel=panel)
    making.accepted(secretary, draw(acting_user=secretary, panel=panel))
    with pytest.raises(Impossible, match=f"wait for theirs: {case}"):
        publish_draw(acting_user=secretary, panel=panel)
    making.base.walked(officer, case, "below")
    publish_draw(acting_user=secretary, panel=panel)
    event = Event.objects.filter(stream=f"panel:{panel.pk}").order_by("sequence").last()
    assert event is not None
    assert json.loads(bytes(event.payload)) == {"commitment": panel.commitment, "seed": seed_of(panel)}
    with pytest.raises(StaleEdit):
        publish_draw(acting_user=secretary, panel=panel)


@pytest.mark.django_db
def test_a_changed_pool_no_longer_fits(officer: Any, secretary: Any) -> None:
    one = making.open_round(officer)
    case = making.waiting(officer, one)
    making.experts(officer, 5)
    panel = making.committed(secretary, one, [case])
    PoolEntry.objects.create(panel=panel, expert=making.expert(officer, 77), pseudonym="E-00000000")
    with pytest.raises(Impossible, match="does not fit the commitment"):
        seed_of(panel)


@pytest.mark.django_db
def test_the_pool_only_grows(officer: Any, secretary: Any) -> None:
    one = making.open_round(officer)
    making.experts(officer, 5)
    panel = making.committed(secretary, one, [making.waiting(officer, one)])
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        PoolEntry.objects.filter(panel=panel).update(pseudonym="E-00000000")


@pytest.mark.django_db
def test_only_secretaries_and_officers_of_the_city_draw(officer: Any) -> None:
    from qinglan.kernel.codes.models import Territory
    from tests.support.people import assign

    one = making.open_round(officer)
    case = making.waiting(officer, one)
    making.experts(officer, 5)
    east = person("east secretary")
    assign(east, "secretary", territory=Territory.objects.get(code="990101"))
    others = [person("nobody"), person("decider", "decider"), person("audit", "auditor"), east]
    panel = making.committed(officer, one, [case])
    for who in others:
        for verb in (
            lambda who=who: making.committed(who, one, [case]),
            lambda who=who: draw(acting_user=who, panel=panel),
            lambda who=who: cancel_panel(acting_user=who, panel=panel, reason="x"),
            lambda who=who: publish_draw(acting_user=who, panel=panel),
        ):
            with pytest.raises(PermissionRefused):
                verb()


def _two(acts: list[Any]) -> list[Any]:
    barrier = Barrier(len(acts))

    def run(act: Any) -> Any:
        try:
            barrier.wait(10)
            return act()
        except Exception as error:  # noqa: BLE001 - what the thread met is the result
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_draw_at_once_and_one_hears_of_the_other(officer: Any) -> None:
    one = making.open_round(officer)
    case = making.waiting(officer, one)
    making.experts(officer, 5)
    panel = making.committed(officer, one, [case])

    def without_lock() -> str:
        """Read, look, write: what the verb would be without its lock."""
        read = Panel.objects.get(pk=panel.pk)
        seen.wait(10)
        if read.state != "committed":
            return "stale"
        Panel.objects.filter(pk=panel.pk).update(state="drawn", drawn_at=read.committed_at)
        return "drawn"

    seen = Barrier(2)
    assert _two([without_lock, without_lock]) == ["drawn", "drawn"]
    Panel.objects.filter(pk=panel.pk).update(state="committed", drawn_at=None)
    results = _two([lambda: draw(acting_user=officer, panel=panel)] * 2)
    assert sorted(type(one).__name__ for one in results) == ["Panel", "StaleEdit"]
    assert Seat.objects.filter(panel=panel).count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_commit_for_one_case_at_once(officer: Any) -> None:
    one = making.open_round(officer)
    case = making.waiting(officer, one)
    making.experts(officer, 5)
    results = _two([lambda: making.committed(officer, one, [case])] * 2)
    assert sorted(type(one).__name__ for one in results) == ["Panel", "StaleEdit"]
    assert PanelCase.objects.filter(case=case, is_current=True).count() == 1
    assert Organisation.objects.filter(pk=case.applicant_id).exists()
