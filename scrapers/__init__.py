"""The outside world, read only: forges and catalogues in, observations out."""
