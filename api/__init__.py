"""Processes and HTTP: how people and programs get in."""
