"""What leaves the machine: one small JSON file that holds the anchor's exact bytes and signature."""

import json

from qinglan.kernel.events.models import Anchor

FORMAT = "qinglan-anchor-file/1"


def file_name(anchor: Anchor) -> str:
    """``anchor-000001-2026-11-22.json``."""
    return f"anchor-{anchor.number:06d}-{anchor.day.isoformat()}.json"


def file_content(anchor: Anchor) -> bytes:
    """The file: the document as text (its UTF-8 bytes are what is signed), signature in hex."""
    content = {
        "document": bytes(anchor.document).decode(),
        "format": FORMAT,
        "signature": bytes(anchor.signature).hex(),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
