"""The teams that suit each challenge best, kept so that nobody waits while thousands are compared."""
