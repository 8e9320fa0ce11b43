"""Who may do what with service inventions and their income: part of `tests.test_verbs`."""

OF_THE_UNIT = (
    "contracts.make_share_rule",
    "contracts.object_to_shares",
    "contracts.open_identity",
    "contracts.pay_income",
    "contracts.read_share_notice",
    "contracts.run_income",
    "contracts.see_income",
    "contracts.see_income_totals",
)
"""What is asked about the income of an organisation from its inventions."""
INCOME = {
    "contracts.apply_for_use": "",
    "contracts.close_share_notices": "X",
    "contracts.make_share_rule": "HT",
    "contracts.object_to_shares": "HMGFT",
    "contracts.open_identity": "HFT",
    "contracts.pay_income": "HFT",
    "contracts.read_share_notice": "HMGFT",
    "contracts.run_income": "HMGT",
    "contracts.see_income": "HMGFT",
    "contracts.see_income_totals": "OHMGFT",
    "contracts.see_invention": "",
    "contracts.see_use_application": "",
    "contracts.withdraw_use_application": "",
}
