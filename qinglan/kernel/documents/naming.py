"""Papers and certificates by their titles, where others keep their keys only."""

from qinglan.kernel import naming
from qinglan.kernel.documents.models import Certificate, Paper


def _papers(keys: list[str]) -> dict[str, naming.Name]:
    found = Paper.objects.filter(pk__in=naming.numbers(keys))
    return {str(paper.pk): naming.Name(paper.title, paper.get_absolute_url()) for paper in found}


def _certificates(keys: list[str]) -> dict[str, naming.Name]:
    found = Certificate.objects.filter(code__in=keys)
    return {one.code: naming.Name(f"{one.title} {one.number}", one.get_absolute_url()) for one in found}


naming.register("paper", _papers)
naming.register("certificate", _certificates)
