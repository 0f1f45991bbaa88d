"""The application as strangers reach it."""

from tests.api import conftest as application

browse = application.browse
logging_as_it_was = application.logging_as_it_was
settings = application.settings
