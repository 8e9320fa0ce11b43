"""Rules from packs: the version of a day, overlaps, evaluations and their replay."""

import json
from datetime import date
from decimal import Decimal

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction

from qinglan.kernel.rulebook.domain.evaluation import Discrepancy, evaluate, replay
from qinglan.kernel.rulebook.kinds import KINDS, check_all
from qinglan.kernel.rulebook.models import Evaluation, RuleVersion
from qinglan.kernel.rulebook.packs import discover
from qinglan.kernel.rulebook.rules_on import NoRule, chain, rule_on
from qinglan.kernel.rulebook.yaml_file import PackError

RULE = """rules:
  - slug: {slug}
    title: {{zh: 甲, en: a}}
    document: d
    issuer: i
    territory: "{territory}"
    certainty: default
    from: {first}
    {to}
    content: {{kind: amount, value: "{value}", unit: 元}}
    examples: [{{result: "{result}"}}]
"""


def rule(slug="a.b", territory="500000", first="2020-01-01", to=None, value="1", result=None):
    return RULE.format(
        slug=slug,
        territory=territory,
        first=first,
        to=f"to: {to}" if to else "",
        value=value,
        result=result or value,
    )


@pytest.fixture
def user(db):
    return get_user_model().objects.create(username="officer")


@pytest.fixture
def pack(tmp_path, user):
    """Write files of rules into a pack and load them."""
    folder = tmp_path / "cn-a"
    (folder / "rules").mkdir(parents=True)
    (folder / "pack.yaml").write_text('pack: cn-a\nname: {zh: 甲, en: a}\nterritory: "1"\n', encoding="utf-8")

    def write(load=True, **files):
        for name, text in files.items():
            path = folder / "rules" / f"{name}.yaml"
            path.unlink(missing_ok=True)
            if text:
                path.write_text(text, encoding="utf-8")
        if load:
            (found,) = discover(tmp_path)
            for path in found.files("rules/*.yaml"):
                KINDS["rules"].load(acting_user=user, pack=found, path=path)
        return tmp_path

    return write


def values(day="2026-01-01", territory="500112"):
    return json.loads(rule_on("a.b", date.fromisoformat(day), territory).content)["value"]


def test_the_project_s_rules_load_and_give_their_results(user):
    for pack in discover(settings.PACKS):
        for path in pack.files("rules/*.yaml"):
            KINDS["rules"].load(acting_user=user, pack=pack, path=path)
    tax = rule_on("tax.comprehensive-income", date(2026, 6, 30), "500112")
    kept = evaluate(
        acting_user=user, version=tax, inputs={"taxable_income": Decimal(432_000)}, subject="case:1"
    )
    assert (kept.result, kept.unit, kept.subject, kept.made_by) == ("76680.00", "元", "case:1", user)
    with pytest.raises(NoRule):
        rule_on("tax.comprehensive-income", date(2018, 12, 31), "500112")


def test_the_nearest_territory_decides():
    assert [chain("500112"), chain("500000-Z01"), chain("100000")] == [
        ["500112", "500100", "500000", "100000"],
        ["500000-Z01", "500000", "100000"],
        ["100000"],
    ]


def test_a_rule_is_read_by_day_and_place(pack):
    pack(
        nation=rule(territory="100000", value="1"),
        old=rule(to="2023-12-31", value="2"),
        new=rule(first="2024-01-01", value="3"),
    )
    assert [
        values("2023-12-31"),
        values("2024-01-01"),
        values(territory="110101"),
        values(territory="500000-Z01"),
    ] == [
        "2",
        "3",
        "1",
        "3",
    ]


def test_two_files_may_not_hold_one_rule_for_the_same_days(pack):
    with pytest.raises(PackError, match=r"b.yaml:1: a.b: another rule file has it"):
        pack(a=rule(to="2023-12-31"), b=rule(first="2023-12-31", value="2"))


