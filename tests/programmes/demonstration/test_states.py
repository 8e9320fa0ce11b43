"""The demonstration of programmes: every scheme shows its life, and together they show every state."""

import json
import runpy
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model

from tests.packs.reading import PACKS
from tests.programmes.demonstration.conftest import Loaded

TOOL = Path(__file__).parents[3] / "tools" / "replay_draw.py"
pytestmark = pytest.mark.django_db

WANTED = {
    "draft": {"draft"},
    "under check": {"in_check"},
    "in correction or review": {"in_correction", "in_review"},
    "refused": {"refused"},
    "awarded, or with those above": {"granted", "above"},
}
"""What each scheme shows, and by which states of its cases."""


def states(model: type[Model], field: str = "state") -> set[str]:
    """The values of a field that occur."""
    return set(model._default_manager.values_list(field, flat=True))


def test_each_scheme_shows_its_life(loaded: Loaded) -> None:
    from qinglan.programmes.models import Award, Case, Programme

    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for city, slug, status in Case.objects.values_list(
        "version__programme__territory", "version__programme__slug", "status"
    ):
        found[city, slug].add(status)
    awarded = set(
        Award.objects.filter(state__in=["in_force", "warned", "rectifying"]).values_list(
            "programme__territory", "programme__slug"
        )
    )
    every = list(Programme.objects.order_by("territory", "slug").values_list("territory", "slug"))
    for key in awarded:
        found[key].add("granted")
    shown = {key: [name for name, wanted in WANTED.items() if wanted & found[key]] for key in every}
    assert len(every) == 49
    assert shown == {key: list(WANTED) for key in every}
    here = set(
        Programme.objects.filter(versions__decided_here=True).values_list("territory", "slug").distinct()
    )
    assert sorted(here - awarded) == []
    # A national demonstration area is in preparation in both cities, as the story of their plans has it.
    assert {("500000", "demonstration-area"), ("511900", "demonstration-zone")} & awarded == set()


def test_together_they_show_every_state(loaded: Loaded) -> None:
    from qinglan.programmes.models import (
        Award,
        AwardState,
        Bar,
        Case,
        CaseStatus,
        Colour,
        Duty,
        DutyState,
        Entitlement,
        EntryOutcome,
        ItemState,
        Notice,
        NoticeEntry,
        NoticeState,
        Objection,
        PaymentState,
        Round,
        RoundState,
        Ruling,
        StepType,
        WorkItem,
    )

    assert states(Round) == set(RoundState.values)
    # No step of a shipped scheme has the status “submitted”: each goes to its check at once.
    assert states(Case, "status") == set(CaseStatus.values) - {CaseStatus.SUBMITTED}
    assert states(WorkItem) == set(ItemState.values)
    assert states(WorkItem, "type") == set(StepType.values)
    assert states(Award) == set(AwardState.values)
    assert states(Award, "colour") == set(Colour.values)
    assert states(Duty) == set(DutyState.values)
    assert states(Entitlement) == set(PaymentState.values)
    assert states(Notice) == set(NoticeState.values)
    assert states(NoticeEntry, "outcome") == set(EntryOutcome.values)
    assert states(Objection) == set(Ruling.values)
    assert Bar.objects.exists()


def test_every_outcome_of_every_type_of_step_occurs(loaded: Loaded) -> None:
    from qinglan.programmes.definition.steps import OUTCOMES
    from qinglan.programmes.models import WorkItem

    found: dict[str, set[str]] = defaultdict(set)
    for kind, outcome in WorkItem.objects.filter(state="done").values_list("type", "outcome"):
        found[kind].add(outcome)
    missing = {kind: sorted(set(wanted) - found[kind]) for kind, wanted in OUTCOMES.items()}
    assert {kind: names for kind, names in missing.items() if names} == {}


def test_what_was_submitted_is_whole(loaded: Loaded) -> None:
    from qinglan.programmes.cases.form_state import Place, settle
    from qinglan.programmes.cases.revisions import content_of
    from qinglan.programmes.models import CaseRevision

    gaps: dict[str, Any] = {}
    for one in CaseRevision.objects.select_related("case__version__programme"):
        content = content_of(one)
        places = [Place(file["section"], file["question"], file["row"]) for file in content.files]
        state = settle(one.case.version.definition, content.answers, content.rows, content.facts, places)
        if state.missing:
            gaps[one.case.version.programme.slug] = [each.stored() for each in state.missing]
    assert gaps == {}


def test_reviews_end_as_their_scores_say(loaded: Loaded) -> None:
    from qinglan.programmes.models import Evaluation

    rows = Evaluation.objects.filter(score__isnull=False).select_related("case__version__programme")
    wrong = [
        (one.case.version.programme.slug, one.outcome, one.score["grade"])
        for one in rows
        if one.score["passes"] is not None and one.score["passes"] != (one.outcome == "passed")
        and one.case.version.definition.step(one.item.step).next["below"] == "refused"
    ]  # fmt: skip
    assert (len(rows) > 20, wrong) == (True, [])


def test_every_draw_can_be_replayed(loaded: Loaded) -> None:
    from qinglan.programmes.domain.draw import seed_of
    from qinglan.programmes.models import Panel
    from qinglan.programmes.panels.record import public_draw

    tool = runpy.run_path(str(TOOL))
    panels = list(Panel.objects.select_related("secret"))
    for panel in panels:
        tool["replay"](json.loads(json.dumps(public_draw(panel, seed_of(panel)))))  # raises at a difference
    assert len(panels) > 20


def test_the_chains_are_sound_and_their_times_run_ahead(loaded: Loaded) -> None:
    from qinglan.kernel.events.verification import verify_all

    found = list(verify_all())
    assert len(found) > 900
    assert [(one.stream, one.fault) for one in found if not one.sound] == []
    told = ("case:", "round:", "panel:", "notice:", "award:", "ledger:")
    assert [one.stream for one in found if one.turned_back and one.stream.startswith(told)] == []


def test_nothing_lies_in_the_future_but_what_is_due(loaded: Loaded) -> None:
    from qinglan.kernel import clock
    from qinglan.kernel.events.models import Event
    from qinglan.programmes.models import AwardChange, WorkItem

    now = clock.now()
    assert not WorkItem.objects.filter(opened_at__gt=now).exists()
    assert not WorkItem.objects.filter(closed_at__gt=now).exists()
    assert not AwardChange.objects.filter(made_at__gt=now).exists()
    assert not Event.objects.filter(time__gt=now).exists()


def test_a_second_time_changes_nothing(loaded: Loaded) -> None:
    from qinglan.kernel.events.models import Event
    from qinglan.kernel.rulebook.kinds import load_all
    from qinglan.kernel.todos.models import Todo
    from qinglan.parties.demonstration import open_accounts
    from qinglan.parties.models import Organisation, User
    from qinglan.programmes.models import Award, Case, Duty

    counted = (Case, Award, Duty, Todo, Organisation, User, Event)
    before = [model._default_manager.count() for model in counted]
    counts = load_all(PACKS, acting_user=open_accounts(), stage="demonstration")
    assert set(counts.values()) == {0}
    assert [model._default_manager.count() for model in counted] == before


def test_the_load_is_quick(loaded: Loaded) -> None:
    # Seconds depend on what else runs; statements don't.
    assert loaded.counts["demonstration cases"] > 350
    assert loaded.statements < 18_000
