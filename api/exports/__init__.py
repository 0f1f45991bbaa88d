"""Whole tables and the audit trail as files."""
