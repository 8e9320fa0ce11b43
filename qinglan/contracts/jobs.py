"""Background work of contracts; each room keeps its own."""

from qinglan.contracts.mobility import jobs as mobility_jobs
from qinglan.contracts.sharing import jobs as sharing_jobs

__all__ = ["mobility_jobs", "sharing_jobs"]
