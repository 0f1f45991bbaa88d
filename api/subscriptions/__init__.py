"""Following what changes: the contract's subscriptions over WebSockets and over server-sent events."""

from api.subscriptions import events, sockets
from api.subscriptions.running import Streams

__all__ = ["Streams", "events", "sockets"]
