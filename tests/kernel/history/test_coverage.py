"""Every table of the kernel keeps its history, refuses changes, or is named here with the reason why not."""

from typing import Any

from django.apps import apps
from django.db import connection

from qinglan.kernel.history.changes import tracked_models

WITHOUT = {
    "clock_setting": "one row; each change of it is a row of clock_change and an event",
    "codes_code": "loaded from files of packs and standards, edition by edition",
    "codes_codelist": "the same",
    "codes_correspondence": "the same",
    "codes_greenpattern": "the same",
    "documents_storedfile": "goes by the digest of its content; a row is written and removed, never changed",
    "drafts_draft": "what somebody typed and has not sent",
    "drafts_sending": "forgotten after days",
    "events_delivery": "the state of sending an anchor; the anchor itself only grows",
    "events_head": "the end of each stream, moved by the function that appends",
    "events_personal": "may be erased, which is an event of its own",
    "jobs_fault": "the log of rows that a job left out",
    "ledger_account": "opened and closed by events of its own stream",
    "ledger_balance": "the sum of entries, which only grow",
    "messaging_choice": "somebody's own addresses: personal data must be erasable, and history is not",
    "messaging_delivery": "the log of sending",
    "messaging_message": "its one change is that it was read",
    "messaging_tasklink": "its one change is that it was used",
    "rulebook_ruleversion": "a new version is a new row; the guard lets only its end be set",
    "search_storeddocument": "derived from what is public",
    "sheets_progress": "how far a file is, while it is applied",
    "sheets_upload": "forgotten after a day; what it did has its events",
    "todos_deskvisit": "when somebody last looked at his desk",
}


def test_a_table_of_the_kernel_is_tracked_or_guarded_or_excused(db: Any) -> None:
    tracked = tracked_models().values()
    kept = {model._meta.db_table for model in tracked}
    kept |= {model.pgh_event_model._meta.db_table for model in tracked}  # type: ignore[attr-defined]
    tables = {
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("qinglan.kernel.") and model._meta.managed
    }
    assert tables >= {"measures_indicator", "documents_paper", "disclosure_clearance"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only'")
        guarded = {name for (name,) in cursor.fetchall()}
    open_to_change = tables - kept - guarded
    assert sorted(open_to_change - set(WITHOUT)) == []
