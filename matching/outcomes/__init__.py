"""Whether it got better: figures that a match reports against the baseline and target of its challenge."""
