"""One answer for what is not there and for what the reader may not know of."""

from django.http import Http404
from django.utils.translation import gettext as _


def no_such_file() -> Http404:
    """404, whether there is no such file or the reader may not see it."""
    return Http404(_("There is no file at this address, or it is not open to you."))
