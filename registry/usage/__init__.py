"""Who uses which software, in the agency's own word."""
