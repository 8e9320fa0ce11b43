"""Double entry in 分: accounts, postings, reversals. The ledger records money that others hold."""
