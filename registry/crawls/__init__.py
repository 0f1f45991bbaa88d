"""Where software is looked for by ourselves: sources, crawls, and what became of each repository found there."""
