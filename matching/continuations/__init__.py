"""The next phase of what was delivered, asked of the same pair first."""
