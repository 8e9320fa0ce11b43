"""The packs in the system: the product's own measures tell the same story as the generator's table."""

from datetime import date

import pytest

from qinglan.kernel.rulebook.kinds import in_order, load_all
from qinglan.kernel.rulebook.packs import discover
from qinglan.parties.demonstration import open_accounts
from qinglan.parties.domain.account import system_user
from qinglan.plans.models import Version
from qinglan.plans.standing import measured, targets_of
from tests.packs.reading import CITIES, PACKS
from tests.packs.test_demonstration import STORY

OF_THE_STORY = {"demonstration organisations", "demonstration figures"}
"""Demonstration cases grant awards of their own, which the story of the figures doesn't know."""
TODAY = date(2026, 11, 30)
FIRST_YEAR = {"cn-500000-chongqing": 2018, "cn-xx-second-city": 2019}


@pytest.mark.django_db
def test_measures_show_every_target_as_planned_at_each_end_of_year() -> None:
    load_all(PACKS, acting_user=system_user())
    for kind in in_order("demonstration"):
        for pack in discover(PACKS) if kind.name in OF_THE_STORY else ():
            for path in pack.files(kind.pattern):
                kind.load(acting_user=open_accounts(), pack=pack, path=path)
    shown: dict[str, dict[str, str]] = {pack: {} for pack in CITIES}
    for version in Version.objects.select_related("plan"):
        pack = version.plan.pack
        days = [*(date(year, 12, 31) for year in range(FIRST_YEAR[pack], TODAY.year)), TODAY]
        for target in targets_of(version):
            values = [measured(target, day).value for day in days]
            shown[pack][target.slug] = " ".join("–" if value is None else str(value) for value in values)
    columns = {pack: TODAY.year - FIRST_YEAR[pack] + 1 for pack in CITIES}
    expected = {
        pack: {key: " ".join(text.split()[: columns[pack]]) for key, text in story.items()}
        for pack, story in STORY.items()
    }
    assert shown == expected
