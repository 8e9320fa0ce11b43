"""Claiming by code and mobile number: once, within its time, and never by guessing."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.domain import organisation_claim as verbs
from qinglan.parties.models import Claim, Membership
from tests.parties.organisations.made import MOBILE, code, person_account, preloaded, verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(caplog: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """A function that asks for a code and returns the claim and the code from the log."""
    caplog.set_level(logging.INFO)

    def ask(user: Any, number: int = 1) -> tuple[Claim, str]:
        caplog.clear()
        with django_capture_on_commit_callbacks(execute=True):
            claim = verbs.request_claim_code(acting_user=user, code=code(number), mobile=MOBILE)
        found = re.search(r"Your code: (\d{6})", caplog.text)
        return claim, found[1] if found else ""

    return ask


def refused(act: Any) -> str:
    with pytest.raises(Impossible) as caught:
        act()
    return caught.value.message


def test_the_contact_person_becomes_the_administrator(
    city: Any, officer: Any, claimant: Any, sent: Any
) -> None:
    one = preloaded(officer)
    claim, number = sent(claimant)
    assert claim.state == "sent"
    assert number not in (claim.code_hash, "")
    organisation = verbs.confirm_claim(acting_user=claimant, claim=claim, code=number)
    claim.refresh_from_db()
    assert (organisation, organisation.state, claim.state, claim.code_hash) == (one, "claimed", "granted", "")
    assert [(m.user, m.role, m.valid_from, m.valid_to) for m in Membership.objects.all()] == [
        (claimant, "administrator", clock.today(), None)
    ]


def test_a_verified_organisation_stays_verified_when_claimed(
    city: Any, officer: Any, claimant: Any, sent: Any
) -> None:
    verified(officer)
    claim, number = sent(claimant)
    assert verbs.confirm_claim(acting_user=claimant, claim=claim, code=number).state == "verified"


def test_another_number_is_no_match_and_is_counted(city: Any, officer: Any, claimant: Any) -> None:
    preloaded(officer)
    for _ in range(verbs.MOST_REQUESTS):
        made = verbs.request_claim_code(acting_user=claimant, code=code(1), mobile="19900000002")
        assert made.state == "mismatch"
    act = lambda: verbs.request_claim_code(acting_user=claimant, code=code(1), mobile=MOBILE)  # noqa: E731
    assert refused(act) == "Too many tries within a day. Try again tomorrow, or ask the office."
    other = person_account("other")
    act = lambda: verbs.request_claim_code(acting_user=other, code=code(1), mobile=MOBILE)  # noqa: E731
    assert refused(act) == "Too many tries within a day. Try again tomorrow, or ask the office."


def test_an_unknown_code_and_an_organisation_without_number(city: Any, officer: Any, claimant: Any) -> None:
    act = lambda: verbs.request_claim_code(acting_user=claimant, code=code(5), mobile=MOBILE)  # noqa: E731
    assert refused(act) == (
        "No organisation with this code is on the roster. Check it, or ask the office to enter yours."
    )
    preloaded(officer, 5, contact_mobile="")
    assert verbs.request_claim_code(acting_user=claimant, code=code(5), mobile=MOBILE).state == "mismatch"


def test_a_wrong_code_is_counted_and_then_worth_nothing(
    city: Any, officer: Any, claimant: Any, sent: Any
) -> None:
    preloaded(officer)
    claim, number = sent(claimant)
    wrong = f"{(int(number) + 1) % 1_000_000:06d}"
    act = lambda typed: refused(lambda: verbs.confirm_claim(acting_user=claimant, claim=claim, code=typed))  # noqa: E731
    assert [act(wrong) for _ in range(5)] == [
        "The code is wrong. Tries left: 4.",
        "The code is wrong. Tries left: 3.",
        "The code is wrong. Tries left: 2.",
        "The code is wrong. Tries left: 1.",
        "The code was wrong 5 times and no longer counts. Ask for a new one.",
    ]
    assert act(number) == "This code was used or replaced. Ask for a new one."
    assert not Membership.objects.exists()


def test_a_code_expires_is_replaced_and_is_used_once(
    city: Any, officer: Any, claimant: Any, sent: Any
) -> None:
    preloaded(officer)
    first, old = sent(claimant)
    second, number = sent(claimant)
    act = lambda claim, typed: verbs.confirm_claim(acting_user=claimant, claim=claim, code=typed)  # noqa: E731
    assert refused(lambda: act(first, old)) == "This code was used or replaced. Ask for a new one."
    Claim.objects.filter(pk=second.pk).update(expires_at=clock.now() - timedelta(seconds=1))
    assert refused(lambda: act(second, number)) == "The code has expired. Ask for a new one."
    third, number = sent(claimant)
    act(third, number)
    assert refused(lambda: act(third, number)) == "This code was used or replaced. Ask for a new one."


def test_the_code_of_one_person_is_worth_nothing_to_another(
    city: Any, officer: Any, claimant: Any, sent: Any
) -> None:
    preloaded(officer)
    claim, number = sent(claimant)
    with pytest.raises(Claim.DoesNotExist):
        verbs.confirm_claim(acting_user=person_account("thief"), claim=claim, code=number)


def test_a_second_claim_is_refused_and_an_officer_decides(
    city: Any, officer: Any, claimant: Any, sent: Any
) -> None:
    one = preloaded(officer)
    claim, number = sent(claimant)
    verbs.confirm_claim(acting_user=claimant, claim=claim, code=number)
    second = person_account("second")
    with pytest.raises(verbs.AlreadyClaimed) as caught:
        verbs.request_claim_code(acting_user=second, code=code(1), mobile=MOBILE)
    assert caught.value.organisation == one
    asked = verbs.dispute_claim(acting_user=second, organisation=one, statement="新任经办人")
    assert refused(lambda: verbs.dispute_claim(acting_user=second, organisation=one, statement="再问")) == (
        "Your request waits for an officer already."
    )
    with pytest.raises(PermissionRefused):
        verbs.settle_claim(acting_user=claimant, claim=asked, uphold=True, answer="x")
    settled = verbs.settle_claim(acting_user=officer, claim=asked, uphold=True, answer="单位来函")
    assert settled.state == "upheld"
    assert [(m.user.username, m.valid_to is None) for m in Membership.objects.order_by("pk")] == [
        ("claimant", False),
        ("second", True),
    ]
    assert [change.kind for change in one.changes.all()][:2] == ["handed_over", "claimed"]
    assert (
        refused(lambda: verbs.settle_claim(acting_user=officer, claim=asked, uphold=False, answer="x"))
        == "This request was settled already: Upheld: handed over."
    )


def test_a_rejected_request_changes_nothing(city: Any, officer: Any, claimant: Any) -> None:
    one = preloaded(officer)
    asked = verbs.dispute_claim(acting_user=claimant, organisation=one, statement="我")
    assert (
        verbs.settle_claim(acting_user=officer, claim=asked, uphold=False, answer="不认识").state
        == "rejected"
    )
    assert not Membership.objects.exists()


def test_production_without_a_gateway_refuses(city: Any, officer: Any, claimant: Any) -> None:
    preloaded(officer)
    with override_settings(DEMONSTRATION=False):
        act = lambda: verbs.request_claim_code(acting_user=claimant, code=code(1), mobile=MOBILE)  # noqa: E731
        assert (
            refused(act) == "Short messages are not set up on this site. Ask the office to give you access."
        )
    assert not Claim.objects.exists()


def test_the_reader_role_does_not_see_contacts(fresh_database: Any) -> None:
    import psycopg
    import psycopg.sql

    with fresh_database.connect("reader") as reader:
        for table in ("parties_organisationcontact", "parties_claim", "sheets_upload"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(psycopg.sql.SQL("SELECT * FROM {}").format(psycopg.sql.Identifier(table)))
            reader.rollback()
