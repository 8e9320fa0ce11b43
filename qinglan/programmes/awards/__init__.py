"""Awards after the decision: register, duties, warnings and revocation."""
