"""Score sheets, conclusion, feedback, and who may do what."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.events.models import Event
from qinglan.kernel.messages.domain.link import LinkClosed, WrongCode, ask_for_code
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.models import Todo
from qinglan.programmes.domain.draw import redraw_case, seed_of
from qinglan.programmes.domain.invitation import answer_by_link, seat_of_link
from qinglan.programmes.domain.review import Sheet, conclude_review, reckoned, send_feedback, submit_sheet
from qinglan.programmes.domain.seat import declare_for_cases, invite_seat, replace_seat, reseat
from qinglan.programmes.jobs import reseat_panel
from qinglan.programmes.judging.lines import trimmed_mean
from qinglan.programmes.models import Case, Evaluation, Feedback, Panel, PanelAssignment, ScoreSheet, Way
from qinglan.programmes.panels import flags as panel_flags
from qinglan.programmes.panels.reading import parts_of
from qinglan.programmes.panels.record import public_draw
from qinglan.programmes.views.panel_expert import colleagues_of
from tests.programmes.making import walked
from tests.programmes.panels import making
from tests.support.people import join, person


@pytest.fixture
def secretary(city: Any) -> Any:
    return person("secretary", "secretary")


@pytest.fixture
def panel(officer: Any, secretary: Any) -> Panel:
    """A panel of three that has accepted, for one case at its review."""
    one = making.open_round(officer)
    case = making.waiting(officer, one)
    making.experts(officer, 6)
    return making.accepted(secretary, making.drawn(secretary, one, [case]))


def case_of(panel: Panel) -> Case:
    return Case.objects.get(panel_cases__panel=panel)


def readings(panel: Panel) -> list[PanelAssignment]:
    rows = PanelAssignment.objects.filter(seat__panel=panel, ended_at__isnull=True)
    return list(
        rows.select_related("seat__panel", "seat__entry__expert__user", "case").order_by("seat__place")
    )


def user_of(reading: PanelAssignment) -> Any:
    return reading.seat.entry.expert.user


def declared(panel: Panel) -> list[PanelAssignment]:
    for one in readings(panel):
        declare_for_cases(acting_user=user_of(one), seat=one.seat, ties={})
    return readings(panel)


def sheet(advance: str = "50", market: str = "20", **more: Any) -> Sheet:
    return Sheet({"advance": advance, "market": market}, more.pop("opinion", "recommend"), **more)


def handed_in(panel: Panel, *marks: tuple[str, str]) -> list[PanelAssignment]:
    rows = declared(panel)
    for one, (advance, market) in zip(rows, marks, strict=True):
        submit_sheet(acting_user=user_of(one), assignment=one, sheet=sheet(advance, market))
    return rows


@pytest.mark.django_db
def test_nobody_marks_before_he_declared_and_nobody_else_marks(
    panel: Panel, secretary: Any, officer: Any
) -> None:
    one, other = readings(panel)[:2]
    with pytest.raises(Impossible, match="Declare first"):
        submit_sheet(acting_user=user_of(one), assignment=one, sheet=sheet())
    declared(panel)
    for who in (secretary, officer, user_of(other), person("stranger"), person("decider", "decider")):
        with pytest.raises(PermissionRefused):
            submit_sheet(acting_user=who, assignment=one, sheet=sheet())
    made = submit_sheet(acting_user=user_of(one), assignment=one, sheet=sheet())
    assert (made.number, made.total, made.marks.count()) == (1, Decimal(70), 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("bad", "field", "says"),
    [
        (sheet("60.01"), "marks.advance", "between 0 and 60"),
        (sheet("-1"), "marks.advance", "between 0 and 60"),
        (sheet("NaN"), "marks.advance", "between 0 and 60"),
        (sheet(""), "marks.advance", "Marks are missing"),
        (sheet("很好"), "marks.advance", "is no number"),
        (sheet("50.005"), "marks.advance", "two places"),
        (sheet("0"), "reasons.advance", "need a reason"),
        (sheet(opinion="maybe"), "opinion", "whether you recommend"),
    ],
)
def test_a_sheet_that_is_wrong_says_where(panel: Panel, bad: Sheet, field: str, says: str) -> None:
    one = declared(panel)[0]
    with pytest.raises(Impossible, match=says) as told:
        submit_sheet(acting_user=user_of(one), assignment=one, sheet=bad)
    assert told.value.field == field
    assert not ScoreSheet.objects.filter(assignment=one).exists()


@pytest.mark.django_db
def test_the_review_is_concluded_by_the_rules_and_can_be_reckoned_again(panel: Panel, secretary: Any) -> None:
    case = case_of(panel)
    rows = handed_in(panel, ("50", "24"), ("52", "25"), ("48", "20"))
    submit_sheet(acting_user=user_of(rows[2]), assignment=rows[2], sheet=sheet("51", "20"))
    made = conclude_review(acting_user=secretary, case=case)
    case.refresh_from_db()
    assert made.marks == {"advance": ["50", "51", "52"], "market": ["20", "24", "25"]}
    assert (case.score, case.grade, case.step) == (Decimal("83"), "good", "visit")
    assert made.score is not None
    lines = {line["id"]: line["low"] for line in made.score["lines"]}
    assert lines == {"advance": "51.00", "market": "24.00", "research_part": "8.00"}
    again, revision, marks = reckoned(case, [one.sheets.last() for one in rows])
    assert (again.stored() if again else None, revision, marks) == (made.score, made.revision, made.marks)
    with pytest.raises(StaleEdit):
        conclude_review(acting_user=secretary, case=case)
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        Evaluation.objects.filter(pk=made.pk).update(outcome="below")


@pytest.mark.django_db
def test_marks_that_lie_apart_are_flagged_and_need_a_note(panel: Panel, secretary: Any) -> None:
    case = case_of(panel)
    handed_in(panel, ("55", "28"), ("54", "27"), ("10", "5"))
    with pytest.raises(Impossible, match="lie far apart"):
        conclude_review(acting_user=secretary, case=case)
    made = conclude_review(acting_user=secretary, case=case, note="已请三位专家复议，维持原分")
    assert [flag["kind"] for flag in made.flags] == ["outlier", "spread"]
    assert made.flags[0] == {
        "kind": "outlier", "who": readings(panel)[2].seat.entry.pseudonym, "distance": "66.0000",
        "limit": "27.00", "full": "90",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_missing_sheet_holds_the_review_and_a_replacement_is_asked(panel: Panel, secretary: Any) -> None:
    case = case_of(panel)
    rows = declared(panel)
    for one in rows[:2]:
        submit_sheet(acting_user=user_of(one), assignment=one, sheet=sheet())
    with pytest.raises(Impossible, match="2 of 3 sheets are here"):
        conclude_review(acting_user=secretary, case=case)
    replace_seat(acting_user=secretary, seat=rows[2].seat, reason="未按时提交")
    making.accepted(secretary, panel)
    new = readings(panel)[2]
    assert Todo.objects.filter(kind="programmes.mark_case", user=user_of(new), state="open").count() == 1
    with pytest.raises(PermissionRefused):
        submit_sheet(acting_user=user_of(rows[2]), assignment=rows[2], sheet=sheet())


@pytest.mark.django_db
def test_the_applicant_is_told_in_coded_reasons_and_no_expert_is_named(panel: Panel, secretary: Any) -> None:
    case = case_of(panel)
    member = person("member")
    join(member, case.applicant)
    handed_in(panel, ("20", "10"), ("22", "9"), ("18", "8"))
    conclude_review(acting_user=secretary, case=case)
    case.refresh_from_db()
    assert case.status == "refused"
    feedback = Feedback.objects.get(case=case)
    assert feedback.due_at is not None
    name = readings(panel)[0].seat.entry.expert.name
    for codes, words, says in (
        ([], "x", "at least one reason"),
        (["made_up"], "x", "at least one reason"),
        (["below_line"], f"{name}认为不足", "names an expert"),
    ):
        with pytest.raises(Impossible, match=says):
            send_feedback(acting_user=secretary, feedback=feedback, codes=codes, words=words)
    with pytest.raises(PermissionRefused):
        send_feedback(acting_user=member, feedback=feedback, codes=["below_line"], words="")
    send_feedback(
        acting_user=secretary, feedback=feedback, codes=["unproven", "below_line"], words="请补测试报告"
    )
    feedback.refresh_from_db()
    assert feedback.codes == ["below_line", "unproven"]
    assert Message.objects.filter(recipient=member, template="programmes.feedback").count() == 1
    with pytest.raises(Impossible, match="told already"):
        send_feedback(acting_user=secretary, feedback=feedback, codes=["below_line"], words="")


@pytest.mark.django_db
def test_the_clock_of_the_case_stands_while_experts_read(panel: Panel, secretary: Any) -> None:
    case = case_of(panel)
    assert case.stops.filter(item__step="review", last_day__isnull=True).count() == 1
    handed_in(panel, ("50", "24"), ("52", "25"), ("48", "20"))
    conclude_review(acting_user=secretary, case=case)
    assert case.stops.filter(item__step="review", last_day__isnull=True).count() == 0


@pytest.mark.django_db
def test_a_blind_review_names_nobody(officer: Any, secretary: Any) -> None:
    one = making.open_round(officer, blind=True)
    case = making.waiting(officer, one)
    making.experts(officer, 5)
    made = making.drawn(secretary, one, [case])
    assert made.hides_applicant
    case.applicant_name = case.applicant.name
    open_parts, _files = parts_of(case, blind=False)
    parts, files = parts_of(case, blind=True)
    assert files == []
    assert [part.title for part in parts] == [part.title for part in open_parts]
    text = str(parts)
    assert case.applicant.name not in text
    assert (case.applicant.code or "-") not in text


marks = st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=11)


@given(marks=marks, trim=st.integers(0, 3))
def test_a_trimmed_mean_lies_within_what_is_kept_and_ignores_the_extremes(
    marks: list[Decimal], trim: int
) -> None:
    mean = trimmed_mean(marks, trim)
    kept = sorted(marks)[trim : len(marks) - trim]
    if not kept:
        assert mean is None
        return
    assert mean is not None
    assert kept[0] <= mean <= kept[-1]
    assert trimmed_mean(list(reversed(marks)), trim) == mean
    if trim and len(marks) > 2 * trim:
        raised = sorted(marks)
        raised[-1] = Decimal(1000)
        assert trimmed_mean(raised, trim) == mean


@given(totals=st.lists(st.decimals(0, 90, places=2), min_size=3, max_size=9))
def test_nobody_is_flagged_without_a_distance_and_equal_marks_never(totals: list[Decimal]) -> None:
    by_name = {f"E-{number}": total for number, total in enumerate(totals)}
    assert panel_flags.flags(by_name, Decimal(90), {}) == []
    same = dict.fromkeys(by_name, totals[0])
    assert panel_flags.flags(same, Decimal(90), {"outlier": "0.3", "spread": "0.4"}) == []
    for flag in panel_flags.flags(by_name, Decimal(90), {"outlier": "0.3", "spread": "0.4"}):
        assert flag.distance > flag.limit


@pytest.mark.django_db
def test_experts_see_each_other_only_where_the_step_says_so(panel: Panel) -> None:
    one, *others = readings(panel)
    assert colleagues_of(one) == ""
    one.seat.panel.hides_experts = False
    assert colleagues_of(one) == "、".join(other.seat.entry.expert.name for other in others)


@pytest.mark.django_db
def test_an_invitation_is_answered_by_its_link_and_code_alone(officer: Any, secretary: Any) -> None:
    one = making.open_round(officer)
    making.experts(officer, 5)
    made = making.drawn(secretary, one, [making.waiting(officer, one)])
    seat = made.seats.order_by("place").select_related("entry__expert__user").first()
    assert seat is not None
    invite_seat(acting_user=secretary, seat=seat, way=Way.MESSAGE)
    sent = Message.objects.get(recipient=seat.entry.expert.user, template="programmes.seat_invited")
    token = sent.url.rstrip("/").rpartition("/")[2]
    assert seat_of_link(token) == seat
    with pytest.raises(WrongCode):
        answer_by_link(token=token, code="000000", accepts=True, reason="")
    code = re.search(r"\d{6}", ask_for_code(token).text)
    assert code is not None
    answered = answer_by_link(token=token, code=code[0], accepts=True, reason="")
    assert (answered.pk, answered.state) == (seat.pk, "accepted")
    with pytest.raises(LinkClosed):
        seat_of_link(token)


def returned(officer: Any, case: Case) -> Case:
    """The case back at its review, as a decision sends it there."""
    return walked(officer, case, "passed", "returned")


@pytest.mark.django_db
def test_a_second_review_counts_the_seats_anew(panel: Panel, secretary: Any, officer: Any) -> None:
    case = case_of(panel)
    handed_in(panel, ("50", "24"), ("52", "25"), ("48", "20"))
    conclude_review(acting_user=secretary, case=case)
    returned(officer, case)
    reseat_panel(panel=panel.pk)
    before = [one.seat_id for one in readings(panel)]
    replace_seat(acting_user=secretary, seat=readings(panel)[0].seat, reason="生病")
    making.accepted(secretary, panel)
    after = readings(panel)
    assert (len(after), [one.seat_id for one in after][:2]) == (3, before[1:])
    new = after[2]
    assert Todo.objects.filter(kind="programmes.mark_case", user=user_of(new), state="open").count() == 1
    told = public_draw(panel, seed_of(panel))
    assert [one["kind"] for one in told["changes"]] == ["closed", "reopened", "replaced"]
    assert sorted(told["seats"]["C-001"]) == sorted(one.seat.entry.pseudonym for one in after)


@pytest.mark.django_db
def test_who_went_away_between_two_reviews_is_replaced_when_the_case_comes_back(
    panel: Panel, secretary: Any, officer: Any
) -> None:
    case = case_of(panel)
    handed_in(panel, ("50", "24"), ("52", "25"), ("48", "20"))
    conclude_review(acting_user=secretary, case=case)
    gone = readings(panel)[0].seat
    replace_seat(acting_user=secretary, seat=gone, reason="退出专家库")
    assert gone.pk in [one.seat_id for one in readings(panel)]  # what was reviewed stays as it was
    returned(officer, case)
    queued = ProcrastinateJob.objects.filter(task_name="programmes.reseat_panel")
    assert [job.args for job in queued] == [{"panel": panel.pk}]
    reseat_panel(panel=panel.pk)
    assert gone.pk not in [one.seat_id for one in readings(panel)]
    with pytest.raises(PermissionRefused):
        reseat(acting_user=secretary, panel=panel)


@pytest.mark.django_db
def test_feedback_on_a_first_review_can_be_sent_while_the_case_waits_for_another_panel(
    panel: Panel, secretary: Any, officer: Any
) -> None:
    case = case_of(panel)
    handed_in(panel, ("50", "24"), ("52", "25"), ("48", "20"))
    conclude_review(acting_user=secretary, case=case)
    returned(officer, case)
    redraw_case(acting_user=secretary, panel=panel, case=case.panel_cases.get(), reason="专家不足")
    feedback = Feedback.objects.get(case=case)
    send_feedback(acting_user=secretary, feedback=feedback, codes=["unproven"], words="")
    feedback.refresh_from_db()
    assert feedback.sent_at is not None
    sent = Event.objects.filter(stream=f"panel:{panel.pk}", kind="programmes.feedback-sent")
    assert sent.count() == 1


@pytest.mark.django_db
def test_the_page_of_the_case_leads_to_what_the_experts_said(
    panel: Panel, secretary: Any, client: Any
) -> None:
    case = case_of(panel)
    member = person("member")
    join(member, case.applicant)
    client.force_login(member)
    client.cookies["qinglan_language"] = "en"
    handed_in(panel, ("50", "24"), ("52", "25"), ("48", "20"))
    conclude_review(acting_user=secretary, case=case)
    feedback = Feedback.objects.get(case=case)
    link = f'href="/panels/feedback/{feedback.pk}/"'
    page = client.get(case.get_absolute_url()).content.decode()
    assert ("What the experts said" in page, "follows" in page, link in page) == (True, True, False)
    send_feedback(acting_user=secretary, feedback=feedback, codes=["unproven"], words="")
    page = client.get(case.get_absolute_url()).content.decode()
    assert (link in page, f'href="/draws/{panel.pk}/"' in page) == (True, True)
    assert client.get(f"/panels/feedback/{feedback.pk}/").status_code == 200
