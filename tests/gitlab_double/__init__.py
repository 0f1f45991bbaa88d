"""A double of GitLab's REST API that serves the invented repositories of GitHub's double as GitLab would."""

from tests.github_double.threads import Note, Thread
from tests.gitlab_double.application import serve
from tests.gitlab_double.state import GitLabDouble

__all__ = ["GitLabDouble", "Note", "Thread", "serve"]
