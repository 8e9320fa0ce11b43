"""Decisions, results from above, and the awards of the story."""

from datetime import datetime, timedelta
from itertools import count

from qinglan.programmes import recorded
from qinglan.programmes.definition.steps import Step
from qinglan.programmes.demonstration import times
from qinglan.programmes.demonstration.cast import Cast
from qinglan.programmes.demonstration.filing import Told
from qinglan.programmes.demonstration.rows import Rows
from qinglan.programmes.demonstration.walk import REASONS
from qinglan.programmes.domain.award import last_day
from qinglan.programmes.models import Award, AwardChange, Decision, Release, Round, WorkItem

BASIS = "局长办公会纪要第{number}期（演示）"
DOCUMENT = "演示函〔{year}〕{number}号"


class Results:
    """Listens to decisions and results from above. Cases of one round decided at one time have one release."""

    def __init__(self, rows: Rows, cast: Cast) -> None:
        self.rows, self.cast = rows, cast
        self.waiting = count()
        self.releases: dict[tuple[int, datetime], Release] = {}
        self.granted: dict[int, list[Award]] = {}
        self.serials: dict[tuple[int, int], int] = {}

    def decide(self, told: Told, step: Step, item: WorkItem, begins: datetime, ends: datetime | None) -> None:
        """A decision: released where the story went on; of those that wait every second is prepared."""
        if ends is None and next(self.waiting) % 2:
            return
        officer, decider, case = self.cast["officer-demo"], self.cast["decider-demo"], told.case
        prepared = begins + times.HOURS / 2 if ends is None else begins + (ends - begins) / 2
        grants = ends is None or item.outcome == "granted"
        verdict = "grant" if grants else "refuse"
        reason, clause = ("", "") if grants else (REASONS["refused"], told.clause())
        release = None if ends is None else self._release(case.round, ends)
        self.rows.add(
            Decision(
                case=case, item=item, verdict=verdict, reason=reason, clause=clause, prepared_by=officer,
                prepared_at=prepared, release=release, revision=1,
            )
        )  # fmt: skip
        payload = {"verdict": verdict, "reason": reason, "clause": clause}
        self.rows.note("case", case, recorded.DECISION_PREPARED, prepared, officer, lambda: payload)
        if ends is None or release is None:
            return
        self.rows.note("case", case, recorded.DECISION_RELEASED, ends, decider, lambda: payload)
        if grants:
            manifest = told.definition.manifest
            serial = self._serial(told, ends)
            number = (manifest.award.number or "{year}-{serial:04d}").format(year=ends.year, serial=serial)
            self.granted[id(release)].append(self._award(told, number, "", ends, "granted"))

    def listed(self, told: Told, step: Step, item: WorkItem, begins: datetime, ends: datetime | None) -> None:
        """The list from above: who is on it has an award with its number and 文号."""
        if ends is None or item.outcome != "listed":
            return
        serial = self._serial(told, ends)
        document = DOCUMENT.format(year=ends.year, number=20 + told.case.round.pk % 60)
        item.reason = document
        self._award(told, f"YS{ends.year}{told.case.round.pk:03d}{serial:04d}", document, ends, "listed")

    def _serial(self, told: Told, on: datetime) -> int:
        key = (told.case.version.programme_id, on.year)
        self.serials[key] = self.serials.get(key, 0) + 1
        return self.serials[key]

    def _release(self, one: Round, at: datetime) -> Release:
        key = (one.pk, at)
        if key not in self.releases:
            release = self.rows.add(
                Release(
                    round=one, released_at=at, released_by=self.cast["decider-demo"],
                    basis=BASIS.format(number=one.pk % 24 + 1),
                )
            )  # fmt: skip
            self.releases[key] = release
            self.granted[id(release)] = []
            self.rows.note(
                "round", one, recorded.BATCH_RELEASED, at + timedelta(seconds=1), self.cast["decider-demo"],
                lambda: {
                    "release": release.pk, "basis": release.basis,
                    "awards": [award.number for award in self.granted[id(release)]],
                },
            )  # fmt: skip
        return self.releases[key]

    def _award(self, told: Told, number: str, document: str, at: datetime, kind: str) -> Award:
        manifest, again = told.definition.manifest, told.definition.after.re_evaluation
        day = times.day_of(at)
        case, by = told.case, self.cast["officer-demo" if kind == "listed" else "decider-demo"]
        award = self.rows.add(
            Award(
                programme=case.version.programme, version=case.version, case=case, holder=case.applicant,
                subject_name=case.subject_name, number=number, document=document, level=manifest.authority,
                grade=case.grade, granted_on=day, valid_from=day,
                valid_to=last_day(day, manifest.award.valid_for),
                re_evaluate_on=last_day(day, again.every) if again is not None else None,
            )
        )  # fmt: skip
        self.rows.add(AwardChange(award=award, kind=kind, on=day, reason=document, made_at=at, made_by=by))
        self.rows.note(
            "case", case, recorded.AWARDED, at, by,
            lambda: {
                "number": number, "holder": case.applicant.code, "valid_from": day.isoformat(),
                "valid_to": award.valid_to.isoformat() if award.valid_to else "",
                **({"document": document} if document else {}),
            },
        )  # fmt: skip
        return award
