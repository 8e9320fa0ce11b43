"""The desk, its lists, handing over, and the search in Chromium: wide and narrow, in both languages."""

from datetime import timedelta
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.todos.addressee import to_role, to_user
from qinglan.kernel.todos.domain.todo import take_todo
from qinglan.kernel.todos.models import Todo
from qinglan.parties.models import User
from tests.kernel.todos.kinds import WAIT, opened
from tests.support.browser import DESKTOP, PHONE
from tests.support.people import assign, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def officer(db: None) -> Any:
    """An officer who also leads, with something due, something overdue, and something that waits."""
    user = person("officer", "officer")
    assign(user, "decider")
    colleague = person("wang", "officer")
    now = clock.now()
    opened(colleague, to_role("officer"), "late", due_at=now - timedelta(days=9))
    opened(colleague, to_role("officer"), "soon", due_at=now + timedelta(days=2))
    opened(colleague, to_user(user), "number", kind=WAIT)
    take_todo(acting_user=colleague, todo=opened(colleague, to_role("officer"), "hers"))
    return user


def enter(visit: Any, size: dict[str, int], language: str) -> Any:
    visitor = visit(size).enter(User.objects.get(username="officer"), language)
    visitor.open("/desk/")
    return visitor


@pytest.mark.parametrize(
    ("size", "language"), [(DESKTOP, "zh-hans"), (PHONE, "zh-hans"), (DESKTOP, "en"), (PHONE, "en")]
)
def test_every_page_of_the_desk_is_accessible_and_fits(
    visit: Any, officer: Any, size: dict[str, int], language: str
) -> None:
    visitor = enter(visit, size, language)
    keys = "&".join(f"todo={key}" for key in Todo.objects.filter(role="officer").values_list("pk", flat=True))
    found = {}
    paths = ("/desk/", "/desk/todos/", "/desk/waiting/", "/desk/team/", "/search/?q=Thing")
    for path in (*paths, f"/desk/todos/hand-over/?{keys}"):
        visitor.open(path)
        found[path] = (visitor.accessibility_findings(), visitor.page.evaluate(WIDER))
    assert found == dict.fromkeys(found, ([], 0))


def test_a_to_do_is_taken_from_the_desk_with_one_press(visit: Any, officer: Any) -> None:
    visitor = enter(visit, DESKTOP, "en")
    visitor.page.get_by_role("button", name="Take in hand: Check it: Thing late").click()
    visitor.page.wait_for_selector("text=You have 1 to-do in hand.")
    assert Todo.objects.get(subject="Thing late").taken_by == officer


def test_the_key_slash_leads_to_the_search_box(visit: Any, officer: Any) -> None:
    visitor = enter(visit, DESKTOP, "en")
    visitor.page.keyboard.press("/")
    assert visitor.page.evaluate("document.activeElement.name") == "q"
    visitor.page.keyboard.type("Thing late")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/search/?q=Thing+late")
    assert visitor.page.locator("main mark").count() >= 2
