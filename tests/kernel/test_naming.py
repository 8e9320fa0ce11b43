"""Things are named by the apps that own them, with one query for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qinglan.kernel import naming
from qinglan.kernel.documents.domain import paper as verbs
from tests.kernel.documents import samples
from tests.support.people import person


def test_a_prefix_is_entered_once() -> None:
    with pytest.raises(ValueError, match="the things called paper are named twice"):
        naming.register("paper", lambda keys: {})


def test_only_numbers_of_rows_are_taken_for_numbers() -> None:
    assert naming.numbers(["1", "x", "-1", "１", "", "9" * 19, "9" * 18]) == [1, 10**18 - 1]


@pytest.mark.django_db
def test_papers_are_named_with_one_query_and_what_nobody_knows_is_left_out() -> None:
    officer = person("officer", "officer")
    papers = [
        verbs.draft_paper(
            acting_user=officer, content=samples.paper(title=f"关于目标的通知{n}"), subject="test:1"
        )
        for n in (1, 2)
    ]
    asked = [f"paper:{paper.pk}" for paper in papers]
    with CaptureQueriesContext(connection) as queries:
        found = naming.named([*asked, "paper:0", "paper:x", "nobody:1", "plain"])
    assert found == {
        thing: naming.Name(paper.title, f"/papers/{paper.pk}/")
        for thing, paper in zip(asked, papers, strict=True)
    }
    assert len(queries) == 1
