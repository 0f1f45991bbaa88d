"""Releases: what a repository's forge has published, as often as we looked."""
