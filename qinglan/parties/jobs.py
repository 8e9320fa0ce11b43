"""Background work of people and organisations."""

from qinglan.parties import organisation_jobs, people_jobs, personal_jobs  # noqa: F401 - their jobs are found here
