"""News for readers of feeds, as Atom (RFC 4287), in both languages."""

from api.feeds.handlers import routes

__all__ = ["routes"]
