"""One right has one number, however it is spelled: normal form, entering, ledgers, pairs from before, two at once."""

from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel import clock
from qinglan.kernel.codes import patents
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.sheets.imports import Examination
from qinglan.kernel.sheets.reading import read
from qinglan.rights.domain.right import edit_right, enter_right
from qinglan.rights.ledger_sheet import FORM, apply, examine
from qinglan.rights.models import Right
from qinglan.rights.numbers import normal_number, one_spelling, spellings
from tests.contracts.settling.statements import text
from tests.support.races import at_once

Who = dict[str, Any]
SERIAL = "202110123456"
CHECK = patents.check_digit(SERIAL)
ZL, CN = f"ZL{SERIAL}.{CHECK}", f"CN{SERIAL}.{CHECK}"


@pytest.fixture
def who(db: None) -> Who:
    from tests.market.made import market

    return market()


serials = st.builds(
    lambda year, kind, rest: f"{year}{kind}{rest:07d}",
    st.integers(2004, 2026), st.sampled_from("12389"), st.integers(0, 9_999_999),
)  # fmt: skip
olds = st.builds(
    lambda year, kind, rest: f"{year:02d}{kind}{rest:05d}",
    st.integers(85, 99), st.sampled_from("12389"), st.integers(0, 99_999),
)  # fmt: skip


@st.composite
def spelled(draw: Any) -> tuple[str, str]:
    """A patent's digits, and one of the ways in which people write its number."""
    serial = draw(serials | olds)
    prefix = draw(st.sampled_from(("ZL", "CN", "zl", "cn", "ＺＬ", "专利号：ZL", "申请号: CN ", "")))
    check = patents.check_digit(serial)
    end = draw(st.sampled_from((f".{check}", check, f"．{check}", f" . {check.lower()}")))
    if prefix and draw(st.booleans()):
        end = ""
    blanks = draw(st.sampled_from(("", " ", "-", "　")))
    return serial, prefix + blanks.join((serial[:4], serial[4:5], serial[5:])) + end


@given(spelled(), st.booleans())
def test_all_spellings_of_a_number_have_one_normal_form(given_: tuple[str, str], granted: bool) -> None:
    serial, number = given_
    kind = patents.KINDS[serial[4] if len(serial) == 12 else serial[2]]
    found = normal_number(kind, number, granted=granted)
    written_as_granted = any(sign in number for sign in ("ZL", "zl", "ＺＬ"))
    prefix = "ZL" if granted or written_as_granted else "CN"
    assert found == f"{prefix}{serial}.{patents.check_digit(serial)}"
    assert normal_number(kind, found, granted=granted) == found
    assert one_spelling(found) == f"ZL{found[2:]}" == one_spelling(number)
    assert spellings(found) == spellings(number) == (f"ZL{found[2:]}", f"CN{found[2:]}")


@given(serials, serials)
def test_two_numbers_have_two_normal_forms(first: str, second: str) -> None:
    assert (one_spelling(f"CN{first}") == one_spelling(f"ZL{second}")) == (first == second)


def test_other_numbers_stand_as_they_are() -> None:
    assert (spellings("2023SR0001234"), spellings("")) == (("2023SR0001234",), ())
    assert normal_number("software", " 软著登字第  123 号 ") == "软著登字第 123 号"


def values(number: str, **changes: Any) -> dict[str, Any]:
    return {"kind": "invention", "number": number, "title": "一种净水装置", "state": "applied"} | changes


def entered(who: Who, number: str, **changes: Any) -> Right:
    return enter_right(acting_user=who["member"], keeper=who["owner"], values=values(number, **changes))


def test_an_application_and_its_patent_are_one_record(who: Who) -> None:
    row = entered(who, CN)
    assert row.number == CN
    for number in (ZL, CN, f"ZL{SERIAL}", f"CN 2021 1 0123456.{CHECK}"):
        with pytest.raises(Impossible) as refused:
            entered(who, number)
        assert refused.value.field == "number"
    granted = edit_right(
        acting_user=who["member"], right=row,
        values={"state": "in_force", "state_basis": "授权公告（演示）", "granted_on": date(2023, 5, 1)},
    )  # fmt: skip
    assert granted.number == ZL
    back = edit_right(acting_user=who["member"], right=granted, values={"number": CN, "granted_on": None})
    assert back.number == ZL  # A granted patent is no application again.


def examined(who: Who, *rows: tuple[str, str, str]) -> tuple[Any, Examination]:
    """A ledger with kind, number and status, looked over."""
    head = ["单位代码", "类型", "专利号", "名称", "法律状态"]
    lines = [[who["owner"].code, kind, number, "一种净水装置", state] for kind, number, state in rows]
    reading = read(FORM, "台账.csv", text([head, *lines]))
    assert reading.findings == []
    return reading, examine(reading=reading)


