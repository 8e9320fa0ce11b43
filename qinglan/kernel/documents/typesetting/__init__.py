"""PDF by typst: reproducible, archival (PDF/A-2u), in a font that lies beside the code."""

from qinglan.kernel.documents.typesetting.glyphs import MissingGlyph, missing_glyphs, refuse_missing
from qinglan.kernel.documents.typesetting.pdf import typeset

__all__ = ["MissingGlyph", "missing_glyphs", "refuse_missing", "typeset"]
