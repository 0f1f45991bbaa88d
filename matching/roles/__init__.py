"""Roles that a challenge is carved into, for people without a team."""
