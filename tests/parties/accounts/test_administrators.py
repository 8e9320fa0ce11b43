"""What the three administrators may do, and that nobody may do more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import TABLE, PermissionRefused, answer
from tests.parties.accounts.conftest import account
from tests.support.people import assign

pytestmark = pytest.mark.django_db
WHO = ("nobody", "officer", "administrator", "security", "auditor", "system")


def may(people: dict[str, Any], name: str, subject: Any = None) -> tuple[bool, ...]:
    return tuple(bool(answer(people[who], name, subject)) for who in WHO)


def test_who_may_do_what_with_the_account_of_another(people: dict[str, Any]) -> None:
    from qinglan.parties.account_rules import Handing

    other = account("other")
    yes, no = True, False
    subjects: dict[str, Any] = {
        f"parties.{verb}_role:{role}": Handing(other, role)
        for verb in ("give", "take")
        for role in ("officer", "administrator", "security", "auditor")
    }
    names = [name for name in TABLE if name.startswith("parties.") and "organisation" not in name]
    found = {
        name: may(people, name, other)
        for name in names
        if name in EXPECTED and name not in ("parties.give_role", "parties.take_role")
    }
    found |= {name: may(people, name.partition(":")[0], subject) for name, subject in subjects.items()}
    #        nobody officer system-a security auditor system
    assert found == EXPECTED | {
        f"parties.{verb}_role:{role}": row
        for verb in ("give", "take")
        for role, row in {
            "officer": (no, no, no, yes, no, yes),
            "administrator": (no, no, yes, no, no, yes),
            "security": (no, no, no, yes, no, yes),
            "auditor": (no, no, no, no, yes, yes),
        }.items()
    }


EXPECTED = {
    "parties.see_accounts": (False, False, True, True, True, False),
    "parties.open_account": (False, False, True, False, False, True),
    "parties.close_account": (False, False, True, False, False, True),
    "parties.hand_roles": (False, False, True, True, True, True),
    "parties.see_locks": (False, False, False, True, False, False),
    "parties.unlock": (False, False, False, True, False, False),
    "parties.see_sessions": (False, False, False, True, False, False),
    "parties.end_sessions": (False, False, False, True, False, True),
    "parties.see_logins": (False, False, False, False, True, False),
    "parties.change_own": (False, False, False, False, False, False),
}


def test_nobody_acts_on_his_own_account(people: dict[str, Any]) -> None:
    from qinglan.parties.account_rules import Handing

    found = {
        who: (
            bool(answer(people[who], "parties.close_account", people[who])),
            any(
                bool(answer(people[who], "parties.give_role", Handing(people[who], role)))
                for role in ("officer", "administrator", "security", "auditor")
            ),
            bool(answer(people[who], "parties.change_own", people[who])),
            bool(answer(people[who], "parties.end_sessions", people[who])),
        )
        for who in WHO[:-1]
    }
    assert found == dict.fromkeys(WHO[:-1], (False, False, True, True))


def test_administrators_do_no_business_and_see_no_figure_that_is_withheld(people: dict[str, Any]) -> None:
    """Verbs on measures, plans, papers and the ledger are refused to all three; the auditor may read the books."""
    business = [n for n in TABLE if n.split(".")[0] in ("measures", "documents", "ledger")]
    business += ["plans.upload", "plans.confirm", "plans.publish", "plans.link"]
    held = {
        (who, name)
        for who in ("administrator", "security", "auditor")
        for name in business
        if not name.startswith("documents.see_file") and answer(people[who], name)
    }
    assert (len(business) > 10, held) == (True, {("auditor", "ledger.look")})


@pytest.mark.parametrize("second", ["security", "auditor"])
def test_the_database_keeps_the_three_apart(second: str) -> None:
    held = account("li", "administrator")
    with pytest.raises(IntegrityError, match="three people"), transaction.atomic():
        assign(held, second)


def test_an_account_gets_and_loses_a_role(people: dict[str, Any]) -> None:
    from qinglan.kernel import clock
    from qinglan.kernel.events.models import Event
    from qinglan.parties.domain.role import give_role, take_role
    from qinglan.parties.roles import roles_of

    other = account("other")
    give_role(acting_user=people["security"], account=other, role="officer")
    given = roles_of(other)
    take_role(acting_user=people["security"], account=other, role="officer", reason="moved")
    other.refresh_from_db()
    kinds = [
        (event.actor, event.kind, bytes(event.payload))
        for event in Event.objects.filter(stream=f"account:{other.pk}").order_by("sequence")
    ]
    by = f"user:{people['security'].pk}"
    assert (given, roles_of(account_again(other)), kinds) == (
        ["officer"],
        [],
        [
            (by, "parties.role-given", b'{"role":"officer"}'),
            (
                by,
                "parties.role-taken",
                f'{{"reason":"moved","role":"officer","until":"{clock.today()}"}}'.encode(),
            ),
        ],
    )


def account_again(user: Any) -> Any:
    from qinglan.parties.models import User

    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("held", "by", "role"),
    [
        ("officer", "administrator", "administrator"),
        ("administrator", "security", "officer"),
        ("administrator", "security", "security"),
        ("auditor", "security", "security"),
    ],
)
def test_an_administrator_holds_one_role_only(held: str, by: str, role: str, people: dict[str, Any]) -> None:
    from qinglan.parties.domain.role import give_role

    with pytest.raises(Impossible, match="holds one role only"):
        give_role(acting_user=people[by], account=account("other", held), role=role)


def test_the_last_of_a_kind_stays(people: dict[str, Any]) -> None:
    from qinglan.parties.domain.account import close_account, system_user
    from qinglan.parties.domain.role import take_role

    with pytest.raises(Impossible, match="the last Security administrator"):
        take_role(acting_user=system_user(), account=people["security"], role="security", reason="x")
    with pytest.raises(Impossible, match="the last Audit administrator"):
        close_account(acting_user=people["administrator"], account=people["auditor"], reason="x")
    account("other", "auditor")
    assert close_account(acting_user=people["administrator"], account=people["auditor"], reason="x").closed_at


def test_an_account_is_opened_closed_and_opened_again(
    people: dict[str, Any], enter: Callable[..., Any]
) -> None:
    from qinglan.parties.domain.account import close_account, open_account, reopen_account
    from qinglan.parties.domain.password import set_password
    from qinglan.parties.roles import roles_of

    admin = people["administrator"]
    opened = open_account(acting_user=admin, username="chen.y", display_name="陈某", mobile="138 0013 8000")
    assert (opened.mobile, opened.has_usable_password(), roles_of(opened)) == ("13800138000", False, [])
    set_password(acting_user=opened, account=opened, password="ein langer Satz hier", how="reset")
    enter("chen.y", "ein langer Satz hier", client=(client := Client()))
    close_account(acting_user=admin, account=opened, reason="left")
    closed = (client.get("/account/").status_code, enter("chen.y", "ein langer Satz hier").status_code)
    reopen_account(acting_user=admin, account=opened)
    assert (closed, enter("chen.y", "ein langer Satz hier").status_code) == ((302, 200), 302)


BAD = {
    "username": [
        ({"username": "Ab"}, "username"),
        ({"username": "13800138000"}, "username"),
        ({"username": "a@b"}, "username"),
        ({"username": "officer"}, "username"),
    ],
    "contacts": [
        ({"mobile": "12345"}, "mobile"),
        ({"mobile": "13900139000"}, "mobile"),
        ({"mobile": ""}, "mobile"),
        ({"mobile": "", "email": "nonsense"}, "email"),
        ({"mobile": "", "email": "TAKEN@example.org"}, "email"),
    ],
}


@pytest.mark.parametrize(("changes", "field"), [row for rows in BAD.values() for row in rows])
def test_bad_input_is_named_by_its_field(changes: dict[str, str], field: str, people: dict[str, Any]) -> None:
    from qinglan.parties.domain.account import open_account

    account("taken", mobile="13900139000", email="taken@example.org")
    given = {"username": "chen", "display_name": "陈某", "mobile": "13800138000"} | changes
    with pytest.raises(Impossible) as refused:
        open_account(acting_user=people["administrator"], **given)
    assert refused.value.field == field


def test_refused_verbs_change_nothing(people: dict[str, Any]) -> None:
    from qinglan.kernel.events.models import Event
    from qinglan.parties.domain.account import close_account, open_account
    from qinglan.parties.domain.role import give_role, take_role
    from qinglan.parties.domain.session import end_sessions, unlock

    other, officer = account("other"), people["officer"]
    before = Event.objects.count()
    for act in (
        lambda: open_account(acting_user=officer, username="new", display_name="x", mobile="13800138000"),
        lambda: close_account(acting_user=officer, account=other, reason="x"),
        lambda: close_account(
            acting_user=people["administrator"], account=people["administrator"], reason="x"
        ),
        lambda: give_role(acting_user=officer, account=other, role="officer"),
        lambda: give_role(acting_user=people["security"], account=people["security"], role="officer"),
        lambda: give_role(acting_user=people["administrator"], account=other, role="officer"),
        lambda: take_role(acting_user=officer, account=people["auditor"], role="auditor", reason="x"),
        lambda: unlock(acting_user=people["administrator"], account=other),
        lambda: end_sessions(acting_user=people["auditor"], account=other),
    ):
        with pytest.raises(PermissionRefused):
            act()
    assert Event.objects.count() == before


def test_locks_are_seen_and_lifted(people: dict[str, Any], enter: Callable[..., Any]) -> None:
    account("li")
    for _ in range(10):
        enter("li", "wrong")
    client = Client()
    client.force_login(people["security"])
    page = client.get("/accounts/locks/?lang=en").content.decode()
    li = account_by("li")
    assert client.post(f"/accounts/{li.pk}/unlock/").status_code == 302
    assert ("Li" in page, enter("li").status_code) == (True, 302)


def account_by(name: str) -> Any:
    from qinglan.parties.models import User

    return User.objects.get(username=name)


def test_numbers_and_mailboxes_are_masked_for_administrators(people: dict[str, Any]) -> None:
    li = account("li", mobile="13800138000", email="secret@example.org")
    for role in ("administrator", "security", "auditor"):
        client = Client()
        client.force_login(people[role])
        page = client.get(f"/accounts/{li.pk}/").content.decode()
        found = [text in page for text in ("138****8000", "s****@example.org", "13800138000", "secret@")]
        assert found == [True, True, False, False]


def test_the_log_is_read_by_the_auditor_and_changed_by_nobody(
    people: dict[str, Any], enter: Callable[..., Any]
) -> None:
    from django.db import DatabaseError

    from qinglan.parties.models import Login

    enter("officer", "wrong")
    client = Client()
    client.force_login(people["auditor"])
    assert "refused: wrong" in client.get("/accounts/logins/?lang=en").content.decode()
    for act in (lambda: Login.objects.update(outcome="entered"), lambda: Login.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_lists_ask_the_same_number_of_questions_whatever_their_length(
    people: dict[str, Any], django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(people["administrator"])
    counts = []
    for more in (0, 3):
        for number in range(more):
            account(f"more-{number}", "officer")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/accounts/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_auditor_sees_what_was_done_in_every_stream_and_reads_that_of_accounts(
    people: dict[str, Any],
) -> None:
    from qinglan.kernel import events
    from qinglan.parties.domain.role import give_role

    other = account("other")
    give_role(acting_user=people["security"], account=other, role="officer")
    with transaction.atomic():
        payload = {"value": "4711.25"}
        events.append(stream="figures:x", kind="events.personal-erased", payload=payload, actor="system")
    client = Client()
    client.force_login(people["auditor"])
    streams = ("figures:x", f"account:{other.pk}")
    listed = client.get("/events/").content.decode()
    pages = [client.get(f"/events/{stream}/") for stream in streams]
    exports = [client.get(f"/events/{stream}/export.jsonl").status_code for stream in streams]
    bodies = [page.content.decode() for page in pages]
    assert [stream in listed for stream in streams] == [True, True]
    assert [page.status_code for page in pages] == [200, 200]
    assert ("4711.25" in bodies[0], ">officer<" in bodies[1], exports) == (False, True, [403, 200])


def test_what_officers_and_others_see_of_streams(people: dict[str, Any]) -> None:
    found = {
        stream: (may(people, "events.view", stream), may(people, "events.read", stream))
        for stream in ("figures:x", "account:1")
    }
    #        nobody officer system-a security auditor system
    assert found == {
        "figures:x": (
            (False, True, False, False, True, False),
            (False, True, False, False, False, False),
        ),
        "account:1": (
            (False, False, False, False, True, False),
            (False, False, False, False, True, False),
        ),
    }
