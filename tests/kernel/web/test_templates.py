"""Pages hold no inline script, style or handler: the content security policy would refuse them."""

import re
from pathlib import Path

import pytest
from django.test import Client

import qinglan
from qinglan.kernel.web.style.kinds import PAGES

TEMPLATES = sorted(Path(qinglan.__file__).parent.rglob("templates/**/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_nothing_inline(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|javascript:|hx-on", text) == []
    scripts = re.findall(r"<script\b[^>]*>", text)
    assert [tag for tag in scripts if "src=" not in tag and "application/json" not in tag] == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["", *(f"{kind}/" for kind in PAGES)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_page_is_marked_in_demonstration_mode(kind, language, settings):
    settings.DEMONSTRATION = True
    answer = Client().get(f"/style/{kind}", {"lang": language})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "演示数据" in text
    assert text.count("<h1") == 1
    assert re.findall(r"{[{%]|\bNone\b|\bblocktranslate\b", re.sub(r"<script.*?</script>", "", text)) == []


@pytest.mark.django_db
def test_the_style_page_is_hidden_from_the_public(settings):
    settings.DEMONSTRATION = False
    assert Client().get("/style/").status_code == 404
    assert Client().get("/style/list/").status_code == 404


@pytest.mark.django_db
def test_the_footer_prints_what_the_operator_has_set(settings):
    settings.SITE_NAME = {"zh-hans": "某市平台", "en": "City platform"}
    settings.ICP_NUMBER, settings.POLICE_NUMBER, settings.SITE_CODE = "备1", "安2", "码3"
    settings.SITE_CONTACT = "12345"
    text = Client().get("/style/").content.decode()
    footer = text.split('<footer class="q-footer">')[1]
    assert [word for word in ("某市平台", "12345", "码3", "备1", "安2", "青蓝") if word not in footer] == []
    assert "<title>样式 - 某市平台</title>" in text
    settings.ICP_NUMBER = ""
    assert "备1" not in Client().get("/style/").content.decode()
