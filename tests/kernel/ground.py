"""Something behind every page of the ground floor, made by the verbs, and the addresses of these pages."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction


@dataclass(frozen=True)
class Page:
    """An address and the role that looks at it ("" for a stranger)."""

    name: str
    path: str
    role: str


def fill(officer: Any, administrator: Any) -> list[Page]:
    """Papers in every state, a certificate, a clearance, messages, jobs, money, an anchor."""
    papers = _papers(officer)
    certificates = _certificates(officer)
    _clearances(officer)
    message, token = _messages(officer, administrator)
    _jobs()
    account = _ledger(officer)
    _anchor()
    return [
        Page("papers", "/papers/", "officer"),
        *(Page(f"paper-{state}", f"/papers/{key}/", "officer") for state, key in papers.items()),
        Page("paper-number", f"/papers/{papers['taken']}/number/", "officer"),
        Page("paper-copy", f"/papers/{papers['numbered']}/copy/", "officer"),
        Page("paper-compare", f"/papers/{papers['returned']}/compare/", "officer"),
        Page("verify", "/verify/", ""),
        *(Page(f"certificate-{state}", address, "") for state, address in certificates.items()),
        Page("clearances", "/clearances/", "officer"),
        Page("look-through", "/clearances/try/", "officer"),
        Page("inbox", "/messages/", "officer"),
        Page("message", f"/messages/{message}/", "officer"),
        Page("choice", "/messages/choice/", "officer"),
        Page("sent", "/messages/log/", "administrator"),
        Page("task-link", f"/t/{token}/", ""),
        Page("task-link-closed", "/t/nothing/", ""),
        Page("jobs", "/jobs/", "administrator"),
        Page("ledger", "/ledger/", "officer"),
        Page("statement", f"/ledger/{account}/", "officer"),
        Page("status", "/status/", "administrator"),
        Page("clock", "/status/clock/", "administrator"),
        Page("changes", "/status/changes/", "administrator"),
        Page("streams", "/events/", "officer"),
        Page("stream", f"/events/paper:{papers['matches']}/", "officer"),
        Page("anchors", "/events/anchors/", ""),
        Page("history", f"/history/documents.paper/{papers['matches']}/", "officer"),
    ]


def _papers(officer: Any) -> dict[str, int]:
    """A paper in every state, by state."""
    from qinglan.kernel.documents.domain import paper as verbs
    from qinglan.kernel.documents.models import Form
    from tests.kernel.documents import samples

    kinds = ("public_notice", "notice", "recommendation", "minutes", "consultation", "promulgation")
    states = ("drafted", "taken", "numbered", "returned", "matches", "differs")
    found = {}
    for step, (state, kind) in enumerate(zip(states, kinds, strict=True)):
        paper = verbs.draft_paper(acting_user=officer, content=samples.paper(kind=kind), subject="test:1")
        found[state] = paper.pk
        if step == 0:
            continue
        printed, _taking = verbs.take_paper(acting_user=officer, paper=paper, form=Form.PRINT)
        if step == 1:
            continue
        paper.refresh_from_db()
        verbs.enter_number(
            acting_user=officer, paper=paper, text=f"青科发[2026]{step}号", seen_revision=paper.revision
        )
        if step == 2:
            continue
        paper.refresh_from_db()
        verbs.return_stamped(
            acting_user=officer,
            paper=paper,
            name="扫描件.pdf",
            content=printed,
            declared_type="application/pdf",
            seen_revision=paper.revision,
        )
        if step == 3:
            continue
        paper.refresh_from_db()
        verbs.record_comparison(
            acting_user=officer,
            paper=paper,
            matches=state == "matches",
            note="" if state == "matches" else "第二页缺印章。",
            seen_revision=paper.revision,
        )
    return found


def _certificates(officer: Any) -> dict[str, str]:
    from qinglan.kernel.documents.domain.certificate import issue_certificate, revoke_certificate

    found = {}
    for place, state in enumerate(("valid", "expired", "revoked")):
        certificate = issue_certificate(
            acting_user=officer,
            title="绿色技术创新企业认定证书",
            issuer="青蓝市科学技术局",
            holder_name="长寿化工（演示）有限公司",
            statement="经评审和公示，认定为绿色技术创新企业。",
            rows=[("领域", "节能环保产业"), ("批次", "2026年第一批")],
            number=f"QL-2026-00{place}",
            subject=f"test:{place}",
            site_address="https://example.cn",
            issued_on=dt.date(2024, 1, 1),
            valid_to=dt.date(2025, 1, 1) if state == "expired" else dt.date(2099, 1, 1),
        )
        if state == "revoked":
            revoke_certificate(acting_user=officer, certificate=certificate, reason="复核不合格")
        found[state] = certificate.get_absolute_url()
    return found


def _clearances(officer: Any) -> None:
    from qinglan.kernel.disclosure.domain import Check, clear_for_publication

    check = Check("李四（演示）", dt.date(2026, 9, 28), "市科技局保密审查表第12号")
    for text, reason in (("没有号码", ""), ("请联系13800138000", "这是公开的服务热线")):
        clear_for_publication(
            acting_user=officer,
            subject="test:1",
            texts={"正文": text},
            secrecy=check,
            publication=check,
            override_reason=reason,
        )


def _messages(officer: Any, administrator: Any) -> tuple[int, str]:
    from qinglan.kernel import clock
    from qinglan.kernel.messages.domain.link import make_link
    from qinglan.kernel.messages.domain.message import mark_read, send_message
    from qinglan.kernel.messages.models import Delivery
    from qinglan.kernel.messages.own_templates import TRIAL

    with transaction.atomic():
        sent = [
            send_message(
                acting_user=administrator, recipients=[officer], template=TRIAL, values={}, url="/plans/"
            )[0]
            for _number in range(3)
        ]
        _link, token = make_link(
            acting_user=administrator,
            user=officer,
            purpose="核对企业名录（演示）",
            subject="test:1",
            url="/plans/",
        )
    mark_read(acting_user=officer, message=sent[0])
    states = (
        ("mail", "sent", 1, ""),
        ("sms", "failed", 5, "the gateway answered 503"),
        ("mail", "queued", 0, ""),
    )
    for message, (channel, state, attempts, error) in zip(sent, states, strict=True):
        moment = clock.now() if attempts else None
        Delivery.objects.create(
            message=message,
            channel=channel,
            state=state,
            attempts=attempts,
            error=error,
            address="a@example.cn",
            tried_at=moment,
            sent_at=moment if state == "sent" else None,
        )
    return sent[1].pk, token


def _jobs() -> None:
    with connection.cursor() as cursor:
        for name in ("messages.deliver", "sheets.apply"):
            for status in ("todo", "doing", "failed", "succeeded", "cancelled"):
                cursor.execute(
                    "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts, priority)"
                    " VALUES ('default', %s, '{}', %s, 1, 0)",
                    [name, status],
                )


def _ledger(officer: Any) -> int:
    from qinglan.kernel.ledger.domain.posting import post, reverse
    from tests.kernel.ledger.books import RECEIPT, make_accounts

    outside, first, second, _third = make_accounts(officer)
    for number, account in enumerate((first, first, second)):
        posted = post(
            acting_user=officer,
            entries={outside: -1_234_500 * (number + 1), account: 1_234_500 * (number + 1)},
            text="竞价保证金",
            receipt=RECEIPT,
            key=f"ground-{number}",
        )
        if number == 0:
            reverse(acting_user=officer, posting=posted, text="误记冲正", receipt=RECEIPT, key="ground-r")
    return int(first.pk)


def _anchor() -> None:
    from qinglan.kernel.events.domain.anchor import make_anchor

    make_anchor()
