"""Open bidding: rising and falling prices, first come."""
