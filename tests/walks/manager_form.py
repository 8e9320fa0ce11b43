"""The R&D manager fills in the form on the phone, as the pages ask for it."""

from typing import Any

from tests.programmes.applying import picture
from tests.walks.person import Person

OPERATION = {
    "主营业务收入": "60000000", "其中属于绿色低碳转型产业指导目录的收入": "57000000", "研发费用": "3900000",
    "职工总数": "120", "研发人员数": "30",
}  # fmt: skip
ACHIEVEMENTS = {
    "近三年主持或者参与的国家、行业、地方标准": "3", "上一年绿色技术成果转化项数": "4",
    "上一年登记的技术交易额": "5000000",
}  # fmt: skip


def fills_in(phone: Person, name: str, code: str) -> None:
    """All parts, from the first to the last; what the system knows stands there already."""
    phone.press("基本情况").reads(name, code, "2019-04-01").tick("节能环保")
    phone.write("联系人和电话", "示例联系人 023-60000000")
    answers(phone, {"近三年发生过较大及以上": "否", "近三年有科研严重失信行为": "否"})
    phone.press("保存并继续").reads("主营业务收入")
    for label, text in OPERATION.items():
        phone.write(label, text)
    answers(phone, {"研发机构级别": "市级以上"})
    phone.press("保存并继续").press("添加一行")
    phone.write("名称", "一种水处理方法（演示）").write("授权号或者登记号", "示例1")
    answers(phone, {"类别": "Ⅰ类", "属于绿色技术专利分类": "是"})
    phone.press("保存本行").reads("一种水处理方法（演示）").press("继续")
    for label, text in ACHIEVEMENTS.items():
        phone.write(label, text)
    answers(phone, {
        "示范应用": "国家级示范", "是市级以上绿色工厂": "是", "环境管理体系认证有效": "是",
        "单位产值能耗三年变化": "下降10%以上",
    })  # fmt: skip
    phone.press("保存并继续")


def answers(phone: Person, chosen: dict[str, str]) -> None:
    """One answer of each question."""
    for question, answer in chosen.items():
        phone.main.get_by_role("group", name=question).get_by_label(answer).first.check()


def photographs(phone: Person, case: Any, section: str, question: str, shade: int) -> None:
    """A photograph is taken and goes up at once."""
    phone.go(f"/cases/{case.pk}/form/{section}/")
    photo = {"name": f"{question}.png", "mimeType": "image/png", "buffer": picture(shade)}
    phone.page.set_input_files(f"#file-{question}", files=[photo])
    phone.press("上传", among=phone.page.locator(f"#files-{question}"))
    phone.page.locator(f"#files-{question} .q-rows a").first.wait_for()
