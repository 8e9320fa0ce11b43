"""City plans: documents, articles, targets, tasks."""
