"""Budget lines, payments and payee accounts."""
