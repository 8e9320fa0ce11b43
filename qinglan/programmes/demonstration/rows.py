"""Rows of a story: collected while it is told, written table by table, their events last."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeVar

from django.db import models

from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.events.story import Told, append_told
from qinglan.programmes import models as tables

ORDER = (
    tables.Case, tables.CaseDraft, StoredFile, tables.CaseFile, tables.CaseRevision,
    tables.RequirementVerdict, tables.WorkItem, tables.ClockStop, tables.CorrectionPoint,
    tables.DepartmentReply, tables.Panel, tables.PanelSecret, tables.PanelCase, tables.PoolEntry, tables.Seat,
    tables.SeatStep, tables.PanelAssignment, tables.Declaration, tables.ScoreSheet, tables.Mark,
    tables.Evaluation, tables.Feedback, tables.SiteVisit, tables.Visitor, tables.VisitLine, tables.Notice,
    tables.NoticeEntry, tables.Release, tables.Decision, tables.Award, tables.AwardChange,
)  # fmt: skip
"""Tables in the order in which rows are written: who is referred to stands before who refers."""
Row = TypeVar("Row", bound=models.Model)
Known = Mapping[str, Any]
Payload = Known | Callable[[], Known]
"""What an event says: known at once, or only when its rows have their keys."""


@dataclass
class Rows:
    """What is to be written. Events name their subject by its row, whose key is known only then."""

    tables: dict[type[models.Model], list[Any]] = field(default_factory=dict)
    keyed: list[tuple[StoredFile, models.Model]] = field(default_factory=list)
    acts: list[tuple[str, models.Model, str, Payload, Any, datetime]] = field(default_factory=list)

    def add(self, row: Row) -> Row:
        """Keep a row to be written; gives it back."""
        self.tables.setdefault(type(row), []).append(row)
        return row

    def hold(self, file: StoredFile, of: models.Model) -> StoredFile:
        """Keep a file whose holder is a row that stands before it in the order."""
        self.keyed.append((file, of))
        return self.add(file)

    def note(
        self,
        prefix: str,
        of: models.Model,
        kind: str,
        at: datetime,
        by: Any,
        payload: Payload = MappingProxyType({}),
    ) -> None:
        """Keep an event of the stream ``<prefix>:<key of the row>``."""
        self.acts.append((prefix, of, kind, payload, by, at))

    def write(self) -> None:
        """Write all rows, within the caller's transaction."""
        for table in ORDER:
            if table is StoredFile:
                for file, of in self.keyed:
                    file.holder_key = str(of.pk)
                self.keyed.clear()
            if rows := self.tables.pop(table, None):
                table._default_manager.bulk_create(rows, batch_size=2000)
        if self.tables:
            raise ValueError(f"no place in the order for {[table.__name__ for table in self.tables]}")

    def tell(self) -> None:
        """Append the events, in the order of their times, after the rows were written."""
        told = [
            Told(f"{prefix}:{of.pk}", kind, payload() if callable(payload) else payload, by, at)
            for prefix, of, kind, payload, by, at in sorted(self.acts, key=lambda act: act[5])
        ]
        self.acts.clear()
        append_told(told)
