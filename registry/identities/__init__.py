"""Who somebody is at an identity provider, and what it says they may do here."""
