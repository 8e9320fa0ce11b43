"""What a site visit and a public notice of the story bring beside the step itself."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.events.canonical import encode
from qinglan.programmes.definition.steps import Step
from qinglan.programmes.demonstration import times
from qinglan.programmes.demonstration.cast import Cast
from qinglan.programmes.demonstration.filing import Attachment, Told
from qinglan.programmes.demonstration.rows import Rows
from qinglan.programmes.domain.notice_snapshot import hour_of
from qinglan.programmes.models import (
    Notice,
    NoticeEntry,
    NoticeSnapshot,
    NoticeText,
    SiteVisit,
    VisitLine,
    Visitor,
    WorkItem,
)
from qinglan.programmes.notices import events as notice_events
from qinglan.programmes.notices import period as notice_period
from qinglan.programmes.notices.content import digest_of
from qinglan.programmes.panels import events as panel_events
from qinglan.programmes.panels.visit_files import VISIT_FILES


class Visits:
    """Listens to site visits: planned for soon where the story waits, else concluded with a signed report."""

    def __init__(self, rows: Rows, cast: Cast, report: Attachment) -> None:
        self.rows, self.cast, self.report = rows, cast, report
        self.waiting = count()

    def __call__(
        self, told: Told, step: Step, item: WorkItem, begins: datetime, ends: datetime | None
    ) -> None:
        """Tell the visit of one case; every second of those that wait isn't planned yet."""
        if ends is None and next(self.waiting) % 2:
            return
        secretary, officer = self.cast["secretary-demo"], self.cast["officer-demo"]
        checklist = list(step.settings.get("checklist", ()))
        on = times.day_of(begins + timedelta(days=9) if ends is None else ends)
        planned = begins + timedelta(hours=4 if ends is None else 1)
        visit = self.rows.add(
            SiteVisit(
                case=told.case, item=item, on=on, place=f"{told.case.applicant_name}厂区门口（演示）",
                checklist=checklist, planned_by=secretary, planned_at=planned, concluded_at=ends, revision=1,
            )
        )  # fmt: skip
        self.rows.add(Visitor(visit=visit, user=officer, leads=True))
        self.rows.add(Visitor(visit=visit, user=secretary))
        self.rows.note(
            "case", told.case, panel_events.VISIT_PLANNED, planned, secretary,
            lambda: {
                "on": on.isoformat(), "team": [f"user:{officer.pk}", f"user:{secretary.pk}"],
                "lines": len(checklist),
            },
        )  # fmt: skip
        if ends is None:
            return
        failed = item.outcome == "failed"
        for number in range(len(checklist)):
            differs = failed and number == 0
            self.rows.add(
                VisitLine(
                    visit=visit, line=number, finding="differs" if differs else "agrees",
                    note="现场设备与申报清单不一致（演示）" if differs else "", made_at=ends - timedelta(minutes=40),
                    made_by=officer,
                )
            )  # fmt: skip
        visit.report = self.rows.hold(
            StoredFile(
                name="现场核查报告（演示）.pdf", declared_type=self.report.media_type,
                media_type=self.report.media_type, size=self.report.size, digest=self.report.digest,
                holder=VISIT_FILES, owner=officer, stored_at=ends - timedelta(minutes=5),
            ),
            visit,
        )  # fmt: skip
        self.rows.note(
            "case", told.case, panel_events.VISIT_CONCLUDED, ends, officer,
            lambda: {
                "outcome": item.outcome, "report": self.report.digest, "photos": 0,
                "findings": ["differs" if failed and n == 0 else "agrees" for n in range(len(checklist))],
            },
        )  # fmt: skip


