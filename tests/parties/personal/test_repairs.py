"""A lost second factor, notices to old contacts, and the last way into an account."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.test import Client

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.models import Event
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties import sending
from qinglan.parties.domain.code import send_code
from qinglan.parties.domain.factor_reset import ask_reset, settle_reset
from qinglan.parties.domain.linking import link_identity, unlink_identity
from qinglan.parties.domain.own import ask_contact_code, change_contact, change_name
from qinglan.parties.models import Code, Session, User
from qinglan.parties.models.factor_reset import FactorReset
from tests.parties.experts.made import ID_NUMBER
from tests.support.people import person

MOBILE = "19911112222"


@pytest.fixture
def owner(chen: Any) -> User:
    """Somebody with a number and a second factor."""
    User.objects.filter(pk=chen.pk).update(mobile=MOBILE)
    chen.refresh_from_db()
    Authenticator.objects.create(user=chen, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return chen


def sent(caplog: Any) -> str:
    """What left by the demonstration's channels."""
    sending.wait()
    return "\n".join(record.getMessage() for record in caplog.records)


def code_in(caplog: Any) -> str:
    return re.findall(r"\b(\d{6})\b", sent(caplog))[-1]


def asked(owner: User, caplog: Any) -> FactorReset:
    caplog.set_level("INFO")
    made = send_code(purpose=Code.Purpose.FACTOR, destination=MOBILE, account=owner, address="")
    return ask_reset(code_id=made.pk, typed=code_in(caplog), destination=MOBILE)


@pytest.mark.django_db(transaction=True)
def test_reset_after_the_counter(owner: User, caplog: Any) -> None:
    reset = asked(owner, caplog)
    assert (reset.state, Authenticator.objects.filter(user=owner).count()) == ("open", 1)
    keeper = person("keeper", "security")
    client = Client()
    client.force_login(owner)
    with pytest.raises(Impossible, match="how you checked"):
        settle_reset(acting_user=keeper, reset=reset, confirmed=True, reason=" ")
    caplog.clear()
    done = settle_reset(acting_user=keeper, reset=reset, confirmed=True, reason="窗口核对身份证")
    assert (done.state, done.settled_by) == ("done", keeper)
    assert not Authenticator.objects.filter(user=owner).exists()
    assert not Session.objects.filter(user=owner).exists()
    assert MOBILE in sent(caplog)
    kinds = Event.objects.filter(stream=f"account:{owner.pk}").values_list("kind", flat=True)
    assert list(kinds) == ["parties.factor-reset-asked", "parties.factor-reset"]
    with pytest.raises(Impossible, match="settled already"):
        settle_reset(acting_user=keeper, reset=reset, confirmed=True, reason="x")


@pytest.mark.django_db(transaction=True)
def test_a_wrong_code_asks_for_nothing(owner: User, caplog: Any) -> None:
    caplog.set_level("INFO")
    made = send_code(purpose=Code.Purpose.FACTOR, destination=MOBILE, account=owner, address="")
    wrong = f"{(int(code_in(caplog)) + 1) % 10**6:06d}"
    with pytest.raises(Impossible, match="code is wrong"):
        ask_reset(code_id=made.pk, typed=wrong, destination=MOBILE)
    assert not FactorReset.objects.filter(account=owner).exists()


@pytest.mark.parametrize("role", ["", "officer", "administrator", "auditor"])
def test_only_security_administrators(owner: User, role: str) -> None:
    reset = FactorReset.objects.create(account=owner, asked_at="2026-01-05T00:00Z", state="open")
    with pytest.raises(PermissionRefused):
        settle_reset(
            acting_user=person("other", *([role] if role else [])), reset=reset, confirmed=True, reason="x"
        )


def test_never_oneself(city: Any) -> None:
    keeper = person("keeper", "security")
    reset = FactorReset.objects.create(account=keeper, asked_at="2026-01-05T00:00Z", state="open")
    with pytest.raises(PermissionRefused, match="Another security administrator"):
        settle_reset(acting_user=keeper, reset=reset, confirmed=True, reason="x")
    with pytest.raises(IntegrityError, match="nobody_resets_his_own_factor"), transaction.atomic():
        FactorReset.objects.filter(pk=reset.pk).update(
            settled_by=keeper, settled_at="2026-01-05T00:00Z", reason="x", state="done"
        )


@pytest.mark.django_db(transaction=True)
def test_the_old_contact_is_told(owner: User, caplog: Any) -> None:
    caplog.set_level("INFO")
    made, where = ask_contact_code(acting_user=owner, account=owner, contact="19933334444", address="")
    typed = code_in(caplog)
    caplog.clear()
    change_contact(acting_user=owner, account=owner, contact=where, code_id=made.pk, typed=typed)
    text = sent(caplog)
    assert MOBILE in text
    assert "contact of your account was changed" in text
    assert "19933334444" not in text


def test_an_identity_number_is_no_name(owner: User) -> None:
    with pytest.raises(Impossible, match="identity or bank card number"):
        change_name(acting_user=owner, account=owner, display_name=f"陈 {ID_NUMBER}")


def test_never_the_last_way_in(chen: Any) -> None:
    link = SocialAccount.objects.create(user=chen, provider="city", uid="1", extra_data={})
    chen.set_unusable_password()
    chen.save()
    with pytest.raises(Impossible, match="only way into your account"):
        unlink_identity(acting_user=chen, account=chen, key=link.pk)
    User.objects.filter(pk=chen.pk).update(mobile=MOBILE)
    unlink_identity(acting_user=chen, account=chen, key=link.pk)
    assert not SocialAccount.objects.filter(user=chen).exists()
    kinds = Event.objects.filter(stream=f"account:{chen.pk}").values_list("kind", flat=True)
    assert list(kinds) == ["parties.identity-unlinked"]
    with pytest.raises(Impossible, match="not linked"):
        unlink_identity(acting_user=chen, account=chen, key=link.pk)


def test_an_identity_opens_one_account(chen: Any, officer: Any) -> None:
    with pytest.raises(Impossible, match="another account"):
        link_identity(acting_user=chen, owner=officer)
    with pytest.raises(Impossible, match="already"):
        link_identity(acting_user=chen, owner=chen)
    with pytest.raises(Impossible, match="administrator"):
        link_identity(acting_user=person("keeper", "security"), owner=None)
    with transaction.atomic():
        link_identity(acting_user=chen, owner=None)
    kinds = Event.objects.filter(stream=f"account:{chen.pk}").values_list("kind", flat=True)
    assert list(kinds) == ["parties.identity-linked"]


def test_pages(chen: Any) -> None:
    client = Client()
    client.cookies["qinglan_language"] = "en"
    assert "counter" in client.get("/account/lost-factor/").content.decode()
    answer = client.post("/account/lost-factor/", {"contact": "19900009999"})
    assert answer.headers["Location"] == "/account/lost-factor/confirm/"
    keeper = Client()
    keeper.force_login(person("keeper", "security"))
    reset = FactorReset.objects.create(account=chen, asked_at="2026-01-05T00:00Z", state="open")
    assert "chen" in keeper.get("/accounts/resets/").content.decode()
    keeper.post(f"/accounts/resets/{reset.pk}/", {"confirmed": "no", "reason": "未到窗口"})
    reset.refresh_from_db()
    assert (reset.state, reset.reason) == ("refused", "未到窗口")
