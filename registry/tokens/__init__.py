"""API tokens, and the service accounts that programs act as."""
