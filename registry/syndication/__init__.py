"""What others carry on of our catalogue: pages for federating catalogues, and news for readers of feeds."""
