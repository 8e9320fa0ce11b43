"""`qinglan codes` and `qinglan rules`: answers and exit codes."""

from datetime import date
from decimal import Decimal

from tests.support.commands import here, in_a_process

GREEN = """list\tline\tpattern\tipc\ttitle_zh
green_inventory_03\t1\tA01H\tA01H\tx
green_inventory_03\t2\tC10L   5/00\tC10L5/40\tx
"""


def test_codes_are_loaded_and_looked_up(fresh_database, tmp_path):
    table = tmp_path / "green.tsv"
    table.write_text(GREEN, encoding="utf-8")
    assert here("codes", "green", "A01H 1/00") == (
        1,
        [],
        ["Error: no green list is loaded: qinglan codes load green-ipc FILE"],
    )
    code, said, complained = in_a_process(fresh_database, tmp_path, "codes", "load", "green-ipc", str(table))
    assert (code, said, complained) == (0, ["2 codes"], [])
    assert here("codes", "green", "C10L 5/40") == (0, ["green-inventory line 2: C10L   5/00"], [])
    assert here("codes", "green", "C10L 7/00") == (1, [], [])
    assert here("codes", "green", "x") == (1, [], ["Error: 'x' is no IPC symbol"])


def test_what_cannot_be_loaded_is_said(fresh_database, tmp_path):
    table = tmp_path / "bad.tsv"
    table.write_text("list\tline\n", encoding="utf-8")
    code, said, complained = here("codes", "load", "green-ipc", str(table))
    assert (code, said, len(complained), str(table) in complained[0]) == (1, [], 1, True)
    code, said, complained = here("codes", "load", "no-kind", str(table))
    assert (code, said, len(complained)) == (1, [], 1)
    code, said, _complained = here("codes", "kinds")
    assert (code, [line.split()[0] for line in said]) == (
        0,
        ["divisions", "divisions-edition", "industries", "ipc", "green-ipc"],
    )


def test_a_rule_is_shown_and_its_evaluations_replayed(fresh_database, tmp_path):
    from django.conf import settings

    from qinglan.kernel.rulebook.domain.evaluation import evaluate
    from qinglan.kernel.rulebook.kinds import KINDS
    from qinglan.kernel.rulebook.packs import discover
    from qinglan.kernel.rulebook.rules_on import rule_on
    from qinglan.parties.domain.account import system_user

    assert here("rules", "show", "share.transfer-or-licence")[0] == 1
    for pack in discover(settings.PACKS):
        for path in pack.files("rules/*.yaml"):
            KINDS["rules"].load(acting_user=system_user(), pack=pack, path=path)
    version = rule_on("share.transfer-or-licence", date(2026, 1, 1), "100000")
    code, said, _ = here("rules", "show", "share.transfer-or-licence", "--on", "2026-01-01")
    assert (code, said[0], said[1], said[2]) == (
        0,
        f"share.transfer-or-licence  100000  2015-10-01 – …  {version.digest[:12]}",
        f"{version.title_zh} / {version.title_en}",
        f"{version.issuer} {version.document} {version.article}  (published)",
    )
    assert here("rules", "show", "share.transfer-or-licence", "--on", "2001-01-01")[0] == 1
    made = evaluate(acting_user=system_user(), version=version, inputs={"net_income": Decimal(1800000)})
    number = str(made.pk)
    assert made.result == "900000.00"
    assert here("rules", "replay", number) == (0, ["1 replayed, 0 differences"], [])
    replayed = (0, ["1 replayed, 0 differences"], [])
    assert here("rules", "replay", "--all") == replayed
    assert in_a_process(fresh_database, tmp_path, "rules", "replay", "--all") == replayed
    assert here("rules", "replay", "999") == (1, [], ["Error: there is no evaluation 999"])
    assert here("rules", "replay")[0] == 2
    with fresh_database.connect("owner") as connection:
        connection.execute("ALTER TABLE rulebook_evaluation DISABLE TRIGGER USER")
        connection.execute("UPDATE rulebook_evaluation SET result = '1.00'")
    assert here("rules", "replay", number) == (
        1,
        ["1 replayed, 1 differences"],
        [f"{number}: result was '1.00', now '900000.00'"],
    )
