"""Background work on checked files."""

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from qinglan.kernel import job_titles
from qinglan.kernel.sheets.models import State, Upload

job_titles.register("sheets.apply", _("Take over a checked spreadsheet"))
job_titles.register("sheets.forget", _("Forget spreadsheets that nobody applied"))


@app.task(name="sheets.apply", queueing_lock=None)
def apply_checked(token: str) -> None:
    """Apply a long file; what it refuses stands on the page of the upload."""
    from qinglan.kernel.sheets.domain.upload import apply_upload  # noqa: PLC0415 - it queues this job

    upload = Upload.objects.select_related("uploader").get(token=token)
    if upload.state == State.APPLYING:
        apply_upload(acting_user=upload.uploader, token=token, in_background=True)


@app.periodic(cron="40 18 * * *")
@app.task(name="sheets.forget", queueing_lock="sheets.forget")
def forget(timestamp: int) -> None:
    """Forget what nobody applied."""
    from qinglan.kernel.sheets.domain.upload import forget_uploads  # noqa: PLC0415 - as above

    forget_uploads()