class Notices:
    """Listens to public notices. Cases of one round that came to it at one time stand on one notice."""

    def __init__(self, rows: Rows, cast: Cast, now: datetime) -> None:
        self.rows, self.cast, self.now = rows, cast, now
        self.lots: dict[tuple[int, datetime], bool] = {}
        self.posted: dict[tuple[int, datetime], tuple[Notice, list[NoticeEntry]]] = {}

    def __call__(
        self, told: Told, step: Step, item: WorkItem, begins: datetime, ends: datetime | None
    ) -> None:
        """Put a case on its notice; every third lot of those that wait isn't posted yet."""
        key = (told.case.round.pk, begins)
        if ends is None and (self._waits(key) or times.posted_at(begins) >= self.now):
            return
        if key not in self.posted:
            self.posted[key] = (self._post(told, step, begins, ends), [])
        notice, entries = self.posted[key]
        entries.append(
            self.rows.add(
                NoticeEntry(
                    notice=notice, case=told.case, place=len(entries) + 1, name=told.case.applicant_name,
                    subject=told.case.subject_name, territory=told.case.territory.name_zh,
                    added_at=notice.posted_at, outcome="" if ends is None else item.outcome, settled_at=ends,
                )
            )
        )  # fmt: skip

    def _waits(self, key: tuple[int, datetime]) -> bool:
        """Whether these cases still wait for their notice: every third lot of them does."""
        if key not in self.lots:
            self.lots[key] = len(self.lots) % 3 == 1
        return self.lots[key]

    def _post(self, told: Told, step: Step, begins: datetime, ends: datetime | None) -> Notice:
        one, officer = told.case.round, self.cast["officer-demo"]
        posted = times.posted_at(begins)
        length = notice_period.length_of(told.definition, step.id)
        end = notice_period.period(times.day_of(posted), {length}, None)
        assert end.last_day is not None
        assert end.ends_at is not None
        return self.rows.add(
            Notice(
                round=one, step=step.id, title=f"{one.title}拟入选名单公示", state="closed" if ends else "posted",
                posted_at=posted, posted_by=officer, length=length.number, unit=length.unit.value,
                counted_from=end.start, last_day=end.last_day, ends_at=end.ends_at,
                is_provisional=end.is_provisional, contact="市科技局高新处 023-6000 0000（演示）", closed_at=ends,
                revision=1 if ends else 0,
            )
        )  # fmt: skip

    def snap(self) -> None:
        """The snapshots at posting and at the end, and the events, after the rows were written."""
        texts, snapshots = [], []
        officer, system = self.cast["officer-demo"], self.cast["system"]
        for notice, entries in self.posted.values():
            content = _content(notice, entries)
            digest = digest_of(content)
            texts.append(NoticeText(notice=notice, digest=digest, content=content.decode()))
            moments = [("posted", notice.posted_at, officer)]
            if notice.closed_at is not None:
                moments.append(("closed", notice.closed_at, system))
            count = len(entries)
            for cause, moment, by in moments:
                snapshots.append(
                    NoticeSnapshot(
                        notice=notice, cause=cause, taken_at=moment, hour=hour_of(moment), digest=digest,
                        entries=len(entries),
                    )
                )  # fmt: skip
                self.rows.note(
                    "notice", notice, notice_events.SNAPSHOT, moment, by,
                    {
                        "cause": cause, "digest": digest, "entries": count,
                    },
                )  # fmt: skip
            self._note(notice, entries, digest)
        NoticeText.objects.bulk_create(texts)
        NoticeSnapshot.objects.bulk_create(snapshots)

    def _note(self, notice: Notice, entries: list[NoticeEntry], digest: str) -> None:
        later = timedelta(seconds=1)
        self.rows.note(
            "notice", notice, notice_events.POSTED, notice.posted_at + later, self.cast["officer-demo"],
            lambda: {
                "round": notice.round_id, "title": notice.title, "step": notice.step,
                "cases": [one.case_id for one in entries], "length": notice.length, "unit": notice.unit,
                "counted_from": notice.counted_from.isoformat(), "last_day": notice.last_day.isoformat(),
                "ends_at": notice.ends_at.isoformat(), "digest": digest,
            },
        )  # fmt: skip
        if notice.closed_at is not None:
            self.rows.note(
                "notice",
                notice,
                notice_events.CLOSED,
                notice.closed_at + later,
                self.cast["system"],
                lambda: {"went_on": len(entries), "held": []},
            )


def _content(notice: Notice, entries: list[NoticeEntry]) -> bytes:
    """What readers saw while it stood: as `notices.content.public_content`, from the rows at hand."""

    def utc(moment: datetime) -> Any:
        return moment.astimezone(UTC).isoformat()

    return encode(
        {
            "notice": notice.pk,
            "title": notice.title,
            "issuer": notice.round.issuer,
            "programme": notice.round.version.title_zh,
            "round": notice.round.title,
            "state": "posted",
            "posted_at": utc(notice.posted_at),
            "length": notice.length,
            "unit": notice.unit,
            "counted_from": notice.counted_from.isoformat(),
            "last_day": notice.last_day.isoformat(),
            "ends_at": utc(notice.ends_at),
            "contact": notice.contact,
            "entries": [
                {
                    "place": one.place,
                    "name": one.name,
                    "subject": one.subject,
                    "territory": one.territory,
                    "outcome": "",
                }
                for one in entries
            ],
            "files": [],
            "changes": [],
        }
    )
