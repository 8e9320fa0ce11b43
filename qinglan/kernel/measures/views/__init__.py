"""Pages of measures and reported figures."""
