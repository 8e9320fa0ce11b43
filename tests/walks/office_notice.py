"""公示: five working days from 2026-09-28 end on 10-10; an objection in the last minute holds its case alone."""

from qinglan.programmes.models import Case, Notice
from tests.programmes.applying import picture
from tests.walks.person import Person


def posts(officer: Person, firm: str) -> Notice:
    """From the case to the notice of all that wait for it."""
    officer.go("/handling/").follow(firm).press("发布公示")
    officer.main.locator("input[name=secrecy_basis]").fill("保密审查表1号")
    officer.main.locator("input[name=publication_basis]").fill("公开审批表1号")
    officer.press("先预览").reads("2026-10-10")
    officer.press("发布公示")
    notice = Notice.objects.get()
    officer.reads("2026-10-10")
    return notice


def stranger_objects(stranger: Person, notice: Notice, case: Case) -> None:
    """With a real name and evidence, from the public page."""
    stranger.go("/notices/").follow(notice.title).press("提出异议")
    stranger.main.locator("select[name=entry]").select_option(index=_place(notice, case))
    stranger.main.locator("textarea[name=statement]").fill("该单位绿色收入归集的依据与年报不一致。")
    stranger.main.locator("input[name=photographs]").set_input_files(
        files=[{"name": "证据.png", "mimeType": "image/png", "buffer": picture(9)}]
    )
    stranger.main.locator("input[name=name]").fill("王示例")
    stranger.main.locator("input[name=contact]").fill("023-61234567")
    stranger.send().reads("已收到您的异议")


def _place(notice: Notice, case: Case) -> int:
    keys = list(notice.entries.order_by("pk").values_list("case", flat=True))
    return keys.index(case.pk) + 1
