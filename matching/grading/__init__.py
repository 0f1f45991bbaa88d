"""After the blind review: owners shortlist bids, and owner and team grade each other, both blind."""
