"""Writing a contract: kinds, clauses, versions, the paper."""
