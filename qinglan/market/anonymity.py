"""The alias of a unit that does not want to be named: district, branch and kind, “长寿区某化工企业”."""

from django.utils import translation

from qinglan.kernel.codes.models import Territory
from qinglan.parties.models import Organisation
from qinglan.parties.models.organisation_kind import OrganisationKind

_BRANCHES = {
    "A": ("农业", "agricultural"), "B": ("采矿", "mining"), "C": ("制造", "manufacturing"), "D": ("能源", "energy"),
    "E": ("建筑", "building"), "G": ("交通运输", "transport"), "M": ("技术服务", "technical service"),
    "N": ("环境", "environmental"), "C13": ("食品", "food"), "C14": ("食品", "food"), "C15": ("饮料", "beverage"),
    "C17": ("纺织", "textile"), "C22": ("造纸", "paper"), "C25": ("石化", "petrochemical"), "C26": ("化工", "chemical"),
    "C27": ("医药", "pharmaceutical"), "C28": ("化纤", "chemical fibre"), "C29": ("橡塑", "rubber and plastics"),
    "C30": ("建材", "building material"), "C31": ("钢铁", "steel"), "C32": ("有色金属", "non-ferrous metal"),
    "C33": ("金属制品", "metal product"), "C34": ("装备", "machinery"), "C35": ("装备", "machinery"),
    "C36": ("汽车", "vehicle"), "C37": ("船舶", "ship"), "C38": ("电气", "electrical"), "C39": ("电子", "electronics"),
    "C40": ("仪器", "instrument"), "C42": ("资源利用", "recycling"), "D44": ("电力热力", "power and heat"),
    "D45": ("燃气", "gas"), "D46": ("水务", "water"), "N77": ("环境", "environmental"),
}  # fmt: skip
"""Everyday words for the branches of GB/T 4754; a division without its own takes that of its section."""
_KINDS = {
    OrganisationKind.ENTERPRISE: ("企业", "firm"), OrganisationKind.UNIVERSITY: ("高校", "university"),
    OrganisationKind.INSTITUTE: ("科研院所", "institute"), OrganisationKind.PARK: ("园区", "park"),
    OrganisationKind.VOCATIONAL_COLLEGE: ("职业院校", "vocational college"),
}  # fmt: skip


def alias_for(owner: Organisation) -> tuple[str, str]:
    """The alias in Chinese and English."""
    zh, en = _BRANCHES.get(owner.industry[:3]) or _BRANCHES.get(owner.industry[:1]) or ("", "")
    kind_zh, kind_en = _KINDS.get(OrganisationKind(owner.kind), ("单位", "organisation"))
    place = owner.territory
    if owner.kind != OrganisationKind.ENTERPRISE:
        zh = en = ""
    article = "an" if (en or kind_en)[:1] in "aeiou" else "a"
    described = f"{en} {kind_en}".strip()
    return f"{_name(place, 'zh-hans')}某{zh}{kind_zh}", f"{article} {described} in {_name(place, 'en')}"


def gives_away(owner: Organisation, texts: dict[str, str]) -> str:
    """The aspect whose text names the owner, "" where none does."""
    from qinglan.parties.organisation_search import core_of, folded  # noqa: PLC0415 - only here

    names = {folded(owner.name), core_of(owner.name), folded(owner.code)} - {""}
    return next((place for place, text in texts.items() if any(name in folded(text) for name in names)), "")


def _name(territory: Territory, language: str) -> str:
    with translation.override(language):
        return territory.name
