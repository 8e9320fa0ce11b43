"""The export of a lot: its events and those of its opened envelopes, with the script that checks them."""

import zipfile
from typing import IO

from qinglan.auctions.models import Lot, OpenedEnvelope
from qinglan.kernel.events import export
from qinglan.kernel.web import demonstration
from qinglan.settings.env import PROJECT_ROOT

SCRIPT = PROJECT_ROOT / "tools" / "verify_auction.py"
README = """一宗标的的全部事件。校验： python3 verify_auction.py {name}
All events of one lot. To check them: python3 verify_auction.py {name}

The script needs Python 3.9 or newer and nothing else. It exits with 0 when everything is sound and with 1 when
something is not, and names it. It reckons winner and price anew.
"""


def file_name(lot: Lot) -> str:
    """How the export of a lot is called."""
    return demonstration.file_name(f"auction-{lot.number}.zip")


def write_export(output: IO[bytes], lot: Lot) -> None:
    """Write the archive: ``lot.jsonl``, ``envelopes/<id>.jsonl``, the script, how to use it."""
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        _member(archive, "lot.jsonl", lot.key)
        opened = OpenedEnvelope.objects.filter(opening__lot=lot, opening__is_rehearsal=False)
        for envelope in opened.order_by("envelope_id").values_list("envelope_id", flat=True):
            _member(archive, f"envelopes/{envelope}.jsonl", f"envelope:{envelope}")
        archive.write(SCRIPT, SCRIPT.name)
        archive.writestr("README.txt", README.format(name=file_name(lot)))


def _member(archive: zipfile.ZipFile, name: str, stream: str) -> None:
    with archive.open(name, "w", force_zip64=True) as member:
        for line in export.lines(stream):
            member.write(line)
