"""The words by which people name the fields of a technology or a need, and the cues where they name none."""

import re

LABELS: dict[str, dict[str, tuple[str, ...]]] = {
    "technology": {
        "title": ("技术名称", "成果名称", "项目名称", "名称", "技术", "成果"),
        "summary": ("简介", "技术简介", "成果简介", "摘要", "概述", "项目简介"),
        "problem": ("解决的问题", "解决问题", "拟解决问题", "痛点", "行业痛点", "背景", "技术背景", "问题"),
        "effect": ("效果", "技术效果", "应用效果", "指标", "技术指标", "主要指标", "性能指标", "效益"),
        "advantage": ("优势", "技术优势", "创新点", "先进性", "特点", "技术特点"),
        "scope": ("适用范围", "应用领域", "应用范围", "适用领域", "应用场景"),
        "description": ("技术原理", "原理", "技术内容", "技术说明", "工艺流程", "详细介绍"),
        "trl": ("成熟度", "技术成熟度", "就绪度", "阶段", "所处阶段", "技术阶段"),
        "modes": ("转化方式", "合作方式", "合作意向", "转让方式", "交易方式"),
        "price": ("价格", "报价", "转让价格", "意向价格", "许可费", "转让费"),
        "rights": ("专利", "专利号", "知识产权", "专利情况"),
        "owner": ("权利人", "完成单位", "单位", "所有人", "持有人", "单位名称", "技术持有方"),
        "contact": ("联系人", "联系方式", "联系电话", "电话", "手机", "邮箱"),
        "applications": ("应用案例", "案例", "应用情况", "示范应用", "转化应用"),
    },
    "need": {
        "title": ("需求名称", "难题名称", "项目名称", "名称", "需求", "难题"),
        "summary": ("简介", "概述", "摘要", "需求简介"),
        "problem": ("问题", "存在问题", "技术难题", "痛点", "需求描述", "现状", "需求内容", "拟解决问题"),
        "description": ("背景", "企业情况", "需求背景", "工艺", "现有工艺"),
        "indicators": ("指标", "目标", "技术指标", "考核指标", "预期目标", "要求"),
        "deadline": ("期限", "时限", "完成时间", "解决期限", "截止时间", "截止日期", "时间要求"),
        "budget": ("预算", "经费", "投入", "拟投入", "意向投入", "投资预算", "资金"),
        "modes": ("合作方式", "合作模式", "合作意向", "对接方式"),
        "ip_arrangement": ("知识产权", "知识产权归属", "成果归属"),
        "owner": ("企业", "单位", "企业名称", "单位名称", "需求方"),
        "contact": ("联系人", "联系方式", "联系电话", "电话", "手机", "邮箱"),
    },
}
"""Field → what people write before the colon."""

MODES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("exclusive", re.compile(r"独占(?:实施)?许可")),
    ("sole", re.compile(r"排他(?:实施)?许可")),
    ("open", re.compile(r"开放许可")),
    ("ordinary", re.compile(r"普通(?:实施)?许可|(?<![占他放通施])许可")),
    ("transfer", re.compile(r"(?:专利|技术|成果|一次性|整体)?转让(?!费|价)|求购|购买技术")),
    ("equity", re.compile(r"作价(?:入股|投资)|技术入股")),
    ("joint_development", re.compile(r"(?:合作|联合|委托|共同)(?:研发|开发|攻关)")),
    ("service", re.compile(r"技术服务|改造服务|检测服务|工程服务")),
    ("consulting", re.compile(r"技术咨询|咨询服务")),
    ("use_first", re.compile(r"先使用后付费|先用后付")),
    ("joint_company", re.compile(r"(?:合作|合资|共同)(?:设立|成立|组建)?(?:公司|企业)|合资办厂")),
)
"""Code of a mode and the words that name it."""

READINESS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (9, re.compile(r"规模化应用|批量(?:生产|应用)|产业化(?:应用)?|大规模推广|已推广")),
    (8, re.compile(r"首台套|工程化应用|定型|试生产")),
    (7, re.compile(r"示范工程|工程示范|示范应用|工业(?:化)?示范|示范项目")),
    (6, re.compile(r"中试|中间试验")),
    (5, re.compile(r"现场(?:试验|验证)|模拟环境")),
    (4, re.compile(r"小试|实验室(?:验证|样机|阶段)|样机")),
    (3, re.compile(r"概念验证|原理验证")),
    (2, re.compile(r"方案设计|技术方案阶段")),
)
"""Level and the words that let one infer it, the highest first."""

