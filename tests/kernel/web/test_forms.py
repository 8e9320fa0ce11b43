"""Forms: amounts, files and days as typed, and controls tied to their hints and errors."""

import re
from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from qinglan.kernel.web.forms import DateField, LimitedFileField, MoneyField


@pytest.mark.parametrize(
    ("unit", "typed", "fen"),
    [
        ("yuan", "56600", 5_660_000),
        ("yuan", "1,260,000.50", 126_000_050),
        ("yuan", " １２，６００．５ ", 1_260_050),
        ("wan", "126", 126_000_000),
        ("wan", "1.234567", 1_234_567),
        ("yuan", "12万", 12_000_000),
        ("yi", "3.05", 30_500_000_000),
        ("yuan", "", None),
    ],
)
def test_an_amount_is_an_integer_of_fen(unit, typed, fen):
    assert MoneyField(unit=unit, required=False).clean(typed) == fen


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1e5", "invalid"),
        ("nan", "invalid"),
        ("1.2.3", "invalid"),
        (".", "invalid"),
        ("9" * 30, "invalid"),
        ("0.001", "fraction"),
        ("-1", "min_value"),
        ("99999999999999999", "max_value"),
        ("", "required"),
    ],
)
def test_what_is_no_amount_is_refused(typed, code):
    with pytest.raises(ValidationError) as raised:
        MoneyField().clean(typed)
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("fen", "text"), [(126_000_000, "126"), (1_234_567, "1.234567"), (0, "0"), (None, None)]
)
def test_an_amount_stands_in_its_box_as_it_was_typed(fen, text):
    assert MoneyField(unit="wan").prepare_value(fen) == text


@pytest.mark.parametrize("typed", ["2026-11-21", "2026/11/21", "2026年11月21日"])
def test_a_day_may_be_typed_in_three_ways(typed):
    assert DateField().clean(typed) == date(2026, 11, 21)


@pytest.mark.parametrize("typed", ["0026-01-01", "0001-01-01", "1799-12-31", "20026-01-01"])
def test_a_year_that_nobody_means_is_refused(typed):
    with pytest.raises(ValidationError):
        DateField().clean(typed)
    assert DateField(required=False).clean("") is None
    assert DateField().clean("1896-05-21") == date(1896, 5, 21)


def test_limits_are_told_in_our_own_words():
    field = forms.DecimalField(max_digits=4, decimal_places=2)
    told = []
    with translation.override("zh-hans"):
        for box, typed in ((field, "1.234"), (field, "12345"), (forms.CharField(max_length=2), "甲乙丙")):
            with pytest.raises(ValidationError) as raised:
                box.clean(typed)
            told += raised.value.messages
    assert told == ["小数点后最多2位。", "总共最多4位数字。", "最多2个字，现有3个。"]


def test_a_file_keeps_to_its_limits():
    field = LimitedFileField(max_bytes=10, kinds=(".pdf",))
    assert field.clean(SimpleUploadedFile("a.PDF", b"1234")).name == "a.PDF"
    with pytest.raises(ValidationError) as large:
        field.clean(SimpleUploadedFile("a.pdf", b"12345678901"))
    with pytest.raises(ValidationError) as other:
        field.clean(SimpleUploadedFile("a.exe", b"1"))
    assert [large.value.code, other.value.code] == ["size", "kind"]
    with translation.override("zh-hans"):
        assert field.limits.startswith("可上传PDF，不超过10")


class Sample(forms.Form):
    """One field of each kind that is drawn in its own way."""

    name = forms.CharField(label="名称", help_text="写全称")
    budget = MoneyField(label="预算", unit="wan", required=False)
    kind = forms.ChoiceField(label="类型", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="同意")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_controls_are_tied_to_labels_hints_and_errors():
    with translation.override("zh-hans"):
        html = str(Sample({"secret": "1"}))
    assert '<label class="form-label" for="id_name">名称</label>' in html
    assert '<p class="q-hint" id="id_name_helptext">写全称</p>' in html
    assert '<p class="q-error" id="id_name_error">请填写此项。</p>' in html
    control = re.search(r'<input type="text" name="name"[^>]*>', html)
    assert control is not None
    assert 'aria-describedby="id_name_helptext id_name_error"' in control[0]
    assert 'aria-invalid="true"' in control[0]
    assert "required" in control[0]
    assert html.count("（选填）") == 1
    assert '<legend class="form-label" id="id_kind" tabindex="-1">类型</legend>' in html
    assert html.count('class="form-check-input"') == 3
    assert '<span class="q-unit" aria-hidden="true">万元</span>' in html
    assert '<input type="hidden" name="secret" value="1" id="id_secret">' in html
    assert "style=" not in html
