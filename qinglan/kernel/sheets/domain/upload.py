"""Check a file, apply it once, forget what nobody applied."""

import hashlib
import json
import secrets
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.sheets import progress
from qinglan.kernel.sheets.imports import IMPORTS, Examination, Import, Source, examine_all
from qinglan.kernel.sheets.models import State, Upload
from qinglan.kernel.sheets.reading import Reading, read

DIRECT_ROWS = 500
"""A file of more rows is applied by the worker, with its progress on the page."""
KEPT = timedelta(days=1)
"""A checked file that nobody applies is forgotten after this time."""
SHOWN = 200
"""Outcomes and findings kept for the page; the file of faults has them all up to `MOST_FINDINGS`."""
MOST_FINDINGS = 5_000


def check_upload(*, acting_user: Any, slug: str, name: str, content: bytes) -> Upload:
    """Read the file, say what each row would do, and keep it under a new token. Writes no business data."""
    one = _import(acting_user, slug)
    reading = read(one.form, name, content)
    examination = examine_all(one, reading)
    return Upload.objects.create(
        token=secrets.token_urlsafe(32),
        slug=slug,
        uploader=acting_user,
        name=name[-200:],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        **_found(reading, examination),
    )


def apply_upload(*, acting_user: Any, token: str, in_background: bool = False) -> Upload:
    """Apply a checked file once, all rows or none; returns the upload as it then stands.

    When the data have changed since the check so that a row would do something else, nothing is
    applied: the file is checked again and `checked_again` says so. A long file is queued for the
    worker (state APPLYING), which calls this with `in_background`. Raises Impossible for a file with faults
    or applied before, DoesNotExist for another person's token, PermissionRefused.
    """
    try:
        with transaction.atomic():
            upload = Upload.objects.select_for_update().get(token=token, uploader=acting_user)
            one = _import(acting_user, upload.slug)
            _check_state(upload, in_background)
            if upload.rows > DIRECT_ROWS and not in_background:
                return _queue(upload)
            return _apply(acting_user, one, upload)
    except IntegrityError:  # somebody entered the same key between our look and our write
        with transaction.atomic():
            upload = Upload.objects.select_for_update().get(token=token, uploader=acting_user)
            one = IMPORTS[upload.slug]
            reading = read(one.form, upload.name, bytes(upload.content))
            return _check_again(upload, reading, examine_all(one, reading))
    finally:
        if in_background:
            progress.clear(token)


def forget_uploads() -> int:
    """Delete what was checked and not applied within `KEPT`; returns how many."""
    waiting = Upload.objects.exclude(state=State.APPLIED)
    deleted, _each = waiting.filter(checked_at__lt=clock.now() - KEPT).delete()
    return deleted


def _import(acting_user: Any, slug: str) -> Import:
    one = IMPORTS[slug]
    permissions.require(acting_user, one.permission)
    return one


def _check_state(upload: Upload, in_background: bool) -> None:
    if upload.state == State.APPLIED:
        raise Impossible(
            _("This file was applied already. Upload it again to check whether anything is left.")
        )
    if upload.state == State.FAULTY:
        raise Impossible(_("This file has faults. Correct them and upload it again."))
    if upload.state == State.APPLYING and not in_background:
        raise Impossible(_("This file is being applied at the moment."))


def _queue(upload: Upload) -> Upload:
    from qinglan.kernel.sheets.jobs import apply_checked  # noqa: PLC0415 - the job calls this module

    upload.state = State.APPLYING
    upload.save(update_fields=["state"])
    apply_checked.defer(token=upload.token)
    return upload


def _apply(acting_user: Any, one: Import, upload: Upload) -> Upload:
    reading = read(one.form, upload.name, bytes(upload.content))
    examination = examine_all(one, reading, lock=True)
    if examination.findings or _fingerprint(examination) != upload.fingerprint:
        return _check_again(upload, reading, examination)
    upload.applied_rows = one.apply(
        acting_user=acting_user,
        rows=reading.rows,
        source=Source(upload.name, upload.sha256),
        progress=progress.reporter(upload.token),
    )
    upload.state = State.APPLIED
    upload.applied_at = clock.now()
    upload.content = b""  # its rows are in the tables now; the hash stays
    upload.checked_again = False
    upload.save()
    return upload


def _check_again(upload: Upload, reading: Reading, examination: Examination) -> Upload:
    for name, value in _found(reading, examination).items():
        setattr(upload, name, value)
    upload.checked_again = True
    upload.save()
    return upload


def _found(reading: Reading, examination: Examination) -> dict[str, Any]:
    counts = {act: examination.count(act) for act in ("new", "change", "same")}
    outcomes = [o for o in examination.outcomes if o.act != "same"][:SHOWN]
    report = {
        "counts": counts,
        "faults": len(examination.findings),
        "findings": [finding.stored() for finding in examination.findings[:MOST_FINDINGS]],
        "skipped": reading.skipped[:SHOWN],
        "unknown": list(reading.unknown),
        "outcomes": [[o.row, o.act, o.key, o.label, list(o.changes)] for o in outcomes],
    }
    return {
        "checked_at": clock.now(),
        "fingerprint": _fingerprint(examination),
        "report": report,
        "rows": len(reading.rows),
        "state": State.FAULTY if examination.findings else State.READY,
    }


def _fingerprint(examination: Examination) -> str:
    whole = [[o.row, o.act, o.key, list(o.changes)] for o in examination.outcomes]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()
