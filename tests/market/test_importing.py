"""Files brought in: refused rows are named, a broken run goes on, the same file changes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from qinglan.kernel.history.changes import changes_of
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.sheets.domain.upload import apply_upload
from qinglan.market.domain import importing
from qinglan.market.domain.importing import import_file
from qinglan.market.exchange.mapping import mappings
from qinglan.market.exchange.writing import write_file
from qinglan.market.models import ImportRun, Need, Technology
from tests.market import made
from tests.parties.organisations.made import code

Who = dict[str, Any]
GUIDES = Path(__file__).resolve().parents[3] / "shared" / "data" / "hj_technologies.jsonl"


PROBLEMS = (
    "废水氨氮高",
    "锅炉烟气余热白白排走",
    "印染布边角料堆积",
    "切削液乳化后难分离",
    "光伏板积尘发电量下降",
    "秸秆露天焚烧",
    "水泥窑脱硝药剂耗量大",
)


def row(number: int, **changes: Any) -> dict[str, Any]:
    found = {
        "external_id": f"k{number}", "title": f"第 {number} 项技术", "problem": PROBLEMS[number % 7], "effect": f"{PROBLEMS[number % 7]}的状况减轻八成",
        "trl": 7, "modes": ["技术服务", "ordinary"], "contact_name": "林某", "secrecy_on": "2026-01-05",
        "secrecy_basis": "审查表", "fields": ["ipc:C02F1/44"], "parameters": ["氨氮|5|mg/L|报告 1 号"], "price_min": "12.5",
    }  # fmt: skip
    return {**found, **changes}


def written(path: Path, rows: list[Any]) -> Path:
    path.write_text(
        "\n".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in rows),
        "utf-8",
    )
    return path


def numbers(report: Any) -> tuple[int, int, int, int]:
    return (report.new, report.changed, report.same, report.refused)


def bring(who: Who, path: Path, **more: Any) -> Any:
    given = {"acting_user": who["officer"], "side": "technology", "owner": who["owner"], **more}
    return import_file(path=path, **given)


def test_rows_become_drafts_with_parts_history_log_and_changes(who: Who, tmp_path: Path) -> None:
    report = bring(who, written(tmp_path / "a.jsonl", [row(1), row(2)]))
    assert numbers(report) == (2, 0, 0, 0)
    one = Technology.objects.get(external_id="k1")
    assert (one.state, one.owner, one.territory_id, one.modes, one.price_kind, one.price_min) == (
        "draft", who["owner"], "990101", ["service", "ordinary"], "fixed", 12_500_000,
    )  # fmt: skip
    assert [str(part) for part in one.parameters.all()] == ["氨氮 5 mg/L"]
    assert [str(part) for part in one.fields.all()] == ["ipc C02F1/44"]
    assert one.contact.name == "林某"
    assert [step.step for step in one.steps.all()] == ["imported"]
    assert len(changes_of(Technology, one.pk)) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind FROM outbox_change WHERE key = %s AND kind LIKE 'market.tech%%'", [str(one.pk)]
        )
        assert cursor.fetchall() == [("market.technology-changed",)]


def test_every_refused_row_is_named_with_column_and_reason(who: Who, tmp_path: Path) -> None:
    bad = [
        row(1), "kein json", row(2, title=""), row(3, trl=12), row(4, modes=["送"]), row(5, owner_code=code(77)),
        row(6, fields=["ipc:C0"]), row(7, price_min="x"), row(8, registered_on="gestern"), row(1), row(9, territory="火星"),
    ]  # fmt: skip
    report = bring(who, written(tmp_path / "b.jsonl", bad), dry_run=True)
    assert numbers(report) == (1, 0, 0, 10)
    assert [(number, column) for number, column, _reason in report.faults] == [
        (2, ""), (3, "title"), (4, "trl"), (5, "modes"), (6, "owner_code"), (7, "fields"), (8, "price_min"),
        (9, "registered_on"), (10, "external_id"), (11, "territory"),
    ]  # fmt: skip
    assert not Technology.objects.exists()
    assert not ImportRun.objects.exists()


def test_the_same_file_is_the_same_and_a_changed_row_changes_its_draft(who: Who, tmp_path: Path) -> None:
    path = written(tmp_path / "c.jsonl", [row(1), row(2)])
    bring(who, path)
    assert numbers(bring(who, path)) == (0, 0, 2, 0)
    report = bring(who, written(tmp_path / "d.jsonl", [row(1, effect="氨氮降到 3 mg/L"), row(2), row(3)]))
    assert numbers(report) == (1, 1, 1, 0)
    assert Technology.objects.get(external_id="k1").effect == "氨氮降到 3 mg/L"
    assert Technology.objects.count() == 3


def test_a_broken_run_goes_on_behind_the_last_portion(who: Who, tmp_path: Path) -> None:
    path = written(tmp_path / "e.jsonl", [row(number) for number in range(1, 8)])

    class PowerCut(Exception):
        pass

    def cut(done: int) -> None:
        if done == 4:
            raise PowerCut

    with pytest.raises(PowerCut):
        bring(who, path, portion=2, progress=cut)
    assert Technology.objects.count() == 4
    report = bring(who, path, portion=2)
    assert (numbers(report), report.run.rows_done, report.run.new) == ((3, 0, 0, 0), 7, 7)
    assert Technology.objects.count() == 7


def test_only_an_officer_publishes_by_file_and_only_what_is_complete_and_without_numbers(
    who: Who, tmp_path: Path
) -> None:
    path = written(tmp_path / "f.jsonl", [row(1), row(2, effect=""), row(3, problem="电话 13800138000")])
    with pytest.raises(PermissionRefused):
        bring(who, path, acting_user=who["admin"], publish_on="发布办法")
    report = bring(who, path, publish_on="发布办法")
    assert (numbers(report), [fault[:2] for fault in report.faults]) == (
        (1, 0, 0, 2), [(2, "effect"), (3, "problem")],
    )  # fmt: skip
    assert list(Technology.objects.values_list("external_id", "state")) == [("k1", "published")]


def test_an_owner_brings_in_his_own_alone(who: Who, tmp_path: Path) -> None:
    other = made.verified(who["officer"], 2)
    path = written(tmp_path / "g.jsonl", [row(1), row(2, owner_code=other.code)])
    report = bring(who, path, acting_user=who["member"])
    assert (numbers(report), report.faults[0][:2]) == ((1, 0, 0, 1), (2, "owner_code"))
    with pytest.raises(PermissionRefused):
        bring(who, path, acting_user=who["stranger"])


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".xlsx"])
def test_what_is_taken_out_can_be_brought_in(who: Who, tmp_path: Path, ending: str) -> None:
    bring(who, written(tmp_path / "h.jsonl", [row(1), row(2)]), publish_on="发布办法")
    path = tmp_path / f"out{ending}"
    assert write_file("technology", path) == 2
    report = bring(who, path, source="again")
    assert numbers(report) == (2, 0, 0, 0)
    back = Technology.objects.filter(source="again").order_by("external_id")
    assert [(one.title, one.effect, one.modes, one.price_min) for one in back] == [
        (f"第 {number} 项技术", row(number)["effect"], ["service", "ordinary"], 12_500_000)
        for number in (1, 2)
    ]


def test_needs_come_with_their_figures(who: Who, tmp_path: Path) -> None:
    need = {
        "external_id": "n1", "title": "除氟", "kind": "技术难题", "problem": "氟高", "deadline": "2030年6月30日",
        "budget_max": 80, "indicators": ["氟离子|8|1|mg/L", "氟离子|9|1|mg/L"], "is_anonymous": "否",
    }  # fmt: skip
    report = bring(who, written(tmp_path / "i.jsonl", [need]), side="need")
    assert numbers(report) == (1, 0, 0, 0)
    one = Need.objects.get()
    assert (one.deadline.isoformat(), one.budget_max, [str(part) for part in one.indicators.all()]) == (
        "2030-06-30", 80_000_000, ["氟离子 8 → 1 mg/L"],
    )  # fmt: skip


def test_what_says_nearly_the_same_is_named_and_not_published_by_file(who: Who, tmp_path: Path) -> None:
    standing = made.published(who, made.technology(who))
    same = {name: made.TECHNOLOGY[name] for name in ("title", "problem", "effect")}
    rows = [
        row(1, **same),
        row(2),
        row(9, title="第 2 项技术（新）"),
        row(3, **same, differs="用于旧纸浆线，投资少一半"),
        row(4, **{**same, "title": "干法剥皮节水工艺"}),
    ]
    path = written(tmp_path / "near.jsonl", rows)
    for dry_run in (True, False):
        report = bring(who, path, publish_on="发布办法", dry_run=dry_run)
        assert (numbers(report), [fault[:2] for fault in report.faults]) == (
            (2, 0, 0, 3), [(1, "title"), (3, "title"), (5, "title")],
        )  # fmt: skip
        reasons = [fault[2] for fault in report.faults]
        assert f"与{standing.reference}“{standing.title}”内容相近（100 %）" in reasons[0]
        assert "与第 2 行“第 2 项技术”" in reasons[1]
        assert all("“与相近记录的区别”" in reason for reason in reasons)
    brought = Technology.objects.filter(source="file").order_by("external_id")
    assert [(one.external_id, one.state) for one in brought] == [("k2", "published"), ("k3", "published")]
    assert [one.steps.get().note for one in brought] == ["file", "file · 用于旧纸浆线，投资少一半"]
    assert list(report.run.faults.values_list("row", "column")) == [(1, "title"), (3, "title"), (5, "title")]


def test_drafts_of_a_file_may_be_alike_and_are_compared_at_the_gate(who: Who, tmp_path: Path) -> None:
    made.published(who, made.technology(who))
    same = {name: made.TECHNOLOGY[name] for name in ("title", "problem", "effect")}
    report = bring(who, written(tmp_path / "alike.jsonl", [row(1, **same), row(2, **same)]))
    assert numbers(report) == (2, 0, 0, 0)


def test_a_published_row_may_be_changed_by_its_file_but_not_into_the_likeness_of_another(
    who: Who, tmp_path: Path
) -> None:
    path = written(tmp_path / "l.jsonl", [row(1), row(2)])
    bring(who, path, publish_on="发布办法")
    near = row(2, problem=row(1)["problem"], effect=row(1)["effect"])
    again = written(tmp_path / "m.jsonl", [row(1, trl=9), near])
    report = bring(who, again, publish_on="发布办法")
    assert (numbers(report), report.faults[0][:2]) == ((0, 1, 0, 1), (2, "title"))
    first = Technology.objects.get(external_id="k1")
    assert (first.trl, f"{first.reference}“第 1 项技术”" in report.faults[0][2]) == (9, True)


@pytest.mark.real_data
@pytest.mark.skipif(not GUIDES.exists(), reason="the guides are not here")
def test_the_guides_come_in_by_their_mapping(who: Who) -> None:
    mapping = mappings()["hj-guides"]
    report = bring(who, GUIDES, mapping=mapping, publish_on="公开标准")
    assert (numbers(report), {column for _row, column, _why in report.faults}) == ((318, 0, 0, 7), {"title"})
    assert all("内容相近" in why for _row, _column, why in report.faults)
    assert Technology.objects.filter(state="published", trl=9).count() == 318
    assert numbers(bring(who, GUIDES, mapping=mapping)) == (7, 0, 318, 0)


def test_a_portion_is_small_enough_for_one_transaction() -> None:
    assert importing.PORTION <= 10_000


def test_jsonl_comes_in_on_the_web_like_a_spreadsheet(who: Who) -> None:
    client = Client()
    client.force_login(who["member"])
    assert ".jsonl" in client.get("/sheets/technologies/").content.decode()
    rows = [{**row(number), "owner_code": who["owner"].code} for number in (1, 2)]
    rows[0]["title_en"] = "The first"
    content = "\n".join(json.dumps(one, ensure_ascii=False) for one in rows).encode()
    file = SimpleUploadedFile("rows.jsonl", content)
    answer = client.post("/sheets/technologies/", {"file": file}, follow=True)
    token = answer.redirect_chain[-1][0].rstrip("/").rpartition("/")[2]
    upload = apply_upload(acting_user=who["member"], token=token)
    assert (upload.state, upload.applied_rows) == ("applied", 2)
    one = Technology.objects.get(external_id="k1")
    assert (one.state, one.title_en, one.modes, one.price_min) == (
        "draft", "The first", ["service", "ordinary"], 12_500_000,
    )  # fmt: skip
    assert [str(part) for part in one.parameters.all()] == ["氨氮 5 mg/L"]
