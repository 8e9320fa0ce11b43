"""What an external auditor reads of programmes: populations, samples, anomalies, reconciliations, evidence sheets."""
