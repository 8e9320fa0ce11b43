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
from tests.urls_of_contracts import ARGUMENTS as CONTRACT_ARGUMENTS
from tests.urls_table import ANSWERS, WHO


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """The names of all addresses."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield space + (pattern.name or str(pattern.pattern))
        else:
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)


def test_every_address_has_a_row() -> None:
    assert sorted(set(names(get_resolver()))) == sorted(ANSWERS)


AWARD_PAGES = ("award", "bar", "budget-line", "confirm-payee", "duty", "entitlement", "keep", "look", "payee")
AWARD_PAGES += ("dossier", "proposal", "re-evaluate", "rectification", "work-out")
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
        "auctions:live": ["2026-0000"],
        "auctions:live-bid": ["2026-0000"],
        "auctions:live-stream": ["2026-0000"],
        "auctions:lot": ["2026-0000"],
        **CONTRACT_ARGUMENTS,
        "auctions:begin": ["technology", 10**9],
        "auctions:answer": ["2026-0000", 1],
        "auctions:drop-paper": ["2026-0000", 1],
        **{
            f"auctions:{name}": ["2026-0000"]
            for name in (
                *("determine", "fix-scores", "post-result", "object", "signed", "default"),
                *("committee", "judge", "step-back", "export", "criteria"),
            )
        },
        "auctions:rule": [10**9],
        **{
            f"auctions:{name}": ["2026-0000"]
            for name in (
                *("seal", "opener-keys", "openers", "name-openers", "opener-key", "let-bidders-open"),
                *("opening", "begin-opening", "opening-boxes", "opening-standing"),
                *("rehearsal", "begin-rehearsal", "rehearsal-boxes", "rehearsal-standing"),
            )
        },
        "auctions:replace-opener": ["2026-0000", 1],
        "auctions:offer-file": ["2026-0000", 1, 0],
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
        "figures:publish": ["funnel"],
        "figures:record": [1],
        "figures:withdraw": [1],
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
    of_lots = ("accept", "amend", "apply", "ask", "bidders", "disclose", "edit", "hand-in", "offer-again")
    of_lots += ("papers", "return", "stop", "take", "take-back")
    arguments |= {f"auctions:{name}": ["2026-0000"] for name in of_lots}
    of_bidders = ("admit", "bidder", "correct", "deposit", "exclude", "forfeit-deposit", "refuse")
    of_bidders += ("return-bidder", "return-deposit", "withdraw-bidder")
    arguments |= {f"auctions:{name}": [10**9] for name in of_bidders}
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
    arguments |= {f"people:{name}": [10**9, 1] for name in ("end-role", "give-role", "remove", "withdraw")}
    arguments |= {"people:join": ["unknown"]}
    arguments |= {f"sheets:{name}": ["organisations"] for name in ("choose", "template")}
    arguments |= {f"sheets:{name}": ["organisations", "none"] for name in ("apply", "faults", "report")}
    roles = ("add-absence", "add-employer", "add-training", "edit", "interests", "nominate", "record", "show")
    arguments |= {f"experts:{name}": [1] for name in roles}
    arguments |= {f"experts:{name}": [1, 1] for name in ("end-employer", "remove-absence")}
    arguments |= {"experts:settle": [1, "admit"], "brokers:settle": [1, "admit"]}
    arguments |= {f"brokers:{name}": [1] for name in ("edit", "record")}
    arguments |= {f"interests:{name}": [10**9] for name in ("add-for", "state-for", "withdraw")}
    arguments |= {"personal:show": ["expert.mobile", 10**9], "personal:ask": ["correction"]}
    arguments |= {"personal:export": ["json"], "personal:settle": [1], "personal:withdraw": [1]}
    arguments |= {"accounts:settle-reset": [1]}
    acts = ("accept", "begin", "correct", "fill", "overview", "record", "return", "sheet", "upload")
    arguments |= {f"yearly:{name}": [10**9] for name in acts}
    cases = ("attach", "case", "form", "print", "review", "sheet", "sheet-template", "submitted", "withdraw")
    rounds = (
        "progress",
        "apply",
        "attach-round",
        "cancel-round",
        "change-round",
        "drafts",
        "extend-round",
        "follow",
    )
    rounds += ("due-awards", "invite", "invite-due", "quotas", "round")
    arguments |= {f"programmes:{name}": [10**9] for name in (*cases, *rounds)}
    arguments |= {f"programmes:{name}": [10**9, "basics"] for name in ("paste", "section")}
    arguments |= {f"programmes:{name}": [10**9, 1] for name in ("remove-file", "revision")}
    arguments |= {
        "programmes:row": [10**9, "basics", "new"],
        "programmes:scheme": ["990000", "unknown", 2026],
    }
    arguments |= {"programmes:round-act": [10**9, "chase"], "programmes:summary": [10**9, "xlsx"]}
    arguments |= {f"awards:{name}": [10**9] for name in AWARD_PAGES}
    arguments |= {"awards:act": [10**9, "warn"], "awards:pay": [10**9, "stop"]}
    arguments |= {f"handling:{name}": [10**9] for name in ("decisions", "record")}
    arguments |= {"handling:act": [10**9, "pass"], "handling:reply": [10**9, 1]}
    panels = ("conclude", "conclude-visit", "feedback", "new", "panel", "plan-visit", "public", "public-file")
    panels += ("draw-visits", "seat", "sheet", "visit", "visit-report")
    arguments |= {f"panels:{name}": [10**9] for name in panels}
    arguments |= {
        "panels:act": [10**9, "draw"],
        "panels:seat-act": [10**9, "yes"],
        "panels:invited": ["unknown"],
    }
    arguments |= {"panels:file": [10**9, "none"], "panels:visit-line": [10**9, 0]}
    acts = (
        "add",
        "answer",
        "evidence",
        "extend",
        "lead",
        "lead-sent",
        "notice",
        "object",
        "objection",
        "post",
    )
    acts += ("record", "rule", "send-lead", "take-down")
    arguments |= {f"notices:{name}": [10**9] for name in acts} | {"notices:status": ["0123456789ABCD"]}
    papers = ("case", "evidence-file", "evidence-sheet", "sample", "sample-file")
    schemes = ("anomalies", "draw", "measures", "money", "new-evidence", "population")
    arguments |= {f"audit:{name}": [10**9] for name in papers}
    arguments |= {f"audit:{name}": [10**9, 2026] for name in schemes}
    arguments |= {f"checking:{name}": [10**9] for name in ("end-watch", "facts", "grant")}
    arguments |= {"checking:grant-act": [10**9, "consent"]}
    arguments |= {"checking:sheet": ["unknown"], "checking:sheet-file": ["unknown", "pdf"]}
    for space in ("needs", "technologies"):
        acts = ("change", "check-first", "check-second", "discard", "files", "hand-in", "record", "renew")
        acts += ("mandate", "matches", "poster", "return", "take-back", "versions", "withdraw")
        arguments |= {f"{space}:{name}": [10**9] for name in acts}
        arguments |= {f"{space}:edit": [10**9, "essentials"], f"{space}:part": [10**9, "parameter"]}
        arguments |= {f"{space}:{name}": [10**9, "parameter", 1] for name in ("part-drop", "part-edit")}
        arguments |= {f"{space}:file-drop": [10**9, 1], f"{space}:confirm-application": [10**9, 1]}
    arguments |= {f"{name}:record": [10**9] for name in ("introductions", "mandates", "matches")}
    arguments |= {"needs:invite": [10**9]}
    arguments |= {f"{name}:settle": [10**9, "end"] for name in ("introductions", "mandates")}
    arguments |= {"brokering:card": [10**9], "brokering:need": [10**9]}
    arguments |= {f"matches:{name}": [10**9, "need"] for name in ("judge", "take-back")}
    acts = ("accept", "agreement", "ask", "bring", "decline", "end-authorisation", "record", "reply", "sent")
    arguments |= {f"enquiries:{name}": [10**9] for name in (*acts, "sign", "withdraw")}
    arguments |= {"enquiries:compare": [10**9, "asking"], "enquiries:take": [10**9, "pdf"]}
    arguments |= {
        "enquire-need": [10**9],
        "enquire-technology": [10**9],
        "rooms:settle": [10**9, 1, "accept"],
    }
    acts = ("broker", "close", "meet", "people", "room", "say", "share", "stream", "write")
    arguments |= {f"rooms:{name}": [10**9] for name in acts}
    pairs = ("confirm-meeting", "object-meeting", "offer", "remove", "sheet")
    arguments |= {f"rooms:{name}": [10**9, 1] for name in pairs}
    acts = ("edit", "licence", "pledge", "record", "release")
    arguments |= {f"rights:{name}": [10**9] for name in acts}
    arguments |= {"market:drop-search": [10**9]}
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
