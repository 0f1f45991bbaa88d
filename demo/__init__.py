"""The example programme and catalogue that a first run shows."""
