"""What is to be done with a paper follows its state."""

from typing import Any

import pytest

from qinglan.kernel.documents.domain import paper as verbs
from qinglan.kernel.documents.models import Form
from qinglan.kernel.documents.todos import SUBJECT
from qinglan.kernel.todos.models import Todo
from qinglan.kernel.todos.queries import due_from, waiting_for_others
from tests.kernel.documents import samples

pytestmark = pytest.mark.django_db


def on_the_desk(user: Any) -> tuple[list[str], list[str]]:
    return [row.kind for row in due_from(user)], [row.kind for row in waiting_for_others(user)]


def test_a_paper_waits_for_its_drafter_the_numbering_and_the_stamp(officer: Any) -> None:
    paper = verbs.draft_paper(acting_user=officer, content=samples.paper(), subject="plans.version:1")
    seen = [on_the_desk(officer)]
    verbs.take_paper(acting_user=officer, paper=paper, form=Form.DOCX)
    seen.append(on_the_desk(officer))
    paper = verbs.enter_number(acting_user=officer, paper=paper, text="青科发〔2026〕7号", seen_revision=1)
    seen.append(on_the_desk(officer))
    paper = verbs.return_stamped(
        acting_user=officer,
        paper=paper,
        name="copy.pdf",
        content=samples.pdf(),
        seen_revision=paper.revision,
    )
    seen.append(on_the_desk(officer))
    paper = verbs.record_comparison(
        acting_user=officer, paper=paper, matches=False, note="第二页", seen_revision=paper.revision
    )
    seen.append(on_the_desk(officer))
    assert seen == [
        (["documents.take"], []),
        ([], ["documents.number"]),
        ([], ["documents.scan"]),
        (["documents.compare"], []),
        ([], ["documents.scan"]),
    ]
    closed = Todo.objects.filter(subject_type=SUBJECT, subject_key=str(paper.pk), state="done").order_by("pk")
    assert [(row.kind, row.closed_by_act) for row in closed] == [
        ("documents.take", "documents.take_paper"),
        ("documents.number", "documents.number_paper"),
        ("documents.scan", "documents.return_paper"),
        ("documents.compare", "documents.compare_paper"),
    ]


def test_a_discarded_paper_waits_for_nobody(officer: Any) -> None:
    paper = verbs.draft_paper(acting_user=officer, content=samples.paper(), subject="plans.version:1")
    verbs.discard_paper(acting_user=officer, paper=paper, seen_revision=0)
    assert on_the_desk(officer) == ([], [])
    assert Todo.objects.get(subject_type=SUBJECT, subject_key=str(paper.pk)).state == "withdrawn"