def test_a_changed_rule_becomes_a_new_version_and_the_old_one_stays(pack, user):
    pack(a=rule(value="1"))
    kept = evaluate(acting_user=user, version=rule_on("a.b", date(2026, 1, 1), "500000"), inputs={})
    pack(a=rule(value="2"))
    assert (values(), RuleVersion.objects.filter(is_current=False).count()) == ("2", 1)
    assert list(replay([Evaluation.objects.get(pk=kept.pk)])) == []
    pack(a=rule(value="1"))  # and back
    assert (values(), RuleVersion.objects.count()) == ("1", 2)
    pack(a="", other=rule(value="1"))  # the file was renamed
    assert values() == "1"


def test_a_replay_tells_what_comes_out_otherwise(pack, user):
    pack(a=rule())
    version = rule_on("a.b", date(2026, 1, 1), "500000")
    good = evaluate(acting_user=user, version=version, inputs={"x": Decimal("1.50"), "d": date(2026, 1, 1)})
    bad = Evaluation.objects.create(
        version=version, inputs="{}", result="7", unit="元", formula="1", made_at=good.made_at, made_by=user
    )
    assert list(replay(Evaluation.objects.all())) == [Discrepancy(bad.pk, "result", "7", "1")]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (rule(result="2"), "2: rules.0: Value error, an example of a.b gives 1, not 2"),
        (rule(to="2019-01-01"), "2: rules.0: Value error, a.b ends before it begins"),
        (
            rule() + rule(first="2025-01-01").removeprefix("rules:\n"),
            "1: a.b stands twice for 2025-01-01 in 500000",
        ),
        (rule().replace("kind: amount", "kind: script"), "Input tag 'script' found"),
        (rule(slug="A b"), "2: rules.0.slug: String should match pattern"),
    ],
)
def test_the_check_tells_file_line_and_reason(pack, text, finding):
    root = pack(load=False, a=text)
    found, _files = check_all(root)
    assert len(found) == 1
    assert found[0].startswith(f"{root}/cn-a/rules/a.yaml:")
    assert finding.split(": ", 1)[-1] in found[0]


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE rulebook_ruleversion SET content = '{}'",
        "UPDATE rulebook_ruleversion SET effective_to = '2021-01-01'",
        "DELETE FROM rulebook_ruleversion",
        "UPDATE rulebook_evaluation SET result = '2'",
        "DELETE FROM rulebook_evaluation",
        "TRUNCATE rulebook_evaluation, rulebook_ruleversion",
    ],
)
def test_what_is_kept_is_not_changed(pack, user, attack):
    pack(a=rule())
    evaluate(acting_user=user, version=rule_on("a.b", date(2026, 1, 1), "500000"), inputs={})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_the_owner_is_refused_too(fresh_database):
    with fresh_database.connect("owner") as direct, pytest.raises(psycopg.errors.RestrictViolation):
        direct.execute("TRUNCATE rulebook_evaluation, rulebook_ruleversion CASCADE")


def test_an_evaluation_is_an_event_with_a_digest_alone(pack, user):
    from qinglan.kernel.events.models import Event

    pack(a=rule())
    made = evaluate(
        acting_user=user, version=rule_on("a.b", date(2026, 1, 1), "500000"), inputs={}, subject="case:17"
    )
    evaluate(acting_user=user, version=made.version, inputs={})
    found = [
        (event.stream, event.kind, json.loads(bytes(event.payload)))
        for event in Event.objects.filter(kind="rules.evaluated").order_by("stream")
    ]
    digests = [payload.pop("personal") for _stream, _kind, payload in found]
    about = {"rule": "a.b", "version": made.version_id}
    assert found == [
        ("evaluation:case.17", "rules.evaluated", {"evaluation": made.pk, **about}),
        ("evaluation:rule.a.b", "rules.evaluated", {"evaluation": made.pk + 1, **about}),
    ]
    assert [(list(one), len(one["content"])) for one in digests] == [(["content"], 64)] * 2
