"""What the worker does while nobody waits: one file a sort of job, and `worker.py`, which takes them up."""
