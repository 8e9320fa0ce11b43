"""Look for numbers of persons in texts and files."""

from qinglan.kernel.disclosure.scanning.file import Scan, scan_file
from qinglan.kernel.disclosure.scanning.text import Finding, Kind, mask, mask_text, scan_text

__all__ = ["Finding", "Kind", "Scan", "mask", "mask_text", "scan_file", "scan_text"]
