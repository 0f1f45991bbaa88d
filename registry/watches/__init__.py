"""Who watches which software, and what they are told when it gets worse."""
