"""A restore begins a new epoch."""

import importlib

import psycopg

from qinglan.kernel.database.backup import write_backup
from qinglan.kernel.database.location import ROLE_NAMES, embedded_params
from qinglan.kernel.database.restore import restore_backup
from qinglan.kernel.database.server import Server


def test_a_restored_database_is_in_a_new_epoch_and_its_old_changes_can_be_read(homes):
    log = importlib.import_module("qinglan.kernel.outbox.migrations.0001_initial")
    source, target = homes / "source", homes / "target"
    Server(source, durable=False).start()
    with psycopg.connect(**embedded_params(source, ROLE_NAMES["owner"]), autocommit=True) as owner:
        for statement in (log.TABLES, log.READ, log.RIGHTS):
            owner.execute(statement)
    with psycopg.connect(**embedded_params(source, ROLE_NAMES["app"]), autocommit=True) as app:
        for number in range(300):  # transaction numbers that the new cluster has not reached
            app.execute("INSERT INTO outbox_change (kind, key) VALUES ('tests.changed', %s)", [str(number)])
    write_backup(source, homes / "backup.tar")
    restore_backup(target, homes / "backup.tar")
    Server(target, durable=False).start()
    with psycopg.connect(**embedded_params(target, ROLE_NAMES["app"]), autocommit=True) as app:
        app.execute("INSERT INTO outbox_change (kind, key) VALUES ('tests.changed', 'new')")
        rows = app.execute("SELECT epoch, key FROM outbox_read(0, '0', 0, 1000)").fetchall()
        epochs = app.execute("SELECT number, reason FROM outbox_epoch ORDER BY number").fetchall()
        tokens = app.execute("SELECT count(DISTINCT token) FROM outbox_epoch").fetchone()
    assert rows == [*((1, str(number)) for number in range(300)), (2, "new")]
    assert (epochs, tokens) == ([(1, "first start"), (2, "restored from a backup")], (2,))
