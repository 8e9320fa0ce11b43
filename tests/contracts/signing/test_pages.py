"""Pages of versions and of the signing: who gets in, what they serve, what a stale form is told."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qinglan.contracts.domain.scan import bring_scan
from qinglan.contracts.domain.version import write_version
from qinglan.contracts.models import ContractVersion, Signing, SigningWay
from qinglan.kernel.documents import store
from tests.contracts.made import OUTSIDE
from tests.contracts.signing import made

pytestmark = pytest.mark.django_db
PEOPLE = ("member", "buyer", "officer", "stranger")


@pytest.fixture
def who() -> dict[str, Any]:
    return made.parties()


def client(person: Any) -> Client:
    window = Client()
    window.force_login(person)
    return window


def answers(who: dict[str, Any], address: str) -> dict[str, int]:
    found = {name: client(who[name]).get(address).status_code for name in PEOPLE}
    return found | {"nobody": Client().get(address).status_code}


def test_versions_are_read_by_the_parties_alone(who: dict[str, Any]) -> None:
    version = made.version(who)
    for address in (version.get_absolute_url(), f"{version.get_absolute_url()}pdf/"):
        assert answers(who, address) == {
            "member": 200, "buyer": 200, "officer": 403, "stranger": 403, "nobody": 302,
        }  # fmt: skip
    assert client(who["member"]).get(f"{version.contract.get_absolute_url()}versions/2/").status_code == 404


def test_the_paper_is_a_download_with_the_mark_of_demonstration(who: dict[str, Any]) -> None:
    version = made.version(who)
    answer = client(who["buyer"]).get(f"{version.get_absolute_url()}pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"%PDF-")


def test_a_form_opened_before_another_version_came_is_answered_with_409(who: dict[str, Any]) -> None:
    first = made.version(who)
    contract = first.contract
    said = made.clauses(contract)
    write_version(acting_user=who["buyer"], contract=contract, clauses=said | {"subject": "两项"}, seen=1)
    sent = said | {"subject": "三项", "version": "1", "note": ""}
    answer = client(who["member"]).post(f"{contract.get_absolute_url()}clauses/", sent)
    assert answer.status_code == 409
    assert ContractVersion.objects.filter(contract=contract).count() == 2


def test_a_version_may_be_kept_without_what_is_essential(who: dict[str, Any]) -> None:
    contract = made.made.contract(who)
    page = client(who["member"])
    answer = page.post(
        f"{contract.get_absolute_url()}clauses/", {"subject": "一项", "version": "0", "note": ""}
    )
    assert answer.status_code == 302
    shown = page.get(contract.get_absolute_url())
    assert not any("/sign/" in act["url"] for act in shown.context["acts"])


def test_the_signing_is_seen_by_the_parties_and_by_an_officer_who_is_asked(who: dict[str, Any]) -> None:
    row = made.put(who, buyer=OUTSIDE)
    address = f"{row.contract.get_absolute_url()}signing/"
    closed = {"member": 200, "buyer": 403, "officer": 403, "stranger": 403, "nobody": 302}
    assert answers(who, address) == closed
    assert client(who["officer"]).get(row.paper.get_absolute_url()).status_code == 404
    brought = _brought(who, row)
    assert answers(who, address) == closed | {"officer": 200}
    compare = f"{address}scan/{brought.scan_id}/"
    assert answers(who, compare) == closed | {"member": 302, "officer": 200}
    pictures = [f"{compare}{side}/1/" for side in ("paper", "scan")]
    found = [client(who["officer"]).get(one) for one in pictures]
    assert [(one.status_code, one["Content-Type"], one.content[:4]) for one in found] == [
        (200, "image/png", b"\x89PNG")
    ] * 2
    for wrong in ("scan/9/", "paper/99/", "other/1/"):
        assert client(who["officer"]).get(f"{compare}{wrong}").status_code == 404
    paper = client(who["officer"]).get(row.paper.get_absolute_url())
    assert b"".join(paper.streaming_content) == store.read(row.paper.digest)


def _brought(who: dict[str, Any], row: Signing) -> Any:
    return bring_scan(
        acting_user=who["member"], contract=row.contract, parties=made.keys(row, "seller", "buyer"), name="a.pdf",
        content=made.scan(),
    )[0]  # fmt: skip


def test_comparing_on_the_page_brings_the_contract_into_force(who: dict[str, Any]) -> None:
    row = made.put(who)
    compare = f"{row.contract.get_absolute_url()}signing/scan/{_brought(who, row).scan_id}/"
    refused = client(who["buyer"]).post(compare, {"agrees": "no", "finding": ""})
    assert (refused.status_code, list(refused.context["form"].errors)) == (200, ["finding"])
    client(who["buyer"]).post(compare, {"agrees": "yes"})
    row.refresh_from_db()
    assert row.state == "concluded"
    assert client(who["buyer"]).get(compare).status_code == 404


def test_taking_back_asks_for_a_reason(who: dict[str, Any]) -> None:
    row = made.put(who)
    address = f"{row.contract.get_absolute_url()}signing/back/"
    assert list(client(who["buyer"]).post(address, {"reason": ""}).context["form"].errors) == ["reason"]
    client(who["buyer"]).post(address, {"reason": "再谈（演示）"})
    row.refresh_from_db()
    assert (row.state, row.reason) == ("withdrawn", "再谈（演示）")


def test_whoever_signs_electronically_has_logged_in_lately(
    who: dict[str, Any], settings: Any, tmp_path: Path
) -> None:
    settings.HOME, settings.SEAL_PROVIDER = tmp_path, "local"
    row = made.put(who, SigningWay.ELECTRONIC)
    address = f"{row.contract.get_absolute_url()}signing/seal/{made.keys(row, 'buyer')[0]}/"
    answer = client(who["buyer_seal"]).post(address)  # logged in without a password: asked for it first
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/account/confirm/")
    assert row.signatures.filter(state="signed").count() == 0


def test_the_root_certificate_is_open_where_the_local_provider_signs(settings: Any, tmp_path: Path) -> None:
    settings.HOME, settings.SEAL_PROVIDER = tmp_path, "local"
    answer = Client().get("/contracts/seals/root.pem")
    assert answer.content.startswith(b"-----BEGIN CERTIFICATE-----")
    assert b"PRIVATE" not in answer.content
    settings.SEAL_PROVIDER = ""
    assert Client().get("/contracts/seals/root.pem").status_code == 404


def test_one_more_version_costs_the_page_no_more_queries(who: dict[str, Any]) -> None:
    version = made.version(who)
    window = client(who["member"])
    counts = []
    for number in range(1, 4):
        window.get(version.contract.get_absolute_url())
        with CaptureQueriesContext(connection) as caught:
            window.get(version.contract.get_absolute_url())
        counts.append(len(caught))
        said = made.clauses(version.contract) | {"subject": f"第 {number} 次改动"}
        write_version(acting_user=who["member"], contract=version.contract, clauses=said, seen=number)
    assert counts[1:] == counts[:-1]
