"""Tables of code lists."""

from qinglan.kernel.codes.models.lists import Code, CodeList, Correspondence, GreenPattern
from qinglan.kernel.codes.models.territory import Territory, TerritoryKind

__all__ = ["Code", "CodeList", "Correspondence", "GreenPattern", "Territory", "TerritoryKind"]