LEVEL = re.compile(
    r"(?:TRL|技术就绪(?:度|水平)|就绪度|成熟度)\s*(?:等级|为|达到?|约|[:：])?\s*(?:第)?\s*([1-9])(?!\d)[ \t]*级?",
    re.IGNORECASE,
)

CUES: dict[str, re.Pattern[str]] = {
    "effect": re.compile(
        r"(?:降低|减少|下降|节约|节省|节能|提高|提升|回收率|去除率|脱除率|效率|减排|替代率|利用率)[^。；;\n]{0,40}\d|"
        r"\d+(?:\.\d+)?\s*(?:%|％)[^。；;\n]{0,12}(?:以上|左右|以下)"
    ),
    "problem": re.compile(
        r"难题|问题|痛点|困难|不达标|超标|成本(?:过|太|偏|很)?高|能耗(?:过|太|偏|较)?高|难以|无法|腐蚀|堵塞|不稳定|污染|瓶颈|短板"
    ),
    "advantage": re.compile(r"与(?:传统|现有|常规)[^。；;\n]{0,14}相比|优于|优势|创新"),
    "scope": re.compile(r"适用于|可用于|应用于|适合"),
}
"""Words that make a sentence without a label one of a field."""

GREETING = re.compile(
    r"^(?:(?:我们|我方|我司|我公司|本公司|本单位|我单位|我厂|我院)(?:公司|单位|厂)?(?:是|位于|主要|为)|您好|你好|大家好|各位|请问|领导|老师)"
)
"""A clause that greets or introduces the sender, and is no title."""
BEFORE_TITLE = re.compile(
    r"^(?:(?:我们|我校|我院|我司|我公司|本团队|本课题组|团队|课题组|我|该|本)\S{0,12}?(?:研发|开发|研制|完成|拥有|掌握)(?:了|的|出)?|"
    r"(?:现|目前)?(?:求购|征集|寻求|寻找|急需|需要|想找|希望)(?:一种|一套|一个)?)"
)
"""What stands before the name of the thing itself."""
ANONYMOUS = re.compile(
    r"匿名|不(?:便|想|愿)?(?:透露|公开|披露)(?:企业|单位|公司)?(?:名称|名字)?|隐去(?:企业|单位)?名"
)
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("purchase", re.compile(r"求购|购买|采购|引进(?:成熟)?技术|想买")),
    (
        "cooperation",
        re.compile(r"寻求合作|找(?:高校|院校|科研院所|团队)|联合(?:研发|攻关|申报)|合作(?:研发|开发)"),
    ),
    ("service", re.compile(r"检测|评估|诊断|咨询|认证|审核|代理")),
    ("problem", re.compile(r"难题|问题|攻关|解决|改造|治理|不达标|超标")),
)
"""Kind of a need and its words, the narrower first."""

IP: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("shared", re.compile(r"(?:知识产权|专利|成果)[^。；\n]{0,10}(?:共有|共享|双方(?:共同)?所有)")),
    (
        "needer",
        re.compile(r"(?:知识产权|专利|成果)[^。；\n]{0,10}归(?:我方|甲方|企业|需求方|本公司|我公司|我司)"),
    ),
    (
        "supplier",
        re.compile(r"(?:知识产权|专利|成果)[^。；\n]{0,10}归(?:乙方|院校|高校|研发方|供给方|对方|开发方)"),
    ),
    ("negotiable", re.compile(r"(?:知识产权|专利|成果)[^。；\n]{0,10}(?:协商|面议|另行约定)")),
)
MONEY_CUES = {
    "price": re.compile(r"价格|报价|转让费|许可费|意向价|作价|费用"),
    "budget": re.compile(r"预算|经费|投入|愿意?出|出资|资金|拿出|费用"),
}
NEGOTIABLE = re.compile(r"面议|价格(?:可)?协商|可谈")
PATENT = re.compile(r"(?:ZL|CN)?\s*(?:19|20)\d{2}[1-389]\d{7}\s*\.?\s*[\dXx]", re.IGNORECASE)
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
TELEPHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[- ]?)\d{7,8}(?!\d)")
MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
PERSON = re.compile(
    r"(?:联系人|负责人|请(?:找|联系))\s*[：:]?\s*([\u4e00-\u9fff]{2,4}?)(?=$|[\s，,。；;、（(：:\d]|电话|手机|邮箱|老师|经理|工|博士|教授)"
)
