"""Which browser drives the tests and the screenshots."""

import os
import shutil

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")


def chromium() -> str | None:
    """The browser of this machine; COMMONFIELD_TEST_CHROMIUM names one that is not on the path."""
    return os.environ.get("COMMONFIELD_TEST_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUMS)), None
    )
