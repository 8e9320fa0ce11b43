"""Invitations: sent, answered once, by whom they were sent to; with an account or without."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties import holding, policy
from qinglan.parties.domain import invitation as verbs
from qinglan.parties.domain import joining, membership
from qinglan.parties.models import Invitation, Membership, User

pytestmark = pytest.mark.django_db
NUMBER = "13900000009"


@pytest.fixture
def sent(people: dict[str, Any], firm: Any) -> tuple[Invitation, str]:
    """An open invitation as a member, and the token of its link."""
    return verbs.invite(
        acting_user=people["head"], organisation=firm, contact=NUMBER, role="member", note="欢迎"
    )


@pytest.fixture
def invited(people: dict[str, Any]) -> User:
    """An account with that number."""
    user: User = people["plain"]
    user.mobile = NUMBER
    user.save()
    return user


def test_it_is_good_once(people: dict[str, Any], firm: Any, sent: Any, invited: User) -> None:
    row, token = sent
    made = verbs.accept_invitation(acting_user=invited, invitation=row)
    assert (made.role, made.given_by, holding.represents(invited, firm)) == ("member", people["head"], True)
    with pytest.raises(verbs.InvitationClosed, match="used already") as refused:
        verbs.accept_invitation(acting_user=invited, invitation=row)
    assert refused.value.state == "accepted"
    answer = Client().get(f"/join/{token}/?lang=en")
    assert (answer.status_code, b"used already" in answer.content) == (410, True)


def test_a_link_that_was_passed_on_opens_nothing(people: dict[str, Any], firm: Any, sent: Any) -> None:
    with pytest.raises(PermissionRefused, match="another number"):
        verbs.accept_invitation(acting_user=people["second"], invitation=sent[0])
    client = Client()
    client.force_login(people["second"])
    answer = client.get(f"/join/{sent[1]}/?lang=en")
    assert b"139****0009" in answer.content
    assert NUMBER.encode() not in answer.content
    client.post(f"/join/{sent[1]}/")
    assert not holding.member_of(people["second"], firm)


@pytest.mark.parametrize(
    ("act", "state", "words"),
    [
        ("withdraw", "withdrawn", "withdrawn"),
        ("decline", "declined", "declined"),
        ("expire", "expired", "expired"),
        ("again", "withdrawn", "replaced"),
    ],
)
def test_a_closed_one_says_why(
    people: dict[str, Any], firm: Any, sent: Any, invited: User, act: str, state: str, words: str
) -> None:
    row = sent[0]
    if act == "withdraw":
        verbs.withdraw_invitation(acting_user=people["head"], invitation=row)
    elif act == "decline":
        verbs.decline_invitation(acting_user=invited, invitation=row)
    elif act == "expire":
        start = row.invited_at - timedelta(days=9)
        Invitation.objects.filter(pk=row.pk).update(invited_at=start, expires_at=start + timedelta(days=7))
    else:
        verbs.invite(acting_user=people["head"], organisation=firm, contact=NUMBER, role="member")
    with pytest.raises(verbs.InvitationClosed, match=words) as refused:
        verbs.accept_invitation(acting_user=invited, invitation=row)
    assert refused.value.state == state
    assert not Membership.objects.filter(user=invited).exists()


def test_an_invitation_ends_with_the_right_of_who_sent_it(
    people: dict[str, Any], firm: Any, sent: Any, invited: User
) -> None:
    membership.hand_over_administration(acting_user=people["head"], organisation=firm, to=people["member"])
    with pytest.raises(verbs.InvitationClosed, match="no longer acts"):
        verbs.accept_invitation(acting_user=invited, invitation=sent[0])


@pytest.mark.parametrize("who", ["member", "finance", "plain", "security"])
def test_only_who_may_invite_does(people: dict[str, Any], firm: Any, sent: Any, who: str) -> None:
    with pytest.raises(PermissionRefused):
        verbs.invite(acting_user=people[who], organisation=firm, contact=NUMBER, role="administrator")
    with pytest.raises(PermissionRefused):
        verbs.withdraw_invitation(acting_user=people[who], invitation=sent[0])


def test_an_officer_invites_administrators_only_and_the_roster_entry_is_claimed(
    people: dict[str, Any], hidden: Any, invited: User
) -> None:
    with pytest.raises(Impossible, match="invites the administrator"):
        verbs.invite(acting_user=people["east"], organisation=hidden, contact=NUMBER, role="member")
    row, _token = verbs.invite(
        acting_user=people["east"], organisation=hidden, contact=NUMBER, role="administrator"
    )
    verbs.accept_invitation(acting_user=invited, invitation=row)
    hidden.refresh_from_db()
    assert (hidden.state, holding.administers(invited, hidden)) == ("claimed", True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"contact": "12345"}, "contact"),
        ({"role": "emperor"}, "role"),
        ({"role": "signatory"}, "basis"),
        ({"valid_to": -1}, "valid_to"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    people: dict[str, Any], firm: Any, changes: dict[str, Any], field: str
) -> None:
    if "valid_to" in changes:
        changes = {"valid_to": clock.today() + timedelta(days=-1)}
    given = {"contact": NUMBER, "role": "member", **changes}
    with pytest.raises(Impossible) as refused:
        verbs.invite(acting_user=people["head"], organisation=firm, **given)
    assert refused.value.field == field


def code_in(caplog: pytest.LogCaptureFixture) -> str:
    found = re.findall(r"code: (\d{6})|验证码[^0-9]*(\d{6})", caplog.text)
    return next(part for part in found[-1] if part)


def test_a_person_without_an_account_registers_and_joins(
    people: dict[str, Any], firm: Any, sent: Any, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(headers={"accept-language": "en"})
    address = f"/join/{sent[1]}/?lang=en"
    assert b"Send me a code" in client.get(address).content
    client.post(address, {"ask": "1"})
    wrong = client.post(address, {"display_name": "赵某", "code": "000000"})
    assert (wrong.status_code, User.objects.filter(mobile=NUMBER).exists()) == (422, False)
    done = client.post(address, {"display_name": "赵某", "code": code_in(caplog)})
    assert done.status_code == 302
    user = User.objects.get(mobile=NUMBER)
    assert (str(user), holding.represents(user, firm), user.has_usable_password()) == ("赵某", True, False)
    assert client.get("/account/places/").status_code == 200


def test_guesses_are_counted_and_an_account_is_not_opened_twice(
    people: dict[str, Any], firm: Any, sent: Any, caplog: pytest.LogCaptureFixture
) -> None:
    row = sent[0]
    joining.ask_joining_code(invitation=row, address="192.0.2.1")
    right = code_in(caplog)
    for _ in range(policy.CODE_TRIES):
        with pytest.raises(Impossible, match="wrong or no longer valid"):
            joining.register_and_join(invitation=row, display_name="x", code="x")
    with pytest.raises(Impossible, match="wrong or no longer valid"):
        joining.register_and_join(invitation=row, display_name="x", code=right)
    User.objects.create(username="zhao", mobile=NUMBER)
    with pytest.raises(Impossible, match="There is an account"):
        joining.ask_joining_code(invitation=row, address="192.0.2.1")


def test_a_stranger_may_decline_by_the_link(people: dict[str, Any], firm: Any, sent: Any) -> None:
    assert Client().post(f"/join/{sent[1]}/", {"decline": "1"}).status_code == 302
    sent[0].refresh_from_db()
    assert (sent[0].state, sent[0].answered_by) == ("declined", None)
    assert Client().get("/join/unknown/").status_code == 404


def test_the_link_is_shown_to_the_inviter_once(people: dict[str, Any], firm: Any) -> None:
    client = Client()
    client.force_login(people["head"])
    address = f"/organisations/{firm.pk}/people/"
    client.post(f"{address}invite/", {"contact": NUMBER, "role": "finance"})
    assert b"/join/" in client.get(address).content
    assert b"/join/" not in client.get(address).content
    row = Invitation.objects.get(contact=NUMBER)
    assert client.post(f"{address}invitations/{row.pk}/withdraw/").status_code == 302
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_the_one_invited_answers_on_his_own_page(
    people: dict[str, Any], firm: Any, sent: Any, invited: User
) -> None:
    client = Client()
    client.force_login(invited)
    page = client.get("/account/places/?lang=en").content.decode()
    assert f"/account/places/invitations/{sent[0].pk}/" in page
    client.post(f"/account/places/invitations/{sent[0].pk}/")
    assert holding.represents(invited, firm)
