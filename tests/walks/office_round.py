"""The office opens a round: target, dates, quotas, announcement, the call as a paper and back with its stamp."""

import io

from docx import Document

from qinglan.programmes.models import Round
from tests.walks.person import Person

NUMBER = "渝科局发〔2026〕18号"


def sees_target(person: Person, value: str) -> None:
    """From the plan to the target, its figure, and what is counted."""
    person.go("/plans/").press("重庆市关于构建市场导向的绿色技术创新体系的实施意见")
    person.press("绿色技术创新企业").reads("认定30家绿色技术创新企业", f"目前 {value}家")


def opens_round(officer: Person) -> Round:
    """A round of the scheme, from its own page, with dates and quotas; announced."""
    officer.go("/schemes/?q=绿色技术创新企业").follow("绿色技术创新企业").press("筹备批次")
    officer.write("开始时间", "2026-06-01T09:00").write("截止时间", "2026-06-12T17:30")
    officer.write("拟认定数量上限", "10").write("发文单位", "重庆市科学技术局")
    officer.write("联系方式", "示例处室").write("办公电话", "023-60000001")
    officer.press("筹备批次", among=officer.main.locator("form")).reads("批次已筹备。请核对后发布。")
    officer.press("推荐名额").write("推荐名额", "长寿区 5\n渝北区 8").press("保存名额").reads("名额已设定。")
    officer.press("发布批次").reads("批次已发布")
    return Round.objects.get()


def sends_call(officer: Person, one: Round) -> str:
    """The call leaves as docx and comes back with its number and stamp; its text."""
    officer.press("拟制通知").reads("通知已拟制")
    taken = officer.take("取 Word 文件")
    said = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(taken)).paragraphs)
    officer.press("填写文号").write("文号", NUMBER)
    officer.send().reads(NUMBER)
    stamped = officer.take("带版本码的打印版") + b"\n% stamped and scanned\n"
    officer.press("上传盖章件").hand_in("盖章件", "通知盖章.pdf", stamped)
    officer.send()
    officer.press("比对盖章件与文稿").tick("与文稿一致")
    officer.send().reads("通知盖章.pdf", "一致")
    officer.press("查看公文所涉事项").reads(NUMBER)
    return said


def chases(officer: Person, late: str) -> None:
    """Who has begun and not submitted; one click reminds all of them."""
    officer.go("/rounds/").follow("绿色技术创新企业2026年第1批").press("已填报未提交").reads(late)
    officer.press("一键催办").reads("已催办1家单位。", "今日已催办")
