"""Background work of auctions; each room keeps its own."""

from qinglan.auctions.lots import jobs as lot_jobs
from qinglan.auctions.results import jobs as result_jobs
from qinglan.auctions.sealing import jobs as sealing_jobs

__all__ = ["lot_jobs", "result_jobs", "sealing_jobs"]
