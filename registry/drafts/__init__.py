"""A publiccode.yml begun from what a repository shows of itself, each value with where it was found."""
