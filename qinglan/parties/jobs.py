"""Background work of people and organisations."""

from qinglan.parties import organisation_jobs  # noqa: F401 - its jobs are found here
