"""A session: somebody who proved who they are, for one working day."""

from datetime import timedelta

SESSION_LASTS = timedelta(hours=12)  # one working day; nobody is signed in over night on a shared machine
