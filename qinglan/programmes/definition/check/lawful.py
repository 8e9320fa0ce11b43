"""What should be looked at before a scheme is used: conditions that a fair market no longer bears.

Warnings, not faults: the words alone don't prove that a rule is unlawful (公平竞争审查条例, 2024).
"""

import re
from collections.abc import Iterator

from qinglan.kernel.rulebook.packs import Text
from qinglan.kernel.rulebook.yaml_file import Location
from qinglan.programmes.definition.check.finding import Finding, everything
from qinglan.programmes.definition.whole import Definition

_PLACE = re.compile(
    r"(在|于).{0,8}(市|省|区|县|境)内?.{0,4}(注册|登记|纳税)|(注册地|纳税地|住所地).{0,6}(在|为|位于)|"
    r"(本市|我市|本地|当地|本区|我区)(注册|登记|企业)"
)
_STAY = re.compile(r"不(得)?(迁离|迁出|外迁|搬离|转移注册)|年内不.{0,4}迁")
_TAX = re.compile(
    r"税收贡献|地方(财政)?(贡献|留成)|纳税(额|贡献|规模)|(上缴|缴纳)税(收|款).{0,6}(奖|返|补)|财政贡献"
)
_ASKS_PLACE = re.compile(r"\borganisation\.territory\b")
_WITH_RULES = frozenset({"programme.yaml", "requirements.yaml", "scoring.yaml", "money.yaml", "after.yaml"})


def warnings(definition: Definition) -> Iterator[Finding]:
    """Conditions on the place of registration, promises not to move away, rewards tied to local tax."""
    for file, at, part in everything(definition):
        if file not in _WITH_RULES:
            continue
        if isinstance(part, Text):
            yield from _in_text(file, at, part.zh)
        condition = getattr(part, "condition", None)
        if isinstance(condition, str) and _ASKS_PLACE.search(condition):
            yield Finding(file, (*at, "condition"), "asks for the place of registration")
    if not definition.manifest.reviews.fair_competition.conclusion:
        yield Finding(
            "programme.yaml",
            ("programme", "reviews"),
            "no conclusion of the fair-competition review is given",
        )


def _in_text(file: str, at: Location, text: str) -> Iterator[Finding]:
    for pattern, what in (
        (_PLACE, "seems to depend on the place of registration"),
        (_STAY, "seems to forbid moving away"),
        (_TAX, "seems to tie a reward to local tax"),
    ):
        if found := pattern.search(text):
            yield Finding(file, at, f"“{found[0]}” {what}")
