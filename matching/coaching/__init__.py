"""Coaches: who helps which pair, with what notes, advice and hours."""