@pytest.mark.django_db
def test_a_ledger_names_one_patent_that_it_holds_twice(who: Who) -> None:
    _reading, found = examined(
        who, ("发明专利", CN, "申请中"), ("发明专利", ZL, "有效"), ("发明专利", f"ZL{SERIAL}", "有效")
    )
    assert [(one.row, one.act, one.key) for one in found.outcomes] == [(2, "new", CN)]
    assert [(one.row, one.column) for one in found.findings] == [(3, "C"), (4, "C")]
    assert all("第 2 行" in str(one) or "row 2" in str(one) for one in found.findings)


@pytest.mark.parametrize(
    ("there", "number", "state", "outcome", "kept"),
    [
        (CN, ZL, "有效", ("change", CN), ZL),
        (CN, CN, "有效", ("change", CN), ZL),
        (ZL, CN, "有效", ("same", ZL), ZL),
        (CN, CN, "申请中", ("same", CN), CN),
    ],
)
def test_a_ledger_changes_the_record_that_is_there(
    who: Who, there: str, number: str, state: str, outcome: tuple[str, str], kept: str
) -> None:
    row = entered(who, there, state="in_force" if there == ZL else "applied")
    reading, found = examined(who, ("发明专利", number, state))
    assert [(one.act, one.key) for one in found.outcomes] == [outcome]
    assert found.findings == []
    source: Any = type("Source", (), {"name": "台账.csv", "digest": ""})()
    apply(acting_user=who["member"], rows=reading.rows, source=source, progress=lambda done, of: None)
    assert list(Right.objects.filter(keeper=who["owner"]).values_list("pk", "number")) == [(row.pk, kept)]


def pair(who: Who) -> list[Right]:
    """Two records of one patent, as ledgers brought them in before their numbers were compared."""
    return Right.objects.bulk_create(
        Right(
            keeper=who["owner"], kind="invention", state=state, number=number, title="一种净水装置",
            created_at=clock.now(), created_by=who["member"],
        )
        for number, state in ((CN, "applied"), (ZL, "in_force"))
    )  # fmt: skip


def test_the_page_says_that_another_record_has_the_same_number(who: Who, client: Client) -> None:
    first, second = pair(who)
    for user, seen in ((who["member"], True), (who["officer"], True), (None, False)):
        if user is not None:
            client.force_login(user)
        else:
            client.logout()
        page = client.get(second.get_absolute_url()).content.decode()
        assert ("另有一条记录编号相同" in page) == seen
        assert (f'href="{first.get_absolute_url()}"' in page) == seen
    client.force_login(who["member"])
    alone = entered(who, f"CN202120123456.{patents.check_digit('202120123456')}", kind="utility_model")
    assert "另有一条记录编号相同" not in client.get(alone.get_absolute_url()).content.decode()


def test_a_record_of_a_pair_may_still_be_changed(who: Who) -> None:
    first, _second = pair(who)
    changed = edit_right(
        acting_user=who["member"], right=first,
        values={"state": "in_force", "state_basis": "授权公告（演示）", "title": "一种净水设备"},
    )  # fmt: skip
    assert (changed.number, changed.title) == (CN, "一种净水设备")
    other = f"CN202110123457.{patents.check_digit('202110123457')}"
    assert (
        edit_right(acting_user=who["member"], right=changed, values={"number": other}).number
        == f"ZL{other[2:]}"
    )


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    """CN and ZL of one patent entered by two people in one moment."""

    @pytest.fixture
    def who(self, transactional_db: None) -> Who:
        from tests.market.made import market

        return market()

    def test_without_a_turn_both_come_in(self, who: Who) -> None:
        both_have_looked = Barrier(2, timeout=30)

        def naive(number: str) -> str:
            with transaction.atomic():
                assert not Right.objects.filter(number__in=spellings(number)).exists()
                both_have_looked.wait()
                Right.objects.create(
                    keeper=who["owner"], created_at=clock.now(), created_by=who["member"], **values(number)
                )
            return number

        assert at_once(lambda: naive(CN), lambda: naive(ZL)) == [CN, ZL]

    def test_of_two_one_is_told_that_it_stands_already(self, who: Who) -> None:
        found = at_once(lambda: entered(who, CN), lambda: entered(who, ZL))
        assert sorted(type(one).__name__ for one in found) == ["Impossible", "Right"]
        assert Right.objects.filter(number__in=spellings(CN)).count() == 1
