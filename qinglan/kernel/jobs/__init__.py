"""Background jobs: rescue of stalled ones, tidying up, and the operator's page. See docs/jobs.md."""
