"""Surveys of local governments before a round."""
