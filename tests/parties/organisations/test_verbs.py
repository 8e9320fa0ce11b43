"""The verbs on organisations: what they change, what they refuse, what history keeps."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.events.models import Event
from qinglan.parties.domain.organisation import (
    SimilarExists,
    edit_organisation,
    recode_organisation,
    register_organisation,
    rename_organisation,
    resume_organisation,
    suspend_organisation,
    verify_organisation,
)
from qinglan.parties.domain.organisation_succession import (
    cancel_organisation,
    merge_organisation,
    split_organisation,
)
from qinglan.parties.domain.organisation_tag import Grounds, give_green_tag, refresh_green, revoke_green_tag
from qinglan.parties.models import GreenTag, Membership, Organisation, OrganisationChange
from qinglan.parties.organisation_queries import similar, with_word
from tests.parties.organisations.made import DAY, code, particulars, person_account, preloaded, verified

pytestmark = pytest.mark.django_db


def refusal(act: Any) -> tuple[str | None, str]:
    with pytest.raises(Impossible) as caught, transaction.atomic():
        act()
    return caught.value.field, caught.value.message


def test_an_organisation_is_entered_preloaded_and_not_public(city: Any, officer: Any) -> None:
    one = preloaded(officer)
    assert (one.state, one.is_public, one.has_national_code, one.code) == ("preloaded", False, True, code(1))
    assert one.contact.contact_mobile == "19900000001"
    assert [(change.kind, change.basis) for change in one.changes.all()] == [("registered", "名录 1 号")]
    assert [event.kind for event in Event.objects.filter(stream=f"organisation:{one.pk}")] == [
        "organisations.registered"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("91990101MA00000", "A unified social credit code has 18 characters; this one has 15."),
        ("91990101MA000001I1", "A unified social credit code holds digits and capitals without I, O, S, V, Z."),
        (code(1)[:-1] + ("0" if code(1)[-1] != "0" else "1"), "The last character does not fit the others. One of them is mistyped."),
        ("", "An organisation of this kind has a unified social credit code. Write it here."),
    ],
)  # fmt: skip
def test_a_wrong_code_is_refused_with_the_part_that_is_wrong(
    city: Any, officer: Any, text: str, said: str
) -> None:
    entry = particulars(code=text)
    act = lambda: register_organisation(acting_user=officer, particulars=entry, basis="x")  # noqa: E731
    assert refusal(act) == ("code", said)
    assert Organisation.objects.count() == 0


def test_a_code_is_understood_as_people_write_it(city: Any, officer: Any) -> None:
    entry = particulars(code=f" {code(1)[:8]}-{code(1)[8:].lower()}")
    assert register_organisation(acting_user=officer, particulars=entry, basis="x").code == code(1)


def test_units_without_a_legal_person_get_a_local_code(city: Any, officer: Any) -> None:
    one = preloaded(officer, 1, kind="alliance", code="")
    two = preloaded(officer, 2, kind="base", code="")
    assert [one.has_national_code, one.code[:9], two.code[:9]] == [False, "L-990101-", "L-990101-"]
    assert int(two.code[9:]) == int(one.code[9:]) + 1


def test_a_taken_code_and_a_similar_name_are_noticed(city: Any, officer: Any) -> None:
    one = preloaded(officer, 1, name="青川江岸节能科技有限公司")
    act = lambda: register_organisation(acting_user=officer, particulars=particulars(1), basis="x")  # noqa: E731
    assert refusal(act) == ("code", "“青川江岸节能科技有限公司” has this code already.")
    entry = particulars(2, name="青川江岸节能科技（集团）股份有限公司")
    with pytest.raises(SimilarExists) as caught:
        register_organisation(acting_user=officer, particulars=entry, basis="x")
    assert caught.value.found == [one]
    assert similar("青川江岸") == [one]
    assert similar("西岸水务有限公司") == []
    other = register_organisation(acting_user=officer, particulars=entry, basis="x", is_another=True)
    assert other.name == "青川江岸节能科技（集团）股份有限公司"


def test_verification_opens_it_and_a_suspension_comes_and_goes(city: Any, officer: Any) -> None:
    one = verified(officer)
    assert (one.state, one.is_public, one.verified_on) == ("verified", True, DAY)
    one = suspend_organisation(acting_user=officer, organisation=one, on=DAY, basis="通知 3 号")
    assert one.state == "suspended"
    one = resume_organisation(acting_user=officer, organisation=one, on=DAY, basis="通知 4 号")
    assert (one.state, [change.kind for change in one.changes.all()]) == (
        "verified",
        ["resumed", "suspended", "verified", "registered"],
    )
    assert refusal(lambda: verify_organisation(acting_user=officer, organisation=one, on=DAY, basis="x")) == (
        None,
        "“青川第1环保有限公司” is in the state “Verified”; this is not possible then.",
    )


def test_an_act_needs_a_basis_and_no_day_ahead(city: Any, officer: Any) -> None:
    one = preloaded(officer)
    assert refusal(lambda: verify_organisation(acting_user=officer, organisation=one, on=DAY, basis=" ")) == (
        "basis",
        "Say on what basis: document, number, date.",
    )
    ahead = date(2999, 1, 1)
    assert refusal(
        lambda: verify_organisation(acting_user=officer, organisation=one, on=ahead, basis="x")
    ) == (
        "on",
        "The day lies ahead. Record the act when it has happened.",
    )


def test_an_edit_names_the_fields_and_a_stale_one_is_refused(city: Any, officer: Any) -> None:
    one = preloaded(officer)
    seen = Organisation.objects.get(pk=one.pk)
    edited = edit_organisation(
        acting_user=officer, organisation=one, values={"address": "江边 1 号", "contact_name": "李"}
    )
    assert (edited.address, edited.contact.contact_name, edited.revision) == ("江边 1 号", "李", 1)
    assert edited.changes.first().detail == "address; contact person"  # type: ignore[union-attr]
    with pytest.raises(StaleEdit) as caught:
        edit_organisation(acting_user=officer, organisation=seen, values={"address": "别处"})
    assert [(d.label, d.yours, d.current) for d in caught.value.differences] == [
        ("Address", "—", "江边 1 号")
    ]


def test_a_new_name_keeps_the_old_one_with_its_last_day_and_both_are_found(city: Any, officer: Any) -> None:
    one = rename_organisation(
        acting_user=officer,
        organisation=verified(officer),
        name="青川碧水有限公司",
        on=DAY,
        basis="变更通知书",
    )
    assert [(name.name, name.valid_from, name.valid_to) for name in one.names.all()] == [
        ("青川碧水有限公司", DAY, None),
        ("青川第1环保有限公司", None, date(2026, 1, 4)),
    ]
    for word in ("碧水", "第1环保", code(1)[4:12], code(1).lower()):
        assert list(Organisation.objects.filter(with_word(word))) == [one]
    assert list(Organisation.objects.filter(with_word("水碧"))) == []


def test_a_unit_that_gets_its_own_code_is_found_by_both(city: Any, officer: Any) -> None:
    one = preloaded(officer, 1, kind="base", code="")
    local = one.code
    one = recode_organisation(acting_user=officer, organisation=one, code=code(7), on=DAY, basis="登记证")
    assert (one.code, one.has_national_code) == (code(7), True)
    one = rename_organisation(acting_user=officer, organisation=one, name="青川基地", on=DAY, basis="批复")
    for word in (local, code(7), "青川基地"):
        assert list(Organisation.objects.filter(with_word(word))) == [one]


def test_a_merger_ends_the_one_and_leads_to_the_other(city: Any, officer: Any, claimant: Any) -> None:
    one, two = verified(officer, 1), verified(officer, 2)
    Membership.objects.create(organisation=one, user=claimant, role="administrator", valid_from=DAY)
    give_green_tag(acting_user=officer, organisation=one, grounds=Grounds("listed", "名单", DAY))
    one.refresh_from_db()
    merged = merge_organisation(acting_user=officer, organisation=one, into=two, on=DAY, basis="合并公告")
    assert (merged.state, merged.ended_on, merged.is_green) == ("merged", DAY, False)
    assert [link.successor for link in merged.successions.all()] == [two]
    assert [m.valid_to for m in Membership.objects.all()] == [DAY]
    assert [tag.valid_to for tag in GreenTag.objects.all()] == [DAY]
    assert next(change.kind for change in OrganisationChange.objects.filter(organisation=two)) == "absorbed"
    assert refusal(
        lambda: merge_organisation(acting_user=officer, organisation=merged, into=two, on=DAY, basis="x")
    ) == (None, "“青川第1环保有限公司” is in the state “Merged into another”; this is not possible then.")
    two.refresh_from_db()
    assert refusal(
        lambda: merge_organisation(acting_user=officer, organisation=two, into=merged, on=DAY, basis="x")
    ) == ("into", "“青川第1环保有限公司” has ended (Merged into another); nothing more is done to it.")
    assert refusal(
        lambda: merge_organisation(acting_user=officer, organisation=two, into=two, on=DAY, basis="x")
    ) == ("into", "An organisation can't be merged into itself.")


@pytest.mark.parametrize(("goes_on", "state"), [(True, "verified"), (False, "split")])
def test_a_split_links_the_parts(city: Any, officer: Any, goes_on: bool, state: str) -> None:
    one, two, three = (verified(officer, n) for n in (1, 2, 3))
    split = split_organisation(
        acting_user=officer, organisation=one, into=[two, three], goes_on=goes_on, on=DAY, basis="分立公告"
    )
    assert (split.state, sorted(link.successor.name for link in split.successions.all())) == (
        state,
        sorted([two.name, three.name]),
    )


def test_a_split_with_one_part_must_go_on(city: Any, officer: Any) -> None:
    one, two = verified(officer, 1), verified(officer, 2)
    act = lambda parts: split_organisation(  # noqa: E731
        acting_user=officer, organisation=one, into=parts, goes_on=False, on=DAY, basis="x"
    )
    assert refusal(lambda: act([two])) == (
        "into",
        "An organisation that ends by a split has at least two parts.",
    )
    assert refusal(lambda: act([one, two])) == (
        "into",
        "Each part is named once, and is another organisation.",
    )


def test_what_has_ended_stays_as_it_is(city: Any, officer: Any) -> None:
    one = cancel_organisation(acting_user=officer, organisation=verified(officer), on=DAY, basis="注销")
    gone = (None, "“青川第1环保有限公司” has ended (Cancelled); nothing more is done to it.")
    assert refusal(lambda: edit_organisation(acting_user=officer, organisation=one, values={})) == gone
    assert (
        refusal(
            lambda: rename_organisation(acting_user=officer, organisation=one, name="x", on=DAY, basis="x")
        )
        == gone
    )
    assert (
        refusal(
            lambda: give_green_tag(acting_user=officer, organisation=one, grounds=Grounds("listed", "x", DAY))
        )
        == gone
    )


def test_a_green_tag_counts_from_its_first_day_until_it_is_revoked(city: Any, officer: Any) -> None:
    one = verified(officer)
    grounds = Grounds("revenue_share", "审计报告", DAY, None, Decimal("62.5"))
    tag = give_green_tag(acting_user=officer, organisation=one, grounds=grounds)
    one.refresh_from_db()
    assert (one.is_green, tag.share, tag.confirmed_by) == (True, Decimal("62.5"), officer)
    revoked = revoke_green_tag(acting_user=officer, tag=tag, on=date(2026, 2, 1), reason="占比下降")
    one.refresh_from_db()
    assert (one.is_green, revoked.revocation_reason) == (False, "占比下降")
    assert refusal(lambda: revoke_green_tag(acting_user=officer, tag=tag, on=DAY, reason="x")) == (
        None,
        "This tag was revoked already, on 2026-02-01.",
    )


@pytest.mark.parametrize(
    ("grounds", "field"),
    [
        (Grounds("revenue_share", "x", DAY), "share"),
        (Grounds("revenue_share", "x", DAY, None, Decimal(101)), "share"),
        (Grounds("listed", "x", DAY, date(2025, 1, 1)), "valid_to"),
        (Grounds("listed", "", DAY), "basis"),
        (Grounds("listed", "x", date(2999, 1, 1)), "valid_from"),
    ],
)
def test_a_tag_without_its_ground_is_refused(city: Any, officer: Any, grounds: Grounds, field: str) -> None:
    one = verified(officer)
    assert refusal(lambda: give_green_tag(acting_user=officer, organisation=one, grounds=grounds))[0] == field


def test_a_tag_that_ran_out_loses_its_mark_by_the_nightly_job(city: Any, officer: Any) -> None:
    one = verified(officer)
    give_green_tag(acting_user=officer, organisation=one, grounds=Grounds("listed", "x", DAY))
    GreenTag.objects.update(valid_to=date(2026, 1, 6))
    assert refresh_green() == 1
    one.refresh_from_db()
    assert (one.is_green, refresh_green()) == (False, 0)


def test_the_database_keeps_a_role_once_for_each_person_and_an_append_only_history(
    city: Any, officer: Any
) -> None:
    one = verified(officer)
    place = {"organisation": one, "role": "administrator", "valid_from": DAY}
    Membership.objects.create(user=person_account("b"), **place)
    first = person_account("a")
    Membership.objects.create(user=first, **place)
    with pytest.raises(IntegrityError, match="one_standing_membership"), transaction.atomic():
        Membership.objects.create(user=first, **place)
    with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
        OrganisationChange.objects.update(basis="x")
