"""Notices for tests: a scheme whose definition has the letter, cases that wait, a clock that is set."""

import contextlib
from datetime import date, datetime
from typing import Any

import psycopg
from django.db import connection, transaction

from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.disclosure.domain import Attached, Check
from qinglan.programmes.domain.notice import Cleared, NoticePlan, post_notice
from qinglan.programmes.domain.objection import Letter, object_to_notice
from qinglan.programmes.models import Case, Notice, NoticeEntry, Objection, Round
from tests.programmes import making
from tests.support import server

LETTERS = {
    "summary": making.SMALL["letters"]["summary"],
    "letters": [
        {
            "kind": "notice",
            "title": "关于{programme}（{round}）拟定名单的公示",
            "paragraphs": [
                "按照规定程序，{programme}（{round}）拟定名单共{count}家，现予以公示。",
                "公示时间：{first_day}至{last_day}，截止时刻为最后一日{closing_hour}。",
                "联系方式：{contact}。",
                "{issuer}",
            ],
        }
    ],
}
PLAN = NoticePlan("关于示例认定拟定名单的公示", "青川市科学技术局法规处 0990-1234567")
LETTER = Letter(
    name="王示例",
    contact="0990-7654321",
    statement="该单位研发费用的审计报告与税务申报不一致。",
    organisation="示例公司（演示）",
    evidence="市税务局2025年度申报表第三页",
)


def scheme(number: int = 5, unit: str = "working_day") -> dict[str, Any]:
    """The small scheme with the letter, and a notice of this length."""
    content = making.changed(letters=LETTERS)
    for step in content["steps"]["steps"]:
        if step["type"] == "public_notice":
            step["within"] = {"number": number, "unit": unit}
    return content


def moment(text: str) -> datetime:
    """A moment in Beijing time."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


_TRUE = "SELECT qinglan_clock_at(clock_timestamp())"
_set: set[str] = set()


def set_clock(text: str) -> None:
    """Let the clock of the test's database stand at this moment; the fixture `true_clock` lets it run again."""
    name = connection.settings_dict["NAME"]
    _set.add(name)
    _clock(name, f"SELECT '{moment(text).isoformat()}'::timestamptz")
    _notice_the_clock()


def _notice_the_clock() -> None:
    """Let this connection forget a prepared plan of the old clock: it hears of it when it locks a table anew."""
    if connection.in_atomic_block:
        point = transaction.savepoint()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_description LIMIT 1")
        transaction.savepoint_rollback(point)


def run_clock() -> None:
    """Let every clock that was set run again."""
    while _set:
        with contextlib.suppress(psycopg.OperationalError):  # a database of one test alone is gone by now
            _clock(_set.pop(), _TRUE)


def _clock(name: str, body: str) -> None:
    with server.TestDatabase(name).connect("owner", autocommit=True) as owner:
        owner.execute(
            "CREATE OR REPLACE FUNCTION qinglan_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS"
            f" $$ {body} $$"
        )


def waiting(officer: Any, one: Round, number: int) -> Case:
    """A case that waits for its public notice."""
    return making.walked(officer, making.submitted(officer, one, number), "passed", "recommended", "clear")


def checks(**more: Any) -> Cleared:
    """Both checks."""
    check = Check("张示例", date(2026, 9, 1), "审查表1号")
    return Cleared(check, check, **more)


def posted(
    officer: Any, cases: list[Case], plan: NoticePlan = PLAN, files: tuple[Attached, ...] = ()
) -> Notice:
    """A notice with these cases."""
    return post_notice(
        acting_user=officer, round=cases[0].round, cases=cases, plan=plan, cleared=checks(), files=files
    )


def objected(user: Any, notice: Notice, case: Case, letter: Letter = LETTER, **more: Any) -> Objection:
    """An objection to one case on a notice."""
    entry = NoticeEntry.objects.get(notice=notice, case=case)
    return object_to_notice(acting_user=user, entry=entry, letter=letter, **more)


def states(*cases: Case) -> list[tuple[str, bool]]:
    """Where each case stands and whether it is held."""
    found = Case.objects.in_bulk([case.pk for case in cases])
    return [(found[case.pk].step, found[case.pk].held_by_objection) for case in cases]
