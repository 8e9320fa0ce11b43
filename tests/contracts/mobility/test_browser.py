"""The pages of moves, shares, proofs and statistics in Chromium: nothing that axe finds, nothing wider than the window."""

from datetime import date
from typing import Any

import pytest

from qinglan.contracts.domain.figure import count_units
from qinglan.contracts.domain.mobility import report_year
from qinglan.contracts.domain.mobility_term import ask_extension
from qinglan.contracts.domain.result_proof import Part, issue_proof
from qinglan.contracts.domain.shareholding import record_shares
from qinglan.contracts.models import Mobility
from qinglan.parties.domain.account import system_user
from tests.contracts import made as contracts
from tests.contracts.figures.made import registered
from tests.contracts.mobility import made
from tests.contracts.mobility.test_shares_and_proofs import SHARES, WORDS
from tests.support.browser import WINDOWS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BASE = "/contracts/mobility/"


@WINDOWS
def test_pages_of_people_and_figures(visit: Any, size: dict[str, int], language: str) -> None:
    who = made.people()
    row = made.in_force(who, starts_on=date(2025, 3, 1), ends_on=date(2027, 12, 31))
    report_year(acting_user=who["lin"], mobility=row, year=2025, work="完成中试。")
    row = Mobility.objects.get(pk=row.pk)
    waiting = ask_extension(
        acting_user=who["lin"], mobility=row, until=date(2030, 1, 1), is_profitable=False, reason="尚未盈利。"
    )
    asked = made.applied(who, form="part_time", is_head=None)
    draft = made.draft(who, form="start_up")
    record_shares(acting_user=who["admin"], unit=who["owner"], values=SHARES)
    signed = contracts.contract(who, state="in_force")
    proof = issue_proof(
        acting_user=who["admin"], unit=who["owner"], values=WORDS, parts=[Part(signed, "工艺设计", 60)]
    )
    for place in range(5):
        more = {"seller_key": f"S{place}", "buyer_key": f"B{place}", "listed_on": date(2025, 11, 1)}
        registered(who["officer"], **more)
        registered(who["officer"], **more, registered_on=date(2025, 2, 1), tech_field=str(place))
    for year in (2025, 2026):
        count_units(acting_user=system_user(), year=year)
    one, url, theirs = row.get_absolute_url(), draft.get_absolute_url(), asked.get_absolute_url()
    figures = "/contracts/figures/"
    pages: dict[str, list[str]] = {
        "lin": [BASE, f"{BASE}new/", one, f"{one}report/", url, f"{url}edit/"],
        "admin": [
            f"{theirs}decide/", f"{one}extensions/{waiting.pk}/", f"{one}end/", f"{BASE}personnel/?year=2026",
            f"{BASE}shares/", f"{BASE}shares/new/", f"{BASE}proofs/", f"{BASE}proofs/new/", proof.get_absolute_url(),
        ],
        "officer": [f"{figures}?by=field&period=2026", f"{figures}?by=seller&period=2026", f"{figures}?by=field_pricing&period=2026-Q1"],
        "stranger": [f"{figures}?by=field&period=2026", f"{figures}?by=field&period=2025&green=1"],
    }  # fmt: skip
    window = visit(size)
    for name, addresses in pages.items():
        window.enter(who[name], language)
        for place, address in enumerate(addresses):
            assert window.open(address) == 200, address
            assert window.accessibility_findings() == [], address
            assert window.page.evaluate(WIDER) <= 0, address
            assert window.errors == [], address
            window.screenshot(f"people-{name}-{place:02d}-{language}")
