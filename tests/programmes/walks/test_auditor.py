"""审计: what was planted in a scheme's year is found, recomputed and put on paper, without asking the office."""

import csv
import json
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from qinglan.kernel import clock
from qinglan.kernel.events.models import Event
from qinglan.parties.models import OrganisationContact
from qinglan.programmes.domain.award_state import set_state
from qinglan.programmes.domain.draw import publish_draw
from qinglan.programmes.domain.entitlement import work_out_entitlements
from qinglan.programmes.domain.payee import confirm_payee
from qinglan.programmes.domain.payment import approve_payment, enter_receipt, request_payments
from qinglan.programmes.models import AuditReading, AwardState, RequirementVerdict
from qinglan.programmes.views.audit_papers import SCRIPT as SAMPLE_SCRIPT
from qinglan.programmes.views.panel_public import SCRIPT as DRAW_SCRIPT
from tests.programmes import making
from tests.programmes.audit.made import auditor, case_of, decision_of, notice_of, revision_of
from tests.programmes.awarding import awarded
from tests.programmes.panels import making as panels
from tests.programmes.paying import at_payment, line_of, payee_of, paying_scheme
from tests.programmes.walks.steps import press, sound, taken, text_of
from tests.support.browser import PHONE
from tests.support.people import join, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
THEN = date(2025, 12, 31)


@pytest.fixture
def chief(officer: Any) -> Any:
    return person("chief", "officer")


@pytest.fixture
def recognition(officer: Any, chief: Any) -> Any:
    """24 cases of a recognition: a notice a day short, a decision in conflict, an award without one."""
    one = making.open_round(officer)
    cases = [case_of(officer, one, number) for number in range(1, 25)]
    for case in cases:
        OrganisationContact.objects.filter(organisation=case.applicant).update(
            legal_representative=f"代表{case.pk}", contact_mobile=f"199{case.pk:08d}"
        )
    OrganisationContact.objects.filter(organisation__in=[case.applicant for case in cases[4:6]]).update(
        legal_representative="赵某某"
    )
    revision_of(officer, cases[0], answers='{"income":"1000000","rd":"35000"}')
    for name, finding in (("research", "met"), ("credit", "unknown")):
        RequirementVerdict.objects.create(
            case=cases[0], requirement=name, moment="submission", finding=finding, made_at=clock.now(),
            made_by=officer,
        )  # fmt: skip
    notice_of(officer, cases[0], date(2026, 3, 2), date(2026, 3, 6))
    join(chief, cases[1].applicant)
    for case in cases[:2]:
        decision_of(case, officer, chief)
        awarded(officer, 0, number=f"QC{case.pk}", case=case, holder=case.applicant)
    awarded(officer, 0, number="QC900", holder=cases[3].applicant)
    earlier = awarded(officer, 0, number="QC800", holder=cases[7].applicant, granted_on=date(2025, 6, 1))
    set_state(
        acting_user=officer, award=earlier, to=AwardState.REVOKED, on=date(2026, 4, 1), reason="弄虚作假"
    )
    one.first = cases[0]
    return one


@pytest.fixture
def subsidy(officer: Any, chief: Any) -> Any:
    """Two cases of a subsidy with one invoice; the payee of the first changed between approval and payment."""
    one = making.open_round(officer, paying_scheme())
    line = line_of(officer, one)
    first = at_payment(officer, one, 31, ("发票-0012", "200000", False))
    at_payment(officer, one, 32, ("发票0012", "90000", False))
    payee_of(officer, first)
    [payment] = work_out_entitlements(acting_user=officer, case=first)
    approve_payment(acting_user=chief, entitlement=payment, line=line)
    request_payments(
        acting_user=officer, entitlements=[payment], issuer="青川市科学技术局", addressee="市财政局"
    )
    confirm_payee(acting_user=chief, account=payee_of(officer, first, "6222999911112222"))
    enter_receipt(acting_user=officer, entitlement=payment, number="付-1", on=clock.today())
    one.first = first
    return one


def ran(script: Path, file: Path) -> tuple[int, str]:
    told = subprocess.run(
        [sys.executable, str(script), str(file)], capture_output=True, text=True, check=False
    )
    return told.returncode, told.stdout.strip()


