"""Reporting amounts and entering items on the pages."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.measures.models import Entry, Figure
from tests.kernel.measures.city import CITY, EAST, FIRM_A, OLD, PACK, WEST, entry, figure, get
from tests.kernel.measures.people import client, messages, text

pytestmark = pytest.mark.django_db
OUTPUT = f"/figures/report/{PACK}/output/2025/"
ARRIVALS = f"/figures/enter/{PACK}/arrivals/2025-03-01/"
AMOUNT = {
    "value": "１２，３４５．６７",
    "subject_name": "Firm A",
    "subject_code": "９１５００117 dem0-00014y",
    "territory": EAST,
    "evidence": "form 1, archive 12",
    "reported_on": "2026-02-20",
    "confidentiality": "names_only",
}
ITEM = {
    "subject_name": "Firm A",
    "subject_code": FIRM_A,
    "territory": EAST,
    "level": "municipal",
    "stage": "paid_in",
    "number": "No 7",
    "valid_to": "2028-02-29",
    "evidence": "bank receipt",
    "reported_on": "2025年3月2日",
    "confidentiality": "names_only",
}


def test_indicator_and_year_lead_to_the_form_that_fits(city: Any, officer: Any) -> None:
    browser = client(officer)
    page = browser.get("/figures/report/")
    choices = page.context["form"].fields["indicator"].choices
    assert choices == [
        ("", "Choose …"),
        (
            PACK,
            [
                (f"{PACK}/{slug}", f"Indicator {slug}")
                for slug in ("contracts", "led-projects", "output", "projects", "secret-output")
            ],
        ),
    ]
    assert page.context["form"]["year"].value() == clock.today().year - 1
    chosen = browser.post("/figures/report/", {"indicator": f"{PACK}/output", "year": "2025"})
    assert (chosen.status_code, chosen["Location"]) == (302, OUTPUT)
    refused = browser.post("/figures/report/", {"indicator": "", "year": "1850"})
    assert refused.context["form"].errors["indicator"] == ["Choose the indicator."]
    item = browser.post("/figures/enter/", {"indicator": f"{PACK}/arrivals", "first_day": "2025/3/1"})
    assert (item.status_code, item["Location"]) == (302, ARRIVALS)
    ahead = browser.post("/figures/enter/", {"indicator": f"{PACK}/arrivals", "first_day": "2999-01-01"})
    assert ahead.context["form"].errors == {
        "first_day": ["The first day lies ahead. Enter the item when the day has come."]
    }


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (
            OUTPUT,
            "value subject_name subject_code territory evidence reported_on confidentiality",
        ),
        (f"/figures/report/{PACK}/contracts/2025/", "value territory evidence reported_on confidentiality"),
        (f"/figures/report/{PACK}/projects/2025/", "value evidence reported_on confidentiality"),
        (
            f"/figures/report/{PACK}/secret-output/2025/",
            "value subject_name subject_code territory evidence reported_on",
        ),
        (
            f"/figures/enter/{PACK}/green/2025-03-01/",
            "subject_name subject_code territory level number valid_to evidence reported_on confidentiality",
        ),
        (
            ARRIVALS,
            "subject_name subject_code territory level stage number valid_to evidence reported_on confidentiality",
        ),
    ],
)
def test_a_form_asks_for_what_its_indicator_needs(city: Any, officer: Any, path: str, fields: str) -> None:
    assert list(client(officer).get(path).context["form"].fields) == fields.split()


@pytest.mark.parametrize(("year", "codes"), [(2023, [CITY, EAST, OLD, WEST]), (2024, [CITY, EAST, WEST])])
def test_an_ended_district_is_offered_for_its_years_alone(
    city: Any, officer: Any, year: int, codes: list[str]
) -> None:
    page = client(officer).get(f"/figures/report/{PACK}/contracts/{year}/")
    assert [code for code, _name in page.context["form"].fields["territory"].choices] == ["", *codes]


def test_the_page_prints_definition_unit_and_form(city: Any, officer: Any) -> None:
    type(get("output")).objects.update(form_valid_until=date(2020, 12, 31))
    page = text(client(officer).get(OUTPUT))
    for words in ("Indicator output", "Definition", "×10,000 yuan", "测统1表", "expired on 2020-12-31"):
        assert words in page


def test_an_officer_reports_an_amount(city: Any, officer: Any) -> None:
    browser = client(officer)
    answer = browser.post(OUTPUT, AMOUNT)
    kept = Figure.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/figures/{kept.pk}/")
    assert (
        kept.value,
        kept.year,
        kept.subject_name,
        kept.subject_code,
        kept.territory_id,
        kept.evidence,
        kept.reported_on,
        kept.confidentiality,
        kept.reporter,
    ) == (
        Decimal("12345.67"),
        2025,
        "Firm A",
        FIRM_A,
        EAST,
        "form 1, archive 12",
        date(2026, 2, 20),
        "names_only",
        officer,
    )
    record = browser.get(answer["Location"])
    assert messages(record) == ["The figure is on record. Targets that use it count it from now on."]
    assert "CNY 123,456,700" in text(record)


def test_an_officer_enters_an_item(city: Any, officer: Any) -> None:
    answer = client(officer).post(ARRIVALS, ITEM)
    kept = Entry.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/figures/entries/{kept.pk}/")
    assert (kept.valid_from, kept.valid_to, kept.stage, kept.level, kept.number, kept.reported_on) == (
        date(2025, 3, 1),
        date(2028, 2, 29),
        "paid_in",
        "municipal",
        "No 7",
        date(2025, 3, 2),
    )


@pytest.mark.parametrize(("path", "form", "model"), [(OUTPUT, AMOUNT, Figure), (ARRIVALS, ITEM, Entry)])
def test_a_form_sent_twice_is_recorded_once(
    city: Any, officer: Any, path: str, form: dict[str, str], model: Any
) -> None:
    browser = client(officer)
    first = browser.post(path, form)
    second = browser.post(path, form, follow=True)
    assert second.redirect_chain == [(first["Location"], 302)]
    assert messages(second)[-1] == "You sent the same form twice. It was recorded once; this is the record."
    assert model.objects.count() == 1


def test_another_value_for_the_same_leads_to_what_stands(city: Any, officer: Any) -> None:
    browser = client(officer)
    first = browser.post(OUTPUT, AMOUNT)
    second = browser.post(OUTPUT, AMOUNT | {"value": "99"})
    assert second.status_code == 200
    assert second.context["form"].errors == {
        "value": ["A figure of this indicator for 2025 is already on record. Open it and correct it."]
    }
    assert second.context["standing_url"] == first["Location"]
    assert Figure.objects.count() == 1


def test_the_same_values_of_another_officer_are_no_second_click(
    city: Any, officer: Any, other_officer: Any
) -> None:
    client(officer).post(OUTPUT, AMOUNT)
    answer = client(other_officer).post(OUTPUT, AMOUNT)
    assert (answer.status_code, Figure.objects.count()) == (200, 1)


def test_every_error_is_shown_and_nothing_typed_is_lost(city: Any, officer: Any) -> None:
    typed = {
        "value": "1,5",
        "subject_name": "甲" * 121,
        "subject_code": "91500117DEM000014X",
        "territory": OLD,
        "evidence": " ",
        "reported_on": "2026-02-30",
        "confidentiality": "confidential",
    }
    page = client(officer).post(OUTPUT, typed)
    form = page.context["form"]
    assert form.errors == {
        "value": ["Write the amount in digits, such as 12,600.5, without the unit."],
        "subject_name": ["Ensure this value has at most 120 characters (it has 121)."],
        "subject_code": [
            "The last character does not fit the others, so one of the 18 is mistyped. Compare the code with the business licence."
        ],
        "territory": ["Choose a territory from the list."],
        "evidence": ["Name the document, its number and where it is kept."],
        "reported_on": ["Write the day as 2026-03-31."],
    }
    assert {name: form[name].value() for name in typed} == typed
    assert Figure.objects.count() == 0


def test_errors_are_in_chinese_too(city: Any, officer: Any) -> None:
    page = client(officer, "zh-hans").post(OUTPUT, AMOUNT | {"value": "1,5", "evidence": ""})
    assert page.context["form"].errors == {
        "value": ["请用数字填写，如 12,600.5，不写单位。"],
        "evidence": ["请写明文件名称、文号和存放处。"],
    }


def test_what_only_the_verb_knows_is_shown_beside_its_field(city: Any, officer: Any) -> None:
    ahead = AMOUNT | {"reported_on": "2999-01-01"}
    page = client(officer).post(OUTPUT, ahead)
    assert page.context["form"].errors == {"reported_on": ["The date of the report lies ahead."]}
    early = client(officer).post(ARRIVALS, ITEM | {"valid_to": "2020-01-01"})
    assert early.context["form"].errors == {"valid_to": ["The last day lies before the first."]}


def test_confidentiality_can_be_stricter_and_not_looser(city: Any, officer: Any) -> None:
    secret = f"/figures/report/{PACK}/secret-output/2025/"
    client(officer).post(secret, AMOUNT | {"confidentiality": "public"})
    assert Figure.objects.get().confidentiality == "confidential"
    page = client(officer).post(ARRIVALS, ITEM | {"confidentiality": "public"})
    assert list(page.context["form"].errors) == ["confidentiality"]


def test_what_stands_is_on_its_record(city: Any, officer: Any) -> None:
    one = figure(officer, "output", 2025, "7", subject_name="Firm A", subject_code=FIRM_A, territory_id=EAST)
    page = client(officer).get(f"/figures/{one.pk}/")
    shown = {row["label"]: str(row["value"]) for row in page.context["summary"]}
    assert shown["Amount"] == '<span class="q-num">CNY 70,000</span>'
    assert list(shown) == [
        "Amount",
        "Year",
        "About",
        "Unified social credit code",
        "Territory",
        "Evidence",
        "Reporter",
        "Date of the report",
        "Recorded at",
        "Form",
        "Who sees it",
        "Definition",
    ]
    assert page.context["visibility"] == "Everybody may see this record."
    item = entry(
        officer, "arrivals", "Firm B", date(2025, 1, 1), stage="signed", number="9", level="national"
    )
    page = client(officer).get(f"/figures/entries/{item.pk}/")
    shown = {row["label"]: str(row["value"]) for row in page.context["summary"]}
    assert {name: shown[name] for name in ("Stage reached", "Document number", "Level of the list")} == {
        "Stage reached": "agreement signed",
        "Document number": "9",
        "Level of the list": "national",
    }
    assert page.context["answer"] == "Firm B, on the list since 1 January 2025."
