"""When a job by the clock runs, in words. The clock of the jobs is universal time; people read Beijing time."""

import re

from django.utils.translation import gettext as _

AHEAD = 8
"""Hours by which Beijing time is ahead of universal time."""


def in_words(cron: str) -> str:
    """“every day at 02:20” for ``20 18 * * *``; the cron text itself where it says anything rarer."""
    minute, hour, *rest = cron.split()
    if rest != ["*", "*", "*"]:
        return cron
    if (minute, hour) == ("*", "*"):
        return _("every minute")
    if hour == "*" and (every := re.fullmatch(r"\*/(\d{1,2})", minute)):
        return _("every %(count)s minutes") % {"count": every[1]}
    if not re.fullmatch(r"\d{1,2}", minute):
        return cron
    if hour == "*":
        return _("every hour at minute %(minute)s") % {"minute": minute}
    if not re.fullmatch(r"\d{1,2}", hour):
        return cron
    return _("every day at %(time)s") % {"time": f"{(int(hour) + AHEAD) % 24:02}:{int(minute):02}"}
