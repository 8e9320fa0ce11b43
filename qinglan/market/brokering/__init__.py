"""What brokers do in the market: mandates, registered introductions, notes of visits, cards, results."""
