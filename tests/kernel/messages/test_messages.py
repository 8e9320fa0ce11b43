"""A message goes out with its cause or not at all, as its recipient chose, and failures are seen."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.channels import Unreachable
from qinglan.kernel.messages.domain.choice import choose_channels
from qinglan.kernel.messages.domain.delivery import MOST_ATTEMPTS, send_digests, try_delivery
from qinglan.kernel.messages.domain.link import (
    LinkClosed,
    WrongCode,
    ask_for_code,
    count_wrong_code,
    make_link,
    open_link,
    use_link,
)
from qinglan.kernel.messages.domain.message import (
    OutsideTransaction,
    mark_read,
    retry_delivery,
    send_message,
)
from qinglan.kernel.messages.models import Delivery, Message, TaskLink
from qinglan.kernel.messages.own_templates import TRIAL
from qinglan.kernel.permissions import PermissionRefused
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def li(db: None) -> Any:
    user = person("li")
    user.email = "li@example.cn"
    user.save()
    return user


def send(user: Any, **options: Any) -> Message:
    given = {"acting_user": user, "recipients": [user], "template": TRIAL, "values": {}, "url": "/plans/"}
    return send_message(**given | options)[0]


def jobs() -> list[dict[str, Any]]:
    return [job.args for job in ProcrastinateJob.objects.filter(task_name="messages.deliver").order_by("id")]


def test_without_a_choice_a_message_lies_in_the_inbox_alone(li: Any) -> None:
    message = send(li)
    assert (message.subject, message.read_at, Delivery.objects.count(), jobs()) == (
        "一条测试消息",
        None,
        0,
        [],
    )


def test_a_message_goes_by_the_chosen_channels_in_the_chosen_language(li: Any) -> None:
    choose_channels(acting_user=li, wanted=["mail", "sms"], mobile="138 0013 8000", language="en")
    message = send(li)
    rows = list(Delivery.objects.order_by("channel").values_list("channel", "address", "state"))
    assert message.subject == "A trial message"
    assert rows == [("mail", "li@example.cn", "queued"), ("sms", "13800138000", "queued")]
    assert jobs() == [{"delivery": pk} for pk in Delivery.objects.order_by("pk").values_list("pk", flat=True)]


def test_a_rolled_back_cause_sends_nothing(li: Any) -> None:
    choose_channels(acting_user=li, wanted=["mail"])
    with transaction.atomic():
        send(li)
        transaction.set_rollback(True)
    assert (Message.objects.count(), Delivery.objects.count(), jobs()) == (0, 0, [])


@pytest.mark.django_db(transaction=True)
def test_a_message_outside_a_transaction_is_a_mistake(li: Any) -> None:
    with pytest.raises(OutsideTransaction):
        send(li)


def test_a_delivery_is_sent_once_however_often_its_job_runs(li: Any, mailbox: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("QINGLAN_SITE_ADDRESS", "https://example.cn/")
    choose_channels(acting_user=li, wanted=["mail"])
    send(li)
    delivery = Delivery.objects.get()
    for _ in range(3):
        try_delivery(delivery.pk)
    delivery.refresh_from_db()
    (mail,) = mailbox.mails
    assert "https://example.cn/plans/" in mail.get_payload(decode=True).decode()
    assert (delivery.state, delivery.attempts, delivery.error, delivery.receipt) == (
        "sent",
        1,
        "",
        mail["Message-ID"],
    )


def test_a_channel_that_is_down_is_tried_again_then_shown_and_retried_by_hand(
    li: Any, service: Any, client: Any
) -> None:
    choose_channels(acting_user=li, wanted=["wecom"])
    send(li)
    delivery = Delivery.objects.get()
    service.status = 503
    states = []
    for _ in range(MOST_ATTEMPTS + 1):
        try:
            try_delivery(delivery.pk)
        except Unreachable:
            pass
        delivery.refresh_from_db()
        states.append((delivery.state, delivery.attempts))
    expected = [("retrying", n) for n in range(1, MOST_ATTEMPTS)]
    assert states == [*expected, ("failed", MOST_ATTEMPTS), ("failed", MOST_ATTEMPTS)]
    admin = person("admin", "administrator")
    client.force_login(admin)
    page = client.get(reverse("messaging:log") + "?lang=en&state=failed").content.decode()
    assert ("HTTP 503" in page, "Try again" in page, "li@example.cn" in page) == (True, True, False)
    assert client.post(reverse("messaging:retry", args=[delivery.pk])).status_code == 302
    service.status = 200
    try_delivery(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, len(jobs())) == ("sent", 1, 2)
    with pytest.raises(Impossible):
        retry_delivery(acting_user=admin, delivery=delivery)
    with pytest.raises(PermissionRefused):
        retry_delivery(acting_user=li, delivery=delivery)


def test_a_digest_holds_what_waited_once(li: Any, mailbox: Any) -> None:
    choose_channels(acting_user=li, wanted=["mail"], digest=True)
    for _ in range(2):
        send(li)
    assert (set(Delivery.objects.values_list("state", flat=True)), jobs()) == ({"digest"}, [])
    assert (send_digests(), send_digests()) == (1, 0)
    for job in jobs():
        try_delivery(job["delivery"])
    (mail,) = mailbox.mails
    assert mail.get_payload(decode=True).decode().splitlines() == ["· 一条测试消息 /plans/"] * 2
    assert Message.objects.filter(recipient=li, read_at__isnull=True).count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"wanted": ["sms"]}, "mobile"),
        ({"wanted": [], "mobile": "12345"}, "mobile"),
        ({"wanted": ["mail"]}, "wanted"),
        ({"wanted": ["pigeon"]}, "wanted"),
    ],
)
def test_a_choice_that_cannot_work_is_refused_at_its_field(given: Any, field: str) -> None:
    with pytest.raises(Impossible) as refused:
        choose_channels(acting_user=person("wang"), **given)
    assert refused.value.field == field


def test_people_read_their_own_messages_only(li: Any, client: Any) -> None:
    message, other = send(li), person("other")
    with pytest.raises(PermissionRefused):
        mark_read(acting_user=other, message=message)
    client.force_login(other)
    assert client.get(message.get_absolute_url()).status_code == 404
    client.force_login(li)
    assert "1 unread message" in client.get(reverse("messaging:inbox") + "?lang=en").content.decode()
    assert client.get(message.get_absolute_url()).status_code == 200
    message.refresh_from_db()
    assert message.read_at is not None
    assert client.get(reverse("messaging:log")).status_code == 403


def test_the_choice_page_says_what_is_wrong_and_saves(li: Any, client: Any) -> None:
    client.force_login(li)
    address = reverse("messaging:choice")
    assert client.get(address).status_code == 200
    wrong = client.post(address, {"wanted": ["sms"], "language": "en"})
    right = client.post(address, {"wanted": ["mail"], "language": "en", "digest": "on"})
    assert (wrong.status_code, right.status_code) == (422, 302)


def linked(user: Any) -> str:
    _link, token = make_link(
        acting_user=user, user=user, purpose="confirm", subject="case:1", url="/cases/1/"
    )
    return token


def code_of(token: str) -> str:
    found = re.search(r"\d{6}", ask_for_code(token).text)
    assert found is not None
    return found[0]


def test_a_link_opens_its_task_and_is_used_once_with_its_code(li: Any, client: Any) -> None:
    token = linked(li)
    page = client.get(reverse("messaging:link", args=[token]))
    code = code_of(token)
    used = use_link(token, code=code, purpose="confirm", subject="case:1")
    assert ("/cases/1/" in page.content.decode(), page["Referrer-Policy"]) == (True, "same-origin")
    assert used.user == li
    with pytest.raises(LinkClosed) as closed:
        use_link(token, code=code, purpose="confirm", subject="case:1")
    assert closed.value.reason == "used"
    assert client.get(reverse("messaging:link", args=[token])).status_code == 410
    assert token not in str(list(TaskLink.objects.values()))


def test_a_link_is_for_its_one_purpose(li: Any) -> None:
    token = linked(li)
    code = code_of(token)
    with pytest.raises(LinkClosed):
        use_link(token, code=code, purpose="withdraw", subject="case:1")
    with pytest.raises(LinkClosed):
        use_link(token, code=code, purpose="confirm", subject="case:2")


def test_five_wrong_codes_close_a_link(li: Any) -> None:
    token = linked(li)
    code = code_of(token)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        with pytest.raises(WrongCode) as refused:
            use_link(token, code=wrong, purpose="confirm", subject="case:1")
        count_wrong_code(refused.value.link)
    with pytest.raises(LinkClosed) as closed:
        use_link(token, code=code, purpose="confirm", subject="case:1")
    assert closed.value.reason == "locked"


def test_links_and_codes_expire(li: Any, client: Any) -> None:
    token = linked(li)
    code = code_of(token)
    TaskLink.objects.update(code_expires_at=clock.now() - timedelta(seconds=1))
    with pytest.raises(WrongCode):
        use_link(token, code=code, purpose="confirm", subject="case:1")
    TaskLink.objects.update(
        made_at=clock.now() - timedelta(days=9), expires_at=clock.now() - timedelta(days=2)
    )
    with pytest.raises(LinkClosed) as closed:
        open_link(token)
    assert closed.value.reason == "expired"
    assert client.get(reverse("messaging:link", args=["unknown"])).status_code == 404
