"""Training: batches, settings."""
