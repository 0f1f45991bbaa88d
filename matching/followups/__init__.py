"""Whether what was delivered is really in service: asked of the owner 3, 6 and 12 months later, and shown."""
