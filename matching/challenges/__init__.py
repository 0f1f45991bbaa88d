"""An owner's problem statement, from draft to delivered code."""
