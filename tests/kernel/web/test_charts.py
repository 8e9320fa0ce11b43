"""Charts: one finding, exact numbers in the table, nothing that breaks out of the page."""

import json
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from qinglan.kernel.web.charts import Chart, Series, Target


def sample(**changes):
    given = {
        "title": "还差4家",
        "categories": ["2024", "2025", "2026"],
        "series": [Series("企业", [None, Decimal("1234.50"), 26])],
        "unit": "家",
        "target": Target(30, "2027"),
        "id": "chart-1",
    }
    return Chart(**{**given, **changes})


def test_the_page_gets_the_numbers_as_json():
    with translation.override("zh-hans"):
        data = json.loads(sample().safe_json)
    assert data == {
        "kind": "line",
        "unit": "家",
        "categories": ["2024", "2025", "2026"],
        "series": [{"name": "企业", "values": [None, 1234.5, 26]}],
        "description": "还差4家；企业：2025为1,234.5，2026为26；2027年目标：30",
        "highlight": "",
        "missing": "无数据",
        "target": {"value": 30, "words": "2027年目标：30"},
    }


def test_the_table_behind_it_prints_the_exact_numbers():
    table = sample().table
    assert [[cell.value for cell in row] for row in table.rows] == [
        ["2024", "—"],
        ["2025", "1,234.5"],
        ["2026", "26"],
    ]
    assert [column.label for column in table.columns][1] == "企业 (家)"


def test_no_text_ends_the_script():
    chart = sample(title="</script><script>alert(1)</script>&", target=None)
    assert not set("<>&") & set(chart.safe_json)
    assert json.loads(chart.safe_json)["description"].startswith("</script>")
    html = render_to_string("web/components/chart.html", {"chart": chart})
    assert html.count("</script>") == 1
    assert "alert(1)<" not in html


def test_a_ranked_chart_puts_the_largest_first_and_the_missing_last():
    chart = sample(kind="ranked", target=None)
    assert list(chart.categories) == ["2025", "2026", "2024"]
    assert list(chart.series[0].values) == [Decimal("1234.50"), 26, None]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"series": []}, ValueError),
        ({"series": [Series(str(n), [1, 2, 3]) for n in range(6)]}, ValueError),
        ({"series": [Series("a", [1, 2])]}, ValueError),
        ({"series": [Series("a", [1, 2, 0.5])]}, TypeError),
        ({"kind": "ranked", "series": [Series("a", [1, 2, 3]), Series("b", [1, 2, 3])]}, ValueError),
    ],
)
def test_a_chart_that_misleads_is_refused(changes, error):
    with pytest.raises(error):
        sample(**changes)
