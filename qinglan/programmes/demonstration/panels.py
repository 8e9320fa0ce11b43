"""Panels of the story: drawn so that anybody can replay it, with seats, sheets and evaluations."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count

from qinglan.kernel.events.canonical import encode
from qinglan.parties.sealed import seal
from qinglan.programmes.definition.scoring import Item
from qinglan.programmes.definition.steps import Step
from qinglan.programmes.demonstration import times
from qinglan.programmes.demonstration.cast import Cast
from qinglan.programmes.demonstration.filing import Told
from qinglan.programmes.demonstration.rows import Rows
from qinglan.programmes.judging.score import Score, score
from qinglan.programmes.judging.values import values
from qinglan.programmes.judging.words import shown
from qinglan.programmes.models import (
    Case,
    Declaration,
    Evaluation,
    Feedback,
    Mark,
    Panel,
    PanelAssignment,
    PanelCase,
    PanelSecret,
    PoolEntry,
    ScoreSheet,
    Seat,
    SeatStep,
    WorkItem,
)
from qinglan.programmes.panels import draw as panel_draw
from qinglan.programmes.panels import events as panel_events

GOOD = ("0.86", "0.9", "0.84", "0.92", "0.88", "0.9", "0.86")
POOR = ("0.12", "0.2", "0.16", "0.1", "0.18", "0.14", "0.15")
COMMENTS = (
    "技术路线清楚，节能减排数据有第三方检测支撑。",
    "示范应用基础较好，建议补充经济性测算。",
    "创新点明确，推广条件需进一步说明。",
)
SHEETS_SO_FAR = 2
"""How many sheets are in where a review is still under way."""


@dataclass
class Drawn:
    """A panel of the story with what was drawn for it."""

    panel: Panel
    seats: list[Seat]
    pool: list[PoolEntry]
    seed: str
    at: datetime
    cases: dict[int, PanelCase] = field(default_factory=dict)
    told: list[Case] = field(default_factory=list)

    def commit(self) -> str:
        """The commitment, when the key of the panel is known."""
        drawn = panel_draw.Drawn(
            panel=str(self.panel.pk),
            experts=self.panel.experts,
            reserves=self.panel.reserves,
            cases=tuple(one.label for one in self.cases.values()),
            pool={entry.pseudonym: () for entry in self.pool},
        )
        return panel_draw.commitment(drawn, self.seed)


class Panels:
    """Listens to draws and reviews. Cases of one round that came to their draw at one time have one panel."""

    def __init__(self, rows: Rows, cast: Cast, now: datetime) -> None:
        self.rows, self.cast, self.now = rows, cast, now
        self.drawn: dict[tuple[int, datetime], Drawn] = {}
        self.numbers: dict[int, int] = {}
        self.waiting = count()

    def draw(self, told: Told, step: Step, item: WorkItem, begins: datetime, ends: datetime | None) -> None:
        """A case at its draw: drawn for where the story goes on. Of those that wait every second is invited for."""
        key = (told.case.round.pk, begins)
        if ends is None and key not in self.drawn and next(self.waiting) % 2:
            return
        drawn = self.drawn.get(key)
        if drawn is None:
            drawn = self.drawn[key] = self._new(told, step, begins, ends)
        one = self.rows.add(
            PanelCase(panel=drawn.panel, case=told.case, label=f"C-{len(drawn.cases) + 1:03d}")
        )
        drawn.cases[id(told.case)] = one
        drawn.told.append(told.case)
        secretary = self.cast["secretary-demo"]
        self.rows.add(Declaration(case=one, said_at=drawn.panel.committed_at, said_by=secretary))
        for seat in drawn.seats:
            self.rows.add(PanelAssignment(seat=seat, case=one, begun_at=drawn.at))
            if ends is not None:
                by = seat.entry.expert.user or secretary
                self.rows.add(Declaration(case=one, seat=seat, said_at=ends, said_by=by))

    def review(self, told: Told, step: Step, item: WorkItem, begins: datetime, ends: datetime | None) -> None:
        """A case at its review: all sheets where it is concluded, some where it is under way."""
        drawn = next(one for one in self.drawn.values() if id(told.case) in one.cases)
        marking = _expert_items(told)
        poor = told.fate.outcome == "below" and told.fate.stop == "review"
        shares = POOR if poor else GOOD
        sheets: list[ScoreSheet] = []
        marks: dict[str, list[str]] = {one.id: [] for one in marking}
        until = ends or min(begins + timedelta(days=2), self.now)
        for number, seat in enumerate(drawn.seats[: None if ends else SHEETS_SO_FAR]):
            at = begins + (until - begins) * (number + 1) / (len(drawn.seats) + 1)
            given = {
                one.id: (one.marks * Decimal(shares[number % 7])).quantize(Decimal("0.1")) for one in marking
            }
            sheets.append(self._sheet(told, drawn, seat, item, given, at, number, against=poor))
            for name, value in given.items():
                marks[name].append(shown(value))
        if ends is None:
            return
        self._conclude(told, drawn, item, sheets, marks, ends)

    def _new(self, told: Told, step: Step, begins: datetime, left: datetime | None) -> Drawn:
        one, secretary = told.case.round, self.cast["secretary-demo"]
        self.numbers[one.pk] = self.numbers.get(one.pk, 0) + 1
        experts = int(step.settings.get("experts", 5))
        number, ends = self.numbers[one.pk], left or min(begins + timedelta(days=1), self.now)
        third = min((ends - begins) / 3, timedelta(hours=2))
        panel = self.rows.add(
            Panel(
                round=one, number=number, step=step.id, experts=experts,
                reserves=int(step.settings.get("reserves", 2)), fields=[],
                review_on=times.day_of(ends + timedelta(days=3)), hides_experts=bool(step.settings.get("blind", True)),
                hides_applicant=_blind(told), algorithm=panel_draw.ALGORITHM, state="drawn",
                committed_at=begins + third, committed_by=secretary, drawn_at=begins + 2 * third,
            )
        )  # fmt: skip
        seed, names = self._seed(one.pk, number, experts)
        pool = [
            self.rows.add(PoolEntry(panel=panel, expert=expert, pseudonym=name, unknown=[]))
            for expert, name in zip(self.cast.experts, names, strict=True)
        ]
        by_name = {entry.pseudonym: entry for entry in pool}
        order = panel_draw.order(by_name, seed)
        self.rows.add(PanelSecret(panel=panel, seed=seal(seed)))
        seats = [
            self._seat(panel, by_name[name], place, ends, is_answered=left is not None)
            for place, name in enumerate(order[:experts], 1)
        ]
        drawn = Drawn(panel, seats, pool, seed, begins + 2 * third)
        self._note_draw(drawn)
        return drawn

    def _seed(self, key: int, number: int, experts: int) -> tuple[str, list[str]]:
        """A seed by which the expert of the demonstration sits late enough to have something to mark."""
        wanted = next((i for i, one in enumerate(self.cast.experts) if one.user_id is not None), 0)
        for turn in range(200):
            made = hashlib.sha256(f"demonstration {key} {number} {turn}".encode())
            seed = made.hexdigest()
            names = [
                f"E-{hashlib.sha256(f'{seed} {place}'.encode()).hexdigest()[:8].upper()}"
                for place in range(len(self.cast.experts))
            ]
            place = panel_draw.order(names, seed).index(names[wanted])
            if SHEETS_SO_FAR <= place < experts:
                break
        return seed, names

    def _seat(self, panel: Panel, entry: PoolEntry, place: int, ends: datetime, *, is_answered: bool) -> Seat:
        secretary = self.cast["secretary-demo"]
        seat = self.rows.add(
            Seat(
                panel=panel, entry=entry, place=place, state="accepted" if is_answered else "invited",
                changed_at=ends, declared_at=ends if is_answered else None, revision=2,
            )
        )  # fmt: skip
        committed = panel.drawn_at or ends
        for what, way, at in (
            ("called", "system", committed),
            ("invited", "telephone", committed),
            ("accepted", "telephone", ends),
        ):
            if what == seat.state == "accepted" or what != "accepted":
                self.rows.add(SeatStep(seat=seat, what=what, way=way, at=at, by=secretary))
        return seat

    def _sheet(
        self,
        told: Told,
        drawn: Drawn,
        seat: Seat,
        item: WorkItem,
        given: dict[str, Decimal],
        at: datetime,
        number: int,
        *,
        against: bool,
    ) -> ScoreSheet:
        one = drawn.cases[id(told.case)]
        assignment = next(
            each for each in self.rows.tables[PanelAssignment] if each.seat is seat and each.case is one
        )
        comment = COMMENTS[number % len(COMMENTS)]
        opinion = "against" if against else "recommend"
        content = {
            "case": told.case.number, "seat": seat.entry.pseudonym, "review": item.visit, "number": 1,
            "marks": {name: shown(value) for name, value in sorted(given.items())}, "reasons": {},
            "opinion": opinion, "comment": comment,
        }  # fmt: skip
        by = seat.entry.expert.user or self.cast["secretary-demo"]
        sheet = self.rows.add(
            ScoreSheet(
                assignment=assignment, item=item, number=1, opinion=opinion, comment=comment,
                total=sum(given.values(), Decimal(0)), digest=hashlib.sha256(encode(content)).hexdigest(),
                way="page", submitted_at=at, submitted_by=by,
            )
        )  # fmt: skip
        for name, value in given.items():
            self.rows.add(Mark(sheet=sheet, item=name, marks=value))
        self.rows.note(
            "panel", drawn.panel, panel_events.SHEET_SUBMITTED, at, by,
            lambda: {
                "case": one.label, "pseudonym": seat.entry.pseudonym, "number": 1, "digest": sheet.digest,
                "way": "page",
            },
        )  # fmt: skip
        return sheet

    def _conclude(
        self,
        told: Told,
        drawn: Drawn,
        item: WorkItem,
        sheets: list[ScoreSheet],
        marks: dict[str, list[str]],
        ends: datetime,
    ) -> None:
        definition, secretary = told.definition, self.cast["secretary-demo"]
        sorted_marks = {name: sorted(found, key=Decimal) for name, found in marks.items()}
        result: Score | None = None
        if definition.scoring is not None:
            found = values(definition, told.state.answers, told.state.rows, told.facts)
            result = score(definition, found, sorted_marks)
            told.case.score, told.case.grade = result.total, result.grade or ""
        judged = result is not None and (result.passes is None or result.passes != (item.outcome == "passed"))
        self.rows.add(
            Evaluation(
                case=told.case, item=item, revision=1 + told.fate.corrected,
                sheets=sorted(sheet.digest for sheet in sheets), marks=sorted_marks,
                score=result.stored() if result else None, flags=[], outcome=item.outcome,
                note="个别数据待核，专家组按现场答辩集体判断（演示）" if judged else "", made_at=ends, made_by=secretary,
            )
        )  # fmt: skip
        self.rows.add(
            Feedback(
                case=told.case, item=item, codes=["strong" if item.outcome == "passed" else "below_line"],
                words="评审意见已汇总（演示）。", due_at=ends + timedelta(days=14), sent_at=ends + timedelta(days=2),
                sent_by=secretary,
            )
        )  # fmt: skip
        one = drawn.cases[id(told.case)]
        self.rows.add(
            SeatStep(seat=drawn.seats[0], what="closed", way="system", case=one, at=ends, by=secretary)
        )
        self.rows.note(
            "panel", drawn.panel, panel_events.REVIEWED, ends, secretary,
            lambda: {
                "case": one.label, "outcome": item.outcome,
                "score": str(result.total) if result and result.total is not None else "",
                "grade": (result.grade or "") if result else "", "sheets": sorted(x.digest for x in sheets),
                "flags": 0,
            },
        )  # fmt: skip

    def _note_draw(self, drawn: Drawn) -> None:
        panel, secretary = drawn.panel, self.cast["secretary-demo"]
        self.rows.note(
            "panel", panel, panel_events.COMMITTED, panel.committed_at, secretary,
            lambda: {
                "commitment": panel.commitment, "algorithm": panel.algorithm, "cases": len(drawn.cases),
                "pool": len(drawn.pool), "experts": panel.experts, "reserves": panel.reserves,
                "fields": panel.fields, "review_on": panel.review_on.isoformat(),
            },
        )  # fmt: skip
        assert panel.drawn_at is not None
        self.rows.note(
            "panel",
            panel,
            panel_events.DRAWN,
            panel.drawn_at,
            secretary,
            lambda: {"commitment": panel.commitment},
        )
        for seat in drawn.seats:
            for state, at in (("invited", panel.drawn_at), ("accepted", seat.changed_at)):
                if state == "accepted" != seat.state:
                    continue
                self.rows.note(
                    "panel", panel, panel_events.SEAT_CHANGED, at, secretary,
                    {
                        "pseudonym": seat.entry.pseudonym, "place": seat.place, "state": state,
                        "way": "telephone",
                    },
                )  # fmt: skip

    def commit(self) -> None:
        """Work out the commitments, after the rows were written."""
        panels = []
        for drawn in self.drawn.values():
            drawn.panel.commitment = drawn.commit()
            panels.append(drawn.panel)
        Panel.objects.bulk_update(panels, ["commitment"])


def _expert_items(told: Told) -> list[Item]:
    groups = told.definition.scoring.groups if told.definition.scoring else ()
    return [item for group in groups for item in group.items if item.scorer.kind == "expert"]


def _blind(told: Told) -> bool:
    return any(bool(s.settings.get("blind")) for s in told.definition.steps.steps if s.type == "review")
