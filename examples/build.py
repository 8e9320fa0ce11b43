"""Build `examples/qinglan-plan.docx`: the plan of an invented city, for trying the plan reader.

`python examples/build.py [FILE]` writes the file. The city, its districts and all figures are invented.
"""

import datetime as dt
import sys
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

TITLE = "青澜市绿色技术创新促进行动方案（2025—2027年）"
STATUS = "（征求意见稿）"
NOTE = "（本文件所称城市、单位和数字均为虚构，仅供试用）"
PREAMBLE = (
    "为推动绿色技术更快走出实验室、走进工厂和社区，发挥市场在创新资源配置中的决定性作用，"
    "结合青澜市（虚构）产业基础，制定本行动方案。"
)
BODY = """
一、总体要求
（一）工作思路。坚持需求牵引、企业主体、开放合作，打通绿色技术“研发—评价—交易—应用”链条，让好技术找得到用户，让好需求找得到技术。
（二）主要目标。到2027年，全市绿色技术创新体系基本健全。认定绿色技术创新企业60家，培育年产值超过20亿元的绿色技术领军企业4家，建成市级以上绿色工厂120家、绿色园区6个；绿色技术合同成交额突破80亿元，年均增长率达到18%以上；推动200项左右绿色技术成果转化应用，争创国家级绿色技术创新平台1—2个。
二、壮大创新主体
（三）梯度培育企业。建立绿色技术创新企业库，每年遴选入库企业不少于50家。对首次认定的绿色技术创新企业，给予30万元一次性奖励；对研发费用占营业收入比例5%以上的，再按新增研发费用的10%给予补助，单个企业每年最高不超过100万元。（牵头单位：市科技局；配合单位：市工业和信息化局、市财政局）
（四）激活高校院所。鼓励高校院所向企业先使用后付费转让绿色技术。以转让、许可方式转化职务绿色技术成果的，成果完成人获得的比例不低于净收入的70%。科研人员离岗创办绿色技术企业的，三年内保留人事关系。（市科技局、市教育局、市人力资源社会保障局负责。列第一位者为牵头单位，下同）
（五）组建创新联合体。支持领军企业牵头组建绿色技术创新联合体10个，每个联合体成员单位不少于5家，其中高校院所不少于2家。（市科技局、市国资委负责）
三、建强平台载体
（六）布局创新平台。在水处理、固废利用、储能等领域建设市级绿色技术创新中心12个。平台应向社会开放，年开放时间不少于200天。（市发展改革委、市科技局负责）
（七）建设中试基地。2026年底前建成绿色技术中试基地3个，服务项目100项以上。对中试基地新购设备，按不超过投资额20%的比例给予补助，最高500万元。（市科技局、市财政局负责）
四、畅通转化渠道
（八）建设交易市场。设立市绿色技术交易中心，每季度发布1次技术需求清单，每年举办对接活动20场以上。技术经纪人促成交易的，按技术交易额的2%给予奖励，每人每年最高10万元。（责任单位：市科技局、市市场监管局）
（九）推广首台（套）装备。完善首台（套）绿色装备保险补偿机制，保费补贴比例不超过80%，补贴期限最长3年。到2027年，累计推广首台（套）绿色装备50台（套）。（市工业和信息化局、市金融办负责）
（十）扩大政府采购。政府采购项目中绿色产品采购金额占比达到60%以上。预留给中小企业的采购份额不低于40%。（市财政局负责）
五、优化创新环境
（十一）强化知识产权保护。开通绿色专利快速预审通道，预审意见7个工作日内出具。建立侵权线索快速处置机制，一般案件30日内办结。（市市场监管局牵头，市中级人民法院配合）
（十二）创新金融服务。设立总规模15亿元的绿色技术创新基金，绿色技术企业贷款余额年均增长20%以上。对单户1000万元以下的绿色技术信用贷款，按实际损失的50%给予风险补偿。（市金融办、人民银行青澜市分行负责）
六、组织实施
（十三）加强统筹协调。建立由市科技局、市发展改革委牵头的工作机制，每半年召开一次推进会。各区县政府、开发区管委会按职责分工负责本地区任务落实。
（十四）严格评价问效。每年开展一次方案实施评估，评估结果向社会公布。对综合评价低于60分的牵头单位，由市政府约谈。
"""


def build(path: Path) -> None:
    """Write the example plan to `path`, in the layout of an official paper."""
    document = docx.Document()
    document.core_properties.author = "Qinglan"
    document.core_properties.title = TITLE
    document.core_properties.created = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    normal.font.name = "FangSong"
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    for text in (TITLE, STATUS, NOTE):
        paragraph = document.add_paragraph(text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.runs[0].font.size = Pt(22 if text == TITLE else 14)
    for text in (PREAMBLE, *lines()):
        paragraph = document.add_paragraph(text)
        paragraph.paragraph_format.first_line_indent = Pt(32)
        paragraph.runs[0].bold = text[1] == "、"
    document.save(str(path))


def lines() -> list[str]:
    """The numbered paragraphs of the plan."""
    return BODY.strip().splitlines()


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("qinglan-plan.docx"))
