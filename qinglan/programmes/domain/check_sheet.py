"""Verb: keep the answer to a list of codes as a sheet with a code that anybody can verify."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents import code
from qinglan.kernel.events.canonical import encode
from qinglan.programmes.checking.answers import check
from qinglan.programmes.checking.codes import Line
from qinglan.programmes.models import CheckSheet


@transaction.atomic
def make_check_sheet(*, acting_user: Any, lines: Sequence[Line]) -> CheckSheet:
    """The sheet of what the register says of these lines now; the same answer on the same day is one sheet.

    Raises PermissionRefused; Impossible for an empty list.
    """
    permissions.require(acting_user, "programmes.check_codes")
    if not lines:
        raise Impossible(_("There is no code in the list."), field="codes")
    content = encode(check(lines))
    digest = hashlib.sha256(content).hexdigest()
    standing = CheckSheet.objects.filter(digest=digest).first()
    if standing is not None:
        return standing
    try:
        with transaction.atomic():
            return CheckSheet.objects.create(
                code=code.new(), content=content.decode(), digest=digest, made_at=clock.now()
            )
    except IntegrityError:  # made by somebody else at this moment
        return CheckSheet.objects.get(digest=digest)
