"""Every address of the site, asked for by everybody: one table of answers.

A new address must be entered here: say what each kind of visitor gets.
"""

import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.plans import sample

WHO = ("stranger", "no role", "officer", "administrator")
LOGIN = (302, 403, 200, 403)
"""Strangers log in first; then it is for officers."""
REFUSED = (403, 403, 200, 403)
"""Strangers are told so, and where to log in."""
EVERYBODY = (200, 200, 200, 200)
NOTHING = (404, 404, 404, 404)
ACT = (302, 302, 302, 302)
"""Only opened, an address that acts leads elsewhere."""
TO_THE_BENCH = (302, 403, 302, 403)
NO_RECORD = (302, 403, 404, 403)
"""An officer's page of something that is not there."""

ANSWERS = {
    "account:contact": (302, 200, 200, 200),
    "account:contact-confirm": ACT,
    "account:end-sessions": (405, 405, 405, 405),
    "account:identities": (302, 200, 200, 200),
    "account:lost-factor": EVERYBODY,
    "account:lost-factor-confirm": ACT,
    "account:lost-factor-sent": EVERYBODY,
    "account:name": (302, 200, 200, 200),
    "account:own": (302, 200, 200, 200),
    "account_login": (200, 302, 302, 302),
    "account_reauthenticate": ACT,
    "accounts:close": (403, 403, 403, 200),
    "accounts:end": (405, 405, 405, 405),
    "accounts:give": (403, 403, 403, 302),
    "accounts:list": (403, 403, 403, 200),
    "accounts:locks": (403, 403, 403, 403),
    "accounts:logins": (403, 403, 403, 403),
    "accounts:open": (403, 403, 403, 200),
    "accounts:record": (403, 403, 403, 200),
    "accounts:reopen": (405, 405, 405, 405),
    "accounts:resets": (302, 403, 403, 403),
    "accounts:settle-reset": (302, 403, 403, 403),
    "accounts:take": (403, 403, 403, 403),
    "accounts:unlock": (405, 405, 405, 405),
    "accounts:unlock-address": (405, 405, 405, 405),
    "awards:act": (302, 404, 404, 404),
    "awards:award": NOTHING,
    "awards:bar": (302, 404, 404, 404),
    "awards:duty": (302, 404, 404, 404),
    "awards:keep": (302, 404, 404, 404),
    "awards:kept": (302, 200, 200, 200),
    "awards:look": (302, 404, 404, 404),
    "awards:proposal": (302, 404, 404, 404),
    "awards:rectification": (302, 404, 404, 404),
    "awards:register": EVERYBODY,
    "brokers:apply": (302, 200, 200, 200),
    "brokers:edit": (302, 404, 404, 404),
    "brokers:list": EVERYBODY,
    "brokers:mine": ACT,
    "brokers:record": NOTHING,
    "brokers:settle": (302, 404, 404, 404),
    "counter:code": (405, 405, 405, 405),
    "counter:confirm": NOTHING,
    "counter:decline": (405, 405, 405, 405),
    "counter:entries": REFUSED,
    "counter:new": REFUSED,
    "counter:new-for": (403, 403, 404, 403),
    "counter:record": (403, 403, 404, 403),
    "counter:withdraw": (405, 405, 405, 405),
    "disclosure:list": (403, 403, 200, 200),
    "disclosure:try": (302, 403, 200, 200),
    "documents:compare": NO_RECORD,
    "documents:discard": (302, 405, 405, 405),
    "documents:file": NOTHING,
    "documents:number": NO_RECORD,
    "documents:page": NO_RECORD,
    "documents:paper": NO_RECORD,
    "documents:papers": REFUSED,
    "documents:return": NO_RECORD,
    "documents:take": (302, 405, 405, 405),
    "documents:verify": EVERYBODY,
    "documents:verify-code": NOTHING,
    "drafts:discard": (405, 405, 405, 405),
    "drafts:save": (405, 405, 405, 405),
    "drafts:sent": (405, 405, 405, 405),
    "events:anchor": NOTHING,
    "events:anchors": EVERYBODY,
    "events:export": (403, 403, 404, 403),
    "events:list": EVERYBODY,
    "events:script": EVERYBODY,
    "events:stream": (403, 403, 404, 403),
    "experts:add-absence": (302, 404, 404, 404),
    "experts:add-employer": (302, 404, 404, 404),
    "experts:add-training": (302, 404, 404, 404),
    "experts:apply": (302, 200, 200, 200),
    "experts:edit": (302, 404, 404, 404),
    "experts:end-employer": (302, 404, 404, 404),
    "experts:interests": (302, 404, 404, 404),
    "experts:list": LOGIN,
    "experts:mine": ACT,
    "experts:nominate": (302, 404, 404, 404),
    "experts:record": NOTHING,
    "experts:remove-absence": (302, 404, 404, 404),
    "experts:settle": (302, 404, 404, 404),
    "experts:show": (302, 404, 404, 404),
    "handling:act": (302, 404, 404, 404),
    "handling:decisions": (302, 404, 404, 404),
    "handling:queue": REFUSED,
    "handling:record": (302, 404, 404, 404),
    "handling:replies": REFUSED,
    "handling:reply": (302, 404, 404, 404),
    "history:changes": (403, 403, 404, 404),
    "interests:add": (302, 200, 200, 200),
    "interests:add-for": (302, 404, 404, 404),
    "interests:own": (302, 200, 200, 200),
    "interests:state": (302, 200, 200, 200),
    "interests:state-for": (302, 404, 404, 404),
    "interests:withdraw": (302, 404, 404, 404),
    "jobs:act": (302, 405, 405, 405),
    "jobs:list": (403, 403, 403, 200),
    "ledger:account": (403, 403, 404, 403),
    "ledger:list": REFUSED,
    "login": (200, 302, 302, 302),
    "login_code": (200, 302, 302, 302),
    "login_code_confirm": ACT,
    "login_enrol": ACT,
    "login_new_password": ACT,
    "logout": (405, 405, 405, 405),
    "measures:correct": REFUSED,
    "measures:end": REFUSED,
    "measures:enter": REFUSED,
    "measures:enter-for": REFUSED,
    "measures:entry": REFUSED,
    "measures:figure": REFUSED,
    "measures:figures": REFUSED,
    "measures:list": EVERYBODY,
    "measures:report": REFUSED,
    "measures:report-for": REFUSED,
    "measures:withdraw-entry": REFUSED,
    "measures:withdraw-figure": REFUSED,
    "messaging:choice": (302, 200, 200, 200),
    "messaging:inbox": (302, 200, 200, 200),
    "messaging:link": NOTHING,
    "messaging:log": (403, 403, 403, 200),
    "messaging:message": (302, 404, 404, 404),
    "messaging:read-all": (302, 405, 405, 405),
    "messaging:retry": (302, 405, 405, 405),
    "mfa_activate_totp": (302, 200, 200, 200),
    "mfa_add_webauthn": (302, 200, 200, 200),
    "mfa_authenticate": ACT,
    "mfa_deactivate_totp": (302, 404, 404, 404),
    "mfa_generate_recovery_codes": (302, 200, 200, 200),
    "mfa_index": (302, 200, 200, 200),
    "mfa_list_webauthn": ACT,
    "mfa_reauthenticate": ACT,
    "mfa_reauthenticate_webauthn": ACT,
    "mfa_remove_webauthn": (302, 404, 404, 404),
    "mfa_view_recovery_codes": (302, 404, 404, 404),
    "notices:add": (302, 404, 404, 404),
    "notices:answer": (302, 404, 404, 404),
    "notices:evidence": (302, 404, 404, 404),
    "notices:extend": (302, 404, 404, 404),
    "notices:lead": (302, 404, 404, 404),
    "notices:lead-sent": NOTHING,
    "notices:list": EVERYBODY,
    "notices:notice": NOTHING,
    "notices:object": NOTHING,
    "notices:objection": (302, 404, 404, 404),
    "notices:post": (302, 404, 404, 404),
    "notices:record": (302, 404, 404, 404),
    "notices:rule": (302, 404, 404, 404),
    "notices:send-lead": NOTHING,
    "notices:status": NOTHING,
    "notices:take-down": (302, 404, 404, 404),
    "openid_connect_callback": NOTHING,
    "openid_connect_login": NOTHING,
    "outages:certify": (302, 403, 403, 200),
    "outages:list": EVERYBODY,
    "organisations:cancel": NOTHING,
    "organisations:claim": EVERYBODY,
    "organisations:claims": REFUSED,
    "organisations:confirm": (403, 404, 404, 404),
    "organisations:dispute": NOTHING,
    "organisations:edit": NOTHING,
    "organisations:history": NOTHING,
    "organisations:list": EVERYBODY,
    "organisations:merge": NOTHING,
    "organisations:mine": (403, 200, 200, 200),
    "organisations:recode": NOTHING,
    "organisations:record": NOTHING,
    "organisations:register": REFUSED,
    "organisations:rename": NOTHING,
    "organisations:requests": (403, 200, 200, 200),
    "organisations:resume": NOTHING,
    "organisations:settle": (403, 403, 404, 403),
    "organisations:split": NOTHING,
    "organisations:suspend": NOTHING,
    "organisations:tag": NOTHING,
    "organisations:untag": NOTHING,
    "organisations:verify": NOTHING,
    "sheets:apply": (405, 405, 405, 405),
    "sheets:choose": REFUSED,
    "sheets:faults": (403, 403, 404, 403),
    "sheets:report": (403, 403, 404, 403),
    "sheets:template": REFUSED,
    "outbox:lag": (403, 403, 403, 200),
    "outbox:stream": (302, 403, 403, 200),
    "password_change": (302, 200, 200, 200),
    "password_reset": (200, 302, 302, 302),
    "password_reset_confirm": ACT,
    "password_reset_new": ACT,
    "personal:ask": (302, 200, 200, 200),
    "personal:consents": (302, 200, 200, 200),
    "personal:export": (302, 200, 200, 200),
    "personal:mine": (302, 200, 200, 200),
    "personal:own-readings": (302, 200, 200, 200),
    "personal:readings": (302, 403, 403, 403),
    "personal:requests": (302, 403, 200, 200),
    "personal:settle": (302, 404, 404, 404),
    "personal:show": (302, 404, 404, 404),
    "panels:act": (302, 404, 404, 404),
    "panels:conclude": (302, 404, 404, 404),
    "panels:conclude-visit": (302, 404, 404, 404),
    "panels:feedback": (302, 404, 404, 404),
    "panels:file": (302, 404, 404, 404),
    "panels:invited": NOTHING,
    "panels:list": REFUSED,
    "panels:mine": (302, 200, 200, 200),
    "panels:new": (302, 404, 404, 404),
    "panels:panel": (302, 404, 404, 404),
    "panels:plan-visit": (302, 404, 404, 404),
    "panels:public": NOTHING,
    "panels:public-file": NOTHING,
    "panels:public-list": EVERYBODY,
    "panels:script": EVERYBODY,
    "panels:seat": (302, 404, 404, 404),
    "panels:seat-act": (302, 404, 404, 404),
    "panels:sheet": (302, 404, 404, 404),
    "panels:sheet-template": (302, 200, 200, 200),
    "panels:visit": (302, 404, 404, 404),
    "panels:visit-line": (302, 404, 404, 404),
    "panels:visit-report": (302, 404, 404, 404),
    "people:answer": (405, 405, 405, 405),
    "people:assignments": (403, 403, 200, 200),
    "people:delegate": (302, 404, 404, 404),
    "people:delegate-membership": (302, 404, 404, 404),
    "people:end-assignment": (403, 403, 404, 404),
    "people:end-delegation": (405, 405, 405, 405),
    "people:end-role": NOTHING,
    "people:give": (403, 403, 200, 200),
    "people:give-role": NOTHING,
    "people:hand-over": NOTHING,
    "people:invite": NOTHING,
    "people:join": NOTHING,
    "people:lay-down": (302, 404, 404, 404),
    "people:leave": NOTHING,
    "people:members": NOTHING,
    "people:own": (302, 200, 200, 200),
    "people:remove": NOTHING,
    "people:withdraw": (405, 405, 405, 405),
    "personal:withdraw": (302, 200, 200, 200),
    "plans:add-body": LOGIN,
    "plans:add-item": LOGIN,
    "plans:article": EVERYBODY,
    "plans:comparison": EVERYBODY,
    "plans:confirm-all": TO_THE_BENCH,
    "plans:confirm-body": ACT,
    "plans:confirm-item": ACT,
    "plans:correct-body": LOGIN,
    "plans:correct-item": LOGIN,
    "plans:define": LOGIN,
    "plans:drop-body": ACT,
    "plans:drop-item": ACT,
    "plans:link": LOGIN,
    "plans:list": EVERYBODY,
    "plans:new": LOGIN,
    "plans:paper": LOGIN,
    "plans:plan": EVERYBODY,
    "plans:publish": TO_THE_BENCH,
    "plans:reading": LOGIN,
    "plans:target": EVERYBODY,
    "plans:withdraw": LOGIN,
    "portal:desk": (302, 200, 200, 200),
    "portal:home": EVERYBODY,
    "portal:search": EVERYBODY,
    "programmes:apply": NOTHING,
    "programmes:attach": (302, 404, 404, 404),
    "programmes:attach-round": (302, 404, 404, 404),
    "programmes:benefits": EVERYBODY,
    "programmes:cancel-round": (302, 404, 404, 404),
    "programmes:case": (302, 404, 404, 404),
    "programmes:cases": (302, 200, 200, 200),
    "programmes:change-round": (302, 404, 404, 404),
    "programmes:drafts": (302, 404, 404, 404),
    "programmes:extend-round": (302, 404, 404, 404),
    "programmes:follow": (302, 404, 404, 404),
    "programmes:form": (302, 404, 404, 404),
    "programmes:invite": (302, 404, 404, 404),
    "programmes:new-round": LOGIN,
    "programmes:paste": (302, 404, 404, 404),
    "programmes:print": (302, 404, 404, 404),
    "programmes:quotas": (302, 404, 404, 404),
    "programmes:remove-file": (302, 404, 404, 404),
    "programmes:review": (302, 404, 404, 404),
    "programmes:revision": (302, 404, 404, 404),
    "programmes:round": NOTHING,
    "programmes:round-act": (405, 405, 405, 405),
    "programmes:rounds": LOGIN,
    "programmes:row": (302, 404, 404, 404),
    "programmes:scheme": NOTHING,
    "programmes:schemes": EVERYBODY,
    "programmes:section": (302, 404, 404, 404),
    "programmes:sheet": (302, 404, 404, 404),
    "programmes:sheet-template": (302, 404, 404, 404),
    "programmes:submitted": (302, 404, 404, 404),
    "programmes:summary": (302, 404, 404, 404),
    "programmes:withdraw": (302, 404, 404, 404),
    "socialaccount_login_cancelled": EVERYBODY,
    "todos:act": (302, 405, 405, 405),
    "todos:hand-over": ACT,
    "todos:list": (302, 200, 200, 200),
    "todos:stream": (302, 200, 200, 200),
    "todos:team": (302, 403, 403, 403),
    "todos:waiting": (302, 200, 200, 200),
    "web:counts": (302, 200, 200, 200),
    "web:clock": (403, 403, 403, 200),
    "web:healthz": EVERYBODY,
    "web:set-language": (405, 405, 405, 405),
    "web:status": (302, 403, 403, 200),
    "web:status-stream": (302, 403, 403, 200),
    "web:style": EVERYBODY,
    "web:style-page": EVERYBODY,
    "yearly:accept": (302, 404, 404, 404),
    "yearly:begin": (405, 405, 405, 405),
    "yearly:correct": (302, 404, 404, 404),
    "yearly:fill": (302, 404, 404, 404),
    "yearly:list": LOGIN,
    "yearly:overview": (302, 404, 404, 404),
    "yearly:record": (302, 404, 404, 404),
    "yearly:return": (302, 404, 404, 404),
    "yearly:sheet": (302, 404, 404, 404),
    "yearly:upload": (302, 404, 404, 404),
}
"""What a GET is answered with."""


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """The names of all addresses."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield space + (pattern.name or str(pattern.pattern))
        else:
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)


def test_every_address_has_a_row() -> None:
    assert sorted(set(names(get_resolver()))) == sorted(ANSWERS)

AWARD_PAGES = ("award", "bar", "duty", "keep", "look", "proposal", "rectification")
"""Pages about one award."""


@pytest.fixture
def site(db: None, tmp_path: Path) -> dict[str, list[Any]]:
    """A published plan, one that is being confirmed, a figure and an entry; the arguments of the addresses."""
    from qinglan.kernel.measures.models import Entry, Figure, Indicator
    from qinglan.parties.domain.account import system_user
    from qinglan.plans.domain.pack import load_plan

    city = sample.make_city()
    officer = sample.person("reader", "officer")
    load_plan(acting_user=system_user(), pack=sample.pack(tmp_path), path=sample.write_plan(tmp_path))
    open_version = sample.take_in_plan(officer, city)
    firms = Indicator.objects.get(pack=sample.PACK, slug="firms")
    listed = Indicator.objects.get(pack=sample.PACK, slug="centres")
    Indicator.objects.filter(pk=listed.pk).update(kind="entry", period="date", subject="organisation")
    record: dict[str, Any] = {
        "territory": city,
        "evidence": "x",
        "confidentiality": "public",
        "reporter": officer,
        "reported_on": date(2026, 1, 5),
        "recorded_at": "2026-01-05T00:00Z",
    }
    figure = Figure.objects.create(indicator=firms, year=2025, value=12, **record)
    entry = Entry.objects.create(
        indicator=listed, subject_name="甲（演示）有限公司", valid_from=date(2026, 1, 1), **record
    )
    item, body = open_version.quantities.all()[0], open_version.bodies.all()[0]
    bench, paper = [sample.ADDRESS, 1], [1]
    other = sample.person("other")
    arguments: dict[str, list[Any]] = {
        "accounts:take": [other.pk, "officer"],
        "counter:new": ["claim"],
        "counter:new-for": ["particulars", "1"],
        "counter:record": [1],
        "counter:withdraw": [1],
        "mfa_remove_webauthn": [1],
        "openid_connect_callback": ["city"],
        "openid_connect_login": ["city"],
        "documents:file": [uuid.UUID(int=1)],
        "documents:page": [1, "ours", 1],
        "documents:take": [1, "docx"],
        "documents:verify-code": ["ABCDEFGH"],
        "events:anchor": [1],
        "events:export": ["plan:none", "jsonl"],
        "events:stream": ["plan:none"],
        "history:changes": ["plans.plan", "0"],
        "jobs:act": [1, "retry"],
        "ledger:account": [1],
        "measures:correct": [figure.pk],
        "measures:end": [entry.pk],
        "measures:enter-for": [sample.PACK, "centres", "2026-01-01"],
        "measures:entry": [entry.pk],
        "measures:figure": [figure.pk],
        "measures:report-for": [sample.PACK, "firms", 2025],
        "measures:withdraw-entry": [entry.pk],
        "measures:withdraw-figure": [figure.pk],
        "messaging:link": ["unknown"],
        "messaging:message": [1],
        "messaging:retry": [1],
        "plans:add-body": [*bench, 1],
        "plans:add-item": [*bench, 1],
        "plans:article": [sample.SLUG, 1],
        "plans:comparison": [sample.SLUG],
        "plans:plan": [sample.SLUG],
        "plans:target": [sample.SLUG, "firms"],
        "web:style-page": ["task"],
    }
    arguments |= {key: [body.pk] for key in ("plans:confirm-body", "plans:correct-body", "plans:drop-body")}
    arguments |= {
        f"plans:{name}": [item.pk] for name in ("confirm-item", "correct-item", "define", "drop-item", "link")
    }
    arguments |= {f"counter:{name}": ["unknown"] for name in ("code", "confirm", "decline")}
    arguments |= {f"plans:{name}": bench for name in ("confirm-all", "publish", "reading", "withdraw")}
    arguments |= {"plans:paper": [sample.SLUG, 1]}
    arguments |= {f"documents:{name}": paper for name in ("compare", "discard", "number", "paper", "return")}
    acts = ("cancel", "dispute", "edit", "history", "merge", "recode", "record", "rename", "resume", "split")
    acts += ("suspend", "tag", "verify")
    arguments |= {f"organisations:{name}": [1] for name in (*acts, "confirm", "settle")}
    arguments |= {"organisations:untag": [1, 1]}
    arguments |= {f"people:{name}": [1] for name in ("hand-over", "invite", "leave", "members")}
    nobodys = ("answer", "delegate", "delegate-membership", "end-assignment", "end-delegation", "lay-down")
    arguments |= {f"people:{name}": [10**9] for name in nobodys}
    arguments |= {f"people:{name}": [1, 1] for name in ("end-role", "give-role", "remove", "withdraw")}
    arguments |= {"people:join": ["unknown"]}
    arguments |= {f"sheets:{name}": ["organisations"] for name in ("choose", "template")}
    arguments |= {f"sheets:{name}": ["organisations", "none"] for name in ("apply", "faults", "report")}
    roles = ("add-absence", "add-employer", "add-training", "edit", "interests", "nominate", "record", "show")
    arguments |= {f"experts:{name}": [1] for name in roles}
    arguments |= {f"experts:{name}": [1, 1] for name in ("end-employer", "remove-absence")}
    arguments |= {"experts:settle": [1, "admit"], "brokers:settle": [1, "admit"]}
    arguments |= {f"brokers:{name}": [1] for name in ("edit", "record")}
    arguments |= {f"interests:{name}": [1] for name in ("add-for", "state-for", "withdraw")}
    arguments |= {"personal:show": ["expert.mobile", 1], "personal:ask": ["correction"]}
    arguments |= {"personal:export": ["json"], "personal:settle": [1], "personal:withdraw": [1]}
    arguments |= {"accounts:settle-reset": [1]}
    acts = ("accept", "begin", "correct", "fill", "overview", "record", "return", "sheet", "upload")
    arguments |= {f"yearly:{name}": [1] for name in acts}
    cases = ("attach", "case", "form", "print", "review", "sheet", "sheet-template", "submitted", "withdraw")
    rounds = ("apply", "attach-round", "cancel-round", "change-round", "drafts", "extend-round", "follow")
    rounds += ("invite", "quotas", "round")
    arguments |= {f"programmes:{name}": [10**9] for name in (*cases, *rounds)}
    arguments |= {f"programmes:{name}": [10**9, "basics"] for name in ("paste", "section")}
    arguments |= {f"programmes:{name}": [10**9, 1] for name in ("remove-file", "revision")}
    arguments |= {"programmes:row": [10**9, "basics", "new"], "programmes:scheme": ["990000", "unknown", 2026]}
    arguments |= {"programmes:round-act": [10**9, "chase"], "programmes:summary": [10**9, "xlsx"]}
    arguments |= {f"awards:{name}": [10**9] for name in AWARD_PAGES} | {"awards:act": [10**9, "warn"]}
    arguments |= {f"handling:{name}": [10**9] for name in ("decisions", "record")}
    arguments |= {"handling:act": [10**9, "pass"], "handling:reply": [10**9, 1]}
    panels = ("conclude", "conclude-visit", "feedback", "new", "panel", "plan-visit", "public", "public-file")
    panels += ("seat", "sheet", "visit", "visit-report")
    arguments |= {f"panels:{name}": [10**9] for name in panels}
    arguments |= {"panels:act": [10**9, "draw"], "panels:seat-act": [10**9, "yes"], "panels:invited": ["unknown"]}
    arguments |= {"panels:file": [10**9, "none"], "panels:visit-line": [10**9, 0]}
    acts = ("add", "answer", "evidence", "extend", "lead", "lead-sent", "notice", "object", "objection", "post")
    acts += ("record", "rule", "send-lead", "take-down")
    arguments |= {f"notices:{name}": [10**9] for name in acts} | {"notices:status": ["0123456789ABCD"]}
    acts = ("close", "end", "give", "record", "reopen", "unlock")
    arguments |= {f"accounts:{name}": [other.pk] for name in acts}
    return arguments


def visitors() -> dict[str, Client]:
    """A browser for each kind of visitor."""
    clients = {who: Client(raise_request_exception=False) for who in WHO}
    clients["no role"].force_login(sample.person("nobody"))
    clients["officer"].force_login(sample.person("officer", "officer"))
    clients["administrator"].force_login(sample.person("administrator", "administrator"))
    return clients


def test_who_gets_what(site: dict[str, list[Any]]) -> None:
    clients = visitors()
    found = {}
    for name in ANSWERS:
        address = reverse(name, args=site.get(name))
        answers = []
        for client in clients.values():
            response = client.get(address)
            answers.append(response.status_code)
        found[name] = tuple(answers)
    assert found == ANSWERS


def test_addresses_in_both_languages_and_with_strange_parameters(site: dict[str, list[Any]]) -> None:
    """Nothing that somebody writes into an address breaks a page."""
    client = visitors()["officer"]
    strange = ("x", "-1", "0", "99999999999999999999", "１", "0001-01-01", "9999-12-31", "%00", "'\"<b>")
    broken = []
    keys = {
        "plans:list": ("lang",),
        "plans:plan": ("version",),
        "plans:target": ("version", "on", "known"),
        "plans:comparison": ("from", "to"),
        "plans:new": ("plan",),
        "login": ("next",),
    }
    for name, asked in keys.items():
        address = reverse(name, args=site.get(name))
        for key in asked:
            for value in strange:
                response = client.get(f"{address}?{key}={value}")
                if response.status_code not in (200, 302, 400 if value == "%00" else 404, 404):
                    broken.append((name, key, value, response.status_code))
    assert broken == []
