"""Ownership, licence, data and publication, accepted by both sides before work starts."""
