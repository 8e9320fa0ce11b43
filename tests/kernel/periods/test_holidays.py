"""Our holiday table against the library's, and what a bad table is told."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from qinglan.kernel.periods import Calendar, NoCalendar, Year
from qinglan.kernel.periods.packs import HolidayFile, check_holidays, national_calendar
from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml

ALL_DAYS = [date(2004, 1, 1) + timedelta(days=n) for n in range((date(2027, 1, 1) - date(2004, 1, 1)).days)]


def test_every_day_from_2004_to_2026_is_as_in_the_library():
    calendar = national_calendar()
    differing = [day for day in ALL_DAYS if calendar.is_working(day) is not chinese_calendar.is_workday(day)]
    assert (differing, sorted(calendar.years)) == ([], list(range(2004, 2027)))


def test_each_notice_since_2007_has_its_number():
    documents = {year: entry.document for year, entry in national_calendar().years.items()}
    assert [year for year, number in documents.items() if not number] == [2004, 2005, 2006]
    assert (documents[2020], documents[2026]) == (
        "国办发明电〔2019〕16号、国办发明电〔2020〕1号",
        "国办发明电〔2025〕7号",
    )


HEAD = "source: {zh: 甲, en: a}\nyears:\n"
NAME = "name: {zh: 元旦, en: New Year}"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (
            f"  - year: 2026\n    festivals:\n      - {{{NAME}, from: 2026-01-03, to: 2026-01-01}}\n",
            5,
            "is no festival",
        ),
        (
            f"  - year: 2026\n    festivals:\n      - {{{NAME}, from: 2026-01-01, to: 2026-01-01, make_up: [2026-01-05]}}\n",
            5,
            "middle of the week",
        ),
        (
            f"  - year: 2026\n    festivals:\n      - {{{NAME}, from: 2025-01-01, to: 2025-01-01}}\n",
            3,
            "does not belong",
        ),
        ("  - year: x\n    festivals: []\n", 3, "valid integer"),
    ],
)
def test_a_bad_table_is_told_file_line_and_reason(tmp_path: Path, text: str, line: int, reason: str):
    path = tmp_path / "holidays.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        read_yaml(path, HolidayFile)
    (finding,) = caught.value.findings
    assert finding.startswith(f"{path}:{line}: ")
    assert reason in finding


def test_a_contradiction_is_found(tmp_path: Path):
    path = tmp_path / "holidays.yaml"
    year = f"  - year: 2026\n    festivals:\n      - {{{NAME}, from: 2026-01-01, to: 2026-01-04, make_up: [2026-01-04]}}\n"
    path.write_text(HEAD + year, encoding="utf-8")
    assert check_holidays(path, read_yaml(path, HolidayFile)) == [
        f"{path}:1: 2026-01-04 is both a day off and a make-up working day"
    ]
    path.write_text(HEAD + year.replace(", make_up: [2026-01-04]", "") * 2, encoding="utf-8")
    assert check_holidays(path, read_yaml(path, HolidayFile)) == [f"{path}:1: the year 2026 stands twice"]


def test_a_calendar_refuses_a_contradiction():
    day = frozenset({date(2026, 1, 3)})
    with pytest.raises(NoCalendar, match="2026-01-03 is both"):
        Calendar([Year(2026, day, day)])


def test_an_installation_without_table_says_so(tmp_path: Path, settings):
    settings.PACKS = tmp_path
    with pytest.raises(PackError, match="no pack has a"):
        national_calendar()


def test_a_changed_file_is_read_anew(tmp_path: Path, settings):
    source = Path(settings.PACKS) / "cn-national" / "holidays.yaml"
    (tmp_path / "a").mkdir()
    copy = tmp_path / "a" / "holidays.yaml"
    copy.write_text(HEAD + "  - year: 2026\n    festivals: []\n", encoding="utf-8")
    settings.PACKS = tmp_path
    before = national_calendar().is_working(date(2026, 10, 1))
    copy.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    assert (before, national_calendar().is_working(date(2026, 10, 1))) == (True, False)
