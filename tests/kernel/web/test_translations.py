"""What readers see is complete in both languages; the check itself finds what it should."""

import os

import pytest
from babel.messages.mofile import read_mo

from qinglan.kernel.web.translations import check, compile_all, raw_text

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

"""


def test_nothing_is_untranslated():
    assert [str(problem) for problem in check()] == []


@pytest.fixture
def package(tmp_path):
    (tmp_path / "app" / "templates" / "app").mkdir(parents=True)
    (tmp_path / "app" / "locale" / "zh_Hans" / "LC_MESSAGES").mkdir(parents=True)
    return tmp_path


def write(package, python="", template="", po=""):
    (package / "app" / "code.py").write_text(python, encoding="utf-8")
    (package / "app" / "templates" / "app" / "a.html").write_text(template, encoding="utf-8")
    path = package / "app" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.write_text(PO + po, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("python", "template", "po", "expected"),
    [
        ('_("Plan")', "", "", ["code.py:1: no Chinese for “Plan”"]),
        ("", '\n{% translate "Plan" %}', "", ["a.html:2: no Chinese for “Plan”"]),
        ('pgettext("a", "Plan")', "", 'msgid "Plan"\nmsgstr "规划"\n',
         ["code.py:1: no Chinese for “Plan” (context a)", "django.po:5: stale: nothing uses “Plan”"]),
        ('_("Plan")', "", '#, fuzzy\nmsgid "Plan"\nmsgstr "规划"\n', ["django.po:6: fuzzy: “Plan”"]),
        ('_("{n} plans")', "", 'msgid "{n} plans"\nmsgstr "规划"\n',
         ["django.po:5: placeholders of “{n} plans” are ['{n}'], its Chinese has []"]),
        ('ngettext("{n} plan", "{n} plans", n)', "",
         'msgid "{n} plan"\nmsgid_plural "{n} plans"\nmsgstr[0] "{n}个规划"\n', []),
        ('_("a " "b")', '{% blocktranslate %}{{ n }} of it{% endblocktranslate %}',
         'msgid "a b"\nmsgstr "甲"\n\nmsgid "%(n)s of it"\nmsgstr "其中%(n)s"\n', []),
        ('f"{_(1)}" f"{_(\'Plan\')}"', "", 'msgid "Plan"\nmsgstr "规划"\n',
         ["code.py:1: a translated string inside an f-string is not found", "django.po:5: stale: nothing uses “Plan”"]),
        ("", "<p>Plan</p>", "", ["a.html:1: “Plan” stands outside a translation tag"]),
    ],
)  # fmt: skip
def test_the_check_finds(package, python, template, po, expected):
    write(package, python, template, po)
    found = [str(problem) for problem in check(package)]
    assert [text.rsplit("/", 1)[-1] for text in found] == expected


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>规划</p>", ["规划"]),
        ("<p>\n\n{{ a }} plans</p>", ["plans"]),
        ('<img alt="Plan">', ["Plan"]),
        ('<input placeholder="{% translate "Plan" %}" title="x1">', []),
        ('<a class="btn" href="/plans/" data-word="Plan">{{ plan }}</a>', []),
        ('<span lang="zh-Hans">规划</span> <b>more</b>', ["more"]),
        ("{% comment %}Plan{% endcomment %}<!-- Plan -->{# Plan #}", []),
        ("<script type='application/json'>Plan</script>", []),
        ("{% block body_class %}dense{% endblock %}{% block a %}dense{% endblock %}", ["dense"]),
        ("3 / 6 · — 2026-11-21 &nbsp; ×", []),
    ],
)
def test_words_outside_the_tags_are_found(tmp_path, template, words):
    path = tmp_path / "a.html"
    path.write_text(template, encoding="utf-8")
    assert [text.split("“")[1].split("”")[0] for _, text in raw_text.find(path)] == words


def test_compiling_writes_what_is_newer_and_only_that(package):
    po = write(package, po='msgid "Plan"\nmsgstr "规划"\n')
    mo = po.with_suffix(".mo")
    assert compile_all(package) == [mo]
    with mo.open("rb") as file:
        assert read_mo(file)["Plan"].string == "规划"
    assert compile_all(package) == []
    later = mo.stat().st_mtime_ns + 10**9
    os.utime(po, ns=(later, later))
    assert compile_all(package) == [mo]
    assert sorted(path.name for path in po.parent.iterdir()) == ["django.mo", "django.po"]


def test_a_place_that_takes_no_file_is_skipped_with_a_warning(package, caplog):
    po = write(package, po='msgid "Plan"\nmsgstr "规划"\n')
    po.with_suffix(".mo").mkdir()
    os.utime(po.with_suffix(".mo"), ns=(0, 0))
    assert compile_all(package) == []
    assert "is not compiled" in caplog.text
