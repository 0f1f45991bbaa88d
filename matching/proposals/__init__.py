"""Proposals: what teams and others offer to do, before an owner has asked for it."""
