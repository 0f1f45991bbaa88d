"""Which stored facts a fit is made of, and who is told what of it; the arithmetic is in `matching.fit`."""
