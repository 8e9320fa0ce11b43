"""Names of firms, products and results that do not exist."""

from dataclasses import dataclass

FIRST = "澄岚禾瀚沐昱蔚霁浔珩岑泓璟朗屿翎"
SECOND = "川谷源澈原野汀川洲岸序衡远渡舟池"


@dataclass(frozen=True)
class Field:
    """A field of green technology: industry (GB/T 4754), a firm's word, what it makes, where it is used."""

    industry: str
    word: str
    product: str
    result: str
    used_in: str


FIELDS = (
    Field("C35", "环保装备", "低阻袋式除尘机组", "高温烟气低阻除尘技术", "水泥窑尾烟气治理"),
    Field("C34", "节能装备", "磁悬浮离心鼓风机", "磁悬浮高速电机驱动技术", "污水厂曝气改造"),
    Field("C38", "储能科技", "户外液冷储能柜", "电池簇液冷热管理技术", "园区削峰填谷"),
    Field("C36", "汽车轻量化", "再生铝副车架", "再生铝高压压铸成形技术", "新能源汽车底盘"),
    Field("C26", "新材料", "水性聚氨酯涂料", "低挥发水性树脂合成技术", "摩托车涂装线"),
    Field("C30", "绿色建材", "固废基混凝土砌块", "磷石膏固废胶凝技术", "装配式墙体"),
    Field("C32", "再生金属", "再生铝合金铸锭", "废铝短流程除杂技术", "铝加工熔铸"),
    Field("C40", "监测仪器", "挥发性有机物在线分析仪", "挥发性有机物走航监测技术", "化工园区厂界监测"),
    Field("C42", "循环资源", "退役电池再生碳酸锂", "退役电池带电破碎回收技术", "电池材料再生"),
    Field("C33", "精密制造", "干式切削刀具", "微量润滑干式切削技术", "齿轮加工车间"),
    Field("C29", "高分子", "再生聚丙烯粒料", "废塑料化学再生技术", "家电外壳注塑"),
    Field("C22", "纸业", "竹浆本色生活用纸", "竹浆无元素氯漂白技术", "制浆废水减排"),
    Field("C27", "药业", "绿色工艺原料药", "酶法绿色合成技术", "原料药溶剂减量"),
    Field("C37", "船舶动力", "内河船舶电推进装置", "内河船舶电池换装技术", "长江支流货运"),
    Field("D46", "水务科技", "一体化污水处理装置", "农村污水低耗脱氮技术", "乡镇污水处理站"),
    Field("N77", "环境工程", "河道底泥处置服务", "黑臭水体原位修复技术", "次级河流治理"),
    Field("M75", "低碳技术", "能碳管理平台", "工厂能碳在线核算技术", "工业企业能碳管理"),
    Field("D44", "清洁能源", "江水源热泵机组", "江水源热泵梯级供能技术", "商务区集中供冷"),
)

RURAL = (
    Field("C13", "菌业科技", "菌渣有机肥", "食用菌渣肥料化技术", "菌棒生产基地"),
    Field("A05", "生态农业", "种养循环服务", "山羊粪污就地消纳技术", "山区养殖小区"),
    Field("C30", "石墨材料", "天然石墨负极前驱体", "石墨低酸提纯技术", "石墨选矿厂"),
    Field("C15", "茶业", "清洁能源干茶设备", "茶叶热泵干燥技术", "茶叶初制所"),
    Field("N77", "水土环境", "坡面生态护坡", "陡坡植生护坡技术", "公路边坡治理"),
    Field("C35", "节能机械", "生物质热风炉", "秸秆成型燃料清洁燃烧技术", "粮食烘干中心"),
    Field("C14", "薯业", "马铃薯全粉", "薯类淀粉废水回用技术", "淀粉加工厂"),
    Field("D45", "沼气能源", "分布式沼气发电", "高浓度沼气脱硫提纯技术", "村级供气站"),
    Field("C20", "竹木", "无醛竹胶板", "竹材无醛胶合技术", "竹材加工园"),
)


def trade_names() -> list[str]:
    """Distinct two-character trade names, in an order in which neighbours differ."""
    pairs = [FIRST[index % 16] + SECOND[(index * 5 + index // 16) % 16] for index in range(256)]
    return list(dict.fromkeys(pairs))


def firm(trade: str, field: Field) -> str:
    """The full name of a firm, marked as demonstration."""
    return f"{trade}{field.word}（演示）有限公司"