def test_from_the_population_to_the_evidence_sheet(
    window: Any, officer: Any, recognition: Any, subsidy: Any, tmp_path: Path
) -> None:
    inspector = auditor(purpose="2026年度科技专项资金审计（演示）")
    desk = window(inspector)
    pid = recognition.version.programme_id

    # A read-only account with a stated purpose and a last day.
    press(desk.page, "审计一个项目")
    desk.page.wait_for_url("**/audit/")
    home = text_of(desk)
    assert "2026年度科技专项资金审计（演示）" in home
    assert "2099-01-01" in home
    sound(desk, "audit-home")
    assert desk.open("/awards/money/lines/new/") == 403
    desk.errors.clear()

    # The population as list and sheet, and a seeded sample of 20 that anybody draws again.
    desk.open(f"/audit/schemes/{pid}/2026/")
    sound(desk, "audit-population")
    with desk.page.expect_download() as waiting:
        desk.page.get_by_role("link", name="导出 Excel").or_(
            desk.page.get_by_role("link", name="导出Excel")
        ).click()
    waiting.value.save_as(tmp_path / "population.xlsx")
    rows = list(load_workbook(tmp_path / "population.xlsx").active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert sum(bool(re.match(r"2026-\d{4}-\d{4}$", str(row[0]))) for row in rows) == 24
    press(desk.page, "抽取样本")
    desk.page.fill("input[name=seed]", "20261122")
    desk.page.locator("main form button").first.click()
    desk.page.wait_for_url("**/audit/samples/*/")
    assert "复核抽样：一致" in text_of(desk)
    sound(desk, "audit-sample")
    sample = taken(desk, "下载样本（JSON）", tmp_path)
    assert len(json.loads(sample.read_text())["drawn"]) == 20
    assert ran(SAMPLE_SCRIPT, sample) == (0, "AGREES  20 of 24 cases")

    # The dossier of a case; eligibility on the filing day by the rules of that day.
    desk.open(f"/audit/cases/{recognition.first.pk}/")
    assert "与记录一致" in text_of(desk)
    assert "研发占比不低于3%" in text_of(desk)
    sound(desk, "audit-case")
    dossier = zipfile.ZipFile(taken(desk, "下载卷宗", tmp_path))
    named = [row[0] for row in csv.reader(dossier.read("index.csv").decode("utf-8-sig").splitlines())][1:]
    assert named == dossier.namelist()[1:]
    assert {"case.json", "notices.json", "decisions.json"} <= set(named)

    # Anomalies: each rule finds what was planted for it.
    desk.open(f"/audit/schemes/{pid}/2026/anomalies/")
    found = {name: desk.page.locator(f"#{name}").inner_text() for name in (
        "notice-too-short", "decided-in-conflict", "award-without-decision", "shared-traits", "submitted-late",
    )}  # fmt: skip
    assert (
        "自 2026-03-02 起算应于 2026-03-10 00:00 期满，实际于 2026-03-07 00:00 结束"
        in found["notice-too-short"]
    )
    assert "属于或曾属于申报单位" in found["decided-in-conflict"]
    assert "QC900" in found["award-without-decision"]
    assert "法定代表人相同：赵**" in found["shared-traits"]
    assert "无发现" in found["submitted-late"]
    sound(desk, "audit-anomalies")
    other = subsidy.version.programme_id
    desk.open(f"/audit/schemes/{other}/2026/anomalies/")
    assert "发票-0012" in desk.page.locator("#claimed-twice").inner_text()
    assert "chief 确认" in desk.page.locator("#payee-changed").inner_text()

    # Approved = paid = receipt; an indicator as of 2025-12-31 against today, row by row.
    desk.open(f"/audit/schemes/{other}/2026/money/")
    assert "每笔拨付与台账和回单一致。" in text_of(desk)
    assert "20,000.00" in text_of(desk)
    sound(desk, "audit-money")
    desk.open(f"/audit/schemes/{pid}/2026/measures/?measure=programmes.awards_in_force&on={THEN.isoformat()}")
    measures = text_of(desk)
    for words in ("2025-12-31，按当时所知", "QC800", "2026-04-01"):
        assert words in measures
    sound(desk, "audit-measures")

    # An export is sound; one changed byte names its event.
    stream = f"case:{subsidy.first.pk}"
    desk.open(f"/events/{stream}/")
    count = Event.objects.filter(stream=stream).count()
    content = desk.page.request.get(f"{desk.base}/events/{stream}/export.jsonl").body()
    for name, bytes_ in (
        ("sound.jsonl", content),
        ("forged.jsonl", content.replace(b"payment-made", b"payment-madE")),
    ):
        (tmp_path / name).write_bytes(bytes_)
    desk.open("/audit/verify/")
    desk.page.set_input_files("input[type=file]", tmp_path / "sound.jsonl")
    press(desk.page, "校验")
    desk.page.locator("#answer").wait_for()
    assert f"{stream}：{count} 个事件，均与写入时一致。" in text_of(desk)
    assert "与本系统事件链的末个事件一致。" in text_of(desk)
    sound(desk, "audit-verify")
    desk.page.set_input_files("input[type=file]", tmp_path / "forged.jsonl")
    press(desk.page, "校验")
    desk.page.locator("#answer .q-light-late, #answer").first.wait_for()
    desk.page.wait_for_load_state()
    forged = Event.objects.get(stream=stream, kind="programmes.payment-made").sequence
    assert f"{stream} 的第 {forged} 个事件与写入时不一致。" in text_of(desk)

    # 取证单 from an anomaly, as docx.
    desk.open(f"/audit/schemes/{pid}/2026/anomalies/")
    desk.page.locator("#notice-too-short").get_by_role("link", name="取证单").click()
    desk.page.fill("input[name=audited]", "青川市科学技术局")
    assert "公示期不足" in desk.page.input_value("input[name=matter]")
    sound(desk, "audit-new-evidence")
    desk.page.locator("main form button").first.click()
    desk.page.wait_for_url("**/audit/evidence/*/")
    sound(desk, "audit-evidence")
    paper = Document(str(taken(desk, "下载 docx", tmp_path)))
    cells = {row.cells[0].text: row.cells[1].text for row in paper.tables[0].rows}
    assert cells["被审计单位"] == "青川市科学技术局"
    assert "2026-03-07 00:00" in cells["审计事项摘要"]
    assert "/notices/" in cells["证据"]

    # What he read is on record, for himself and for the audit administrator.
    desk.open("/audit/log/")
    assert "/awards/cases/" in text_of(desk)
    assert AuditReading.objects.filter(reader=inspector, address__contains="/dossier/").count() == 1
    sound(desk, "audit-log")
    phone = window(auditor("second"), PHONE, "en")
    for address in (
        f"/audit/schemes/{pid}/2026/anomalies/",
        f"/audit/schemes/{pid}/2026/measures/",
        "/audit/",
    ):
        phone.open(address)
        phone.errors.clear()
        sound(phone, "audit-phone")


def test_a_draw_of_experts_is_replayed(window: Any, officer: Any, tmp_path: Path) -> None:
    one = panels.open_round(officer)
    secretary = person("secretary", "secretary")
    cases = [panels.waiting(officer, one, number) for number in (1, 2)]
    panels.experts(officer, 8)
    panel = panels.accepted(secretary, panels.drawn(secretary, one, cases))
    for case in cases:
        making.walked(officer, case, "below")
    publish_draw(acting_user=officer, panel=panel)
    desk = window(auditor())
    desk.open("/audit/")
    press(desk.page, "专家抽取公示")
    desk.page.locator("main").get_by_role("link", name=one.title).first.click()
    file = tmp_path / "draw.json"
    file.write_bytes(desk.page.request.get(f"{desk.base}/draws/{panel.pk}/draw.json").body())
    code, said = ran(DRAW_SCRIPT, file)
    assert (code, said.startswith("The draw agrees")) == (0, True)
    content = json.loads(file.read_text())
    file.write_text(json.dumps({**content, "seed": "0" * 64}))
    assert ran(DRAW_SCRIPT, file)[0] == 1
