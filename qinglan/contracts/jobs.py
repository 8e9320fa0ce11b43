"""Background work of contracts; each room keeps its own."""

from qinglan.contracts.figures import jobs as figure_jobs
from qinglan.contracts.mobility import jobs as mobility_jobs
from qinglan.contracts.sharing import jobs as sharing_jobs

__all__ = ["figure_jobs", "mobility_jobs", "sharing_jobs"]
