"""Who scores which application, so that nobody judges friends or rivals and nobody has all the work."""
