"""First contact and negotiation: from an enquiry to agreed terms."""
