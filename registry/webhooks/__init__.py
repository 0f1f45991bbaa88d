"""Addresses that are told what happens here, and how telling them went."""
