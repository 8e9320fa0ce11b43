"""``qinglan events`` as an operator runs it."""

from tests.kernel.events.log import TAMPER, add, run_script
from tests.support import server
from tests.support.commands import here, in_a_process


def test_export_verify_and_anchor(fresh_database, tmp_path):
    add(2)
    verified = ["sound  test:a: 2 events, anchored up to 0", "sound  anchors: 0"]
    assert in_a_process(fresh_database, tmp_path, "events", "verify") == (0, verified, [])
    assert here("events", "verify") == (0, verified, [])
    done = here("events", "anchor")
    assert (done.code, done.said[0].split(":")[0]) == (0, "made")
    assert here("events", "anchor").said[0].startswith("there already: anchor 1")
    path = tmp_path / "a.jsonl"
    assert here("events", "export", "test:a", "--out", str(path)).code == 0
    assert run_script(path)[0] == 0
    again = here("events", "export", "test:a", "--out", str(path))
    assert again == (1, [], [f"Error: {path} exists already; an export is never overwritten"])
    done = here("events", "export", "test:a", "--with-personal")
    assert (done.code, len(done.said), "张三" in "".join(done.said)) == (0, 5, True)
    done = here("events", "export", "test:none")
    assert (done.code, "there is no stream 'test:none'" in done.complained[0]) == (1, True)


def test_verify_names_the_first_bad_event(fresh_database):
    add(3)
    with server.connect_as_superuser(server.home(), fresh_database.name) as connection:
        connection.execute(TAMPER)
        connection.execute("UPDATE events_event SET payload = '{}' WHERE sequence = 2")
    assert here("events", "verify", "test:a")[:2] == (
        1,
        ["BAD    test:a, event 2: its hash does not fit its content"],
    )
