"""Whether a document is a plan, by title, numbering and the register of its prose."""

import re

from qinglan.plans.reader.structure import Outline

_PLAN = re.compile(
    r"(?:方案|意见|规划|纲要|计划|行动|措施|要点|路线图|任务书|决定|工作安排|安排|分工|攻坚战?|举措|政策)[》”]?(?:（[^（）]{1,24}）)*$"
)
_OTHER = re.compile(
    r"(?:办法|细则|规定|条例|规则|准则|规范|标准|指南|指引|目录|公告|通告|公示|报告|制度|章程|倡议书|预案|解读|问答|函|批复|清单|技术政策|说明|合同|协议|法|纪要|简报|讲话|新闻|图解|须知|流程)[》”]?(?:（[^（）]{1,24}）)*$"
)
_OFFICIAL = re.compile(
    r"加强|推进|完善|建设|落实|提升|推动|健全|支持|鼓励|强化|优化|加快|实施|开展|发展|建立|责任|统筹|保障|新增|治理|提高|培育|打造|改善|完成|达到|坚持"
)
_AIMS = re.compile(r"目标|总体要求|主要指标|重点任务|主要任务|保障措施|组织实施|组织领导")
_APPLICATION = re.compile(r"申报|报名|申请|材料|联系|参赛|评选|时间安排|放假|会议")
_STANDARD = re.compile(r"规范性引用文件|本标准|本规范规定|术语和定义|ICS\s*\d|[GHDJ][BJ]/?T?\s?\d{2,}")


def is_plan(found: Outline, paragraphs: list[str]) -> bool:
    """Whether the document is a plan of tasks.

    A plan has numbered units, official prose and the title of one; a document titled as rules, standards, reports or
    explanations is none, and neither is a page without a usable title unless its headings are those of a plan.
    """
    headings = [chapter.heading for chapter in found.chapters] + [
        article.heading for article in found.articles
    ]
    units = len(found.articles) + sum(1 for chapter in found.chapters if chapter.number)
    if units < 3:
        return False
    text = "".join(paragraphs[:400])
    if len(_OFFICIAL.findall(text)) * 1000 < 4 * len(text):
        return False
    title = re.sub(r"[（(](?:19|20)\d\d.{1,16}[）)]$", "", found.title)
    signs = sum(1 for heading in headings if _AIMS.search(heading))
    dated = re.search(r"(?:到|至|力争)20\d\d年|十[四五六]五", text) is not None
    if _OTHER.search(title):
        return False
    if _STANDARD.search(text[:3000]) and not _PLAN.search(title):
        return False
    if _PLAN.search(title):
        return True
    if title.endswith("通知"):
        tasks = dated or "责任单位" in text or "牵头" in text
        return tasks and (signs >= 1 or not any(_APPLICATION.search(heading) for heading in headings))
    return signs >= 2 and dated
