"""A paper goes from the draft to the stamped and compared copy, one step after the other."""

import hashlib

import pytest
from django.utils import translation

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.documents.checking import Refused
from qinglan.kernel.documents.domain import paper as verbs
from qinglan.kernel.documents.models import Comparison, Form, Paper, PaperState
from qinglan.kernel.events.models import Event
from qinglan.kernel.permissions import PermissionRefused
from tests.kernel.documents import samples


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def drafted(officer, **changes) -> Paper:
    return verbs.draft_paper(acting_user=officer, content=samples.paper(**changes), subject="plans.version:1")


def numbered(officer, text: str = "青科发〔2026〕7号", **changes) -> Paper:
    paper = drafted(officer, **changes)
    verbs.take_paper(acting_user=officer, paper=paper, form=Form.DOCX)
    return verbs.enter_number(acting_user=officer, paper=paper, text=text, seen_revision=1)


def test_the_whole_way(officer) -> None:
    paper = drafted(officer)
    made, taking = verbs.take_paper(acting_user=officer, paper=paper, form=Form.DOCX)
    again, _other = verbs.take_paper(acting_user=officer, paper=paper, form=Form.DOCX)
    paper = verbs.enter_number(acting_user=officer, paper=paper, text="青科发[2026]7号", seen_revision=1)
    paper = verbs.return_stamped(
        acting_user=officer, paper=paper, name="盖章.pdf", content=samples.pdf(), seen_revision=2
    )
    paper = verbs.record_comparison(acting_user=officer, paper=paper, matches=True, seen_revision=3)
    assert (made, taking.digest) == (again, hashlib.sha256(made).hexdigest())
    assert (paper.state, paper.number, paper.comparison, paper.revision, paper.takings.count()) == (
        PaperState.RETURNED,
        "青科发〔2026〕7号",
        Comparison.MATCHES,
        4,
        2,
    )
    kinds = (
        Event.objects.filter(stream=f"paper:{paper.pk}").order_by("sequence").values_list("kind", flat=True)
    )
    assert [kind.removeprefix("papers.") for kind in kinds] == [
        "drafted",
        "taken",
        "taken",
        "numbered",
        "returned",
        "compared",
    ]


def test_no_step_can_be_left_out(officer) -> None:
    paper = drafted(officer)
    with pytest.raises(Impossible, match="“drafted” can't become “numbered”"):
        verbs.enter_number(acting_user=officer, paper=paper, text="青科发〔2026〕7号", seen_revision=0)
    with pytest.raises(Impossible, match="“drafted” can't become “stamped copy returned”"):
        verbs.return_stamped(
            acting_user=officer, paper=paper, name="a.pdf", content=samples.pdf(), seen_revision=0
        )
    with pytest.raises(Impossible, match="no stamped copy to compare"):
        verbs.record_comparison(acting_user=officer, paper=paper, matches=True, seen_revision=0)
    with pytest.raises(Impossible, match="“numbered” can't become “discarded”"):
        verbs.discard_paper(acting_user=officer, paper=numbered(officer), seen_revision=2)


def test_a_number_is_given_once(officer) -> None:
    numbered(officer)
    with pytest.raises(Impossible, match="given to “关于公示绿色技术创新实施方案目标的通知” already"):
        numbered(officer, "青科发 [2026] 第7号")
    assert numbered(officer, "青科发〔2027〕7号").number == "青科发〔2027〕7号"


def test_a_stale_page_changes_nothing(officer) -> None:
    paper = drafted(officer)
    verbs.take_paper(acting_user=officer, paper=paper, form=Form.PRINT)
    with pytest.raises(StaleEdit):
        verbs.discard_paper(acting_user=officer, paper=paper, seen_revision=0)
    assert Paper.objects.get().state == PaperState.TAKEN


def test_a_copy_that_differs_needs_a_note_and_can_be_replaced(officer) -> None:
    paper = numbered(officer)
    paper = verbs.return_stamped(
        acting_user=officer, paper=paper, name="a.png", content=samples.png(), seen_revision=2
    )
    with pytest.raises(Impossible, match="Say where"):
        verbs.record_comparison(acting_user=officer, paper=paper, matches=False, seen_revision=3)
    paper = verbs.record_comparison(
        acting_user=officer, paper=paper, matches=False, note="第二页缺一行", seen_revision=3
    )
    paper = verbs.return_stamped(
        acting_user=officer, paper=paper, name="b.ofd", content=samples.ofd(), seen_revision=4
    )
    assert (paper.stamped.name, paper.comparison, paper.comparison_note, paper.compared_by) == (
        "b.ofd",
        Comparison.OPEN,
        "",
        None,
    )


def test_only_scans_and_ofd_come_back(officer) -> None:
    paper = numbered(officer)
    with pytest.raises(Refused, match="not taken here"):
        verbs.return_stamped(
            acting_user=officer, paper=paper, name="a.docx", content=samples.docx(), seen_revision=2
        )


def test_a_character_that_cannot_be_printed_stops_the_draft(officer) -> None:
    with pytest.raises(Impossible, match="GRINNING FACE"):
        drafted(officer, title="绿色😀创新")
    assert not Paper.objects.exists()


def test_only_officers_work_on_papers(officer, stranger) -> None:
    paper = drafted(officer)
    for act in (
        lambda: verbs.draft_paper(acting_user=stranger, content=samples.paper(), subject="x"),
        lambda: verbs.take_paper(acting_user=stranger, paper=paper, form=Form.DOCX),
        lambda: verbs.enter_number(
            acting_user=stranger, paper=paper, text="青科发〔2026〕7号", seen_revision=0
        ),
        lambda: verbs.discard_paper(acting_user=stranger, paper=paper, seen_revision=0),
    ):
        with pytest.raises(PermissionRefused):
            act()
    assert Paper.objects.get().revision == 0
