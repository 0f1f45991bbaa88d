"""Asking GitHub as an installation of a GitHub App: a token that lasts an hour, taken anew before it ends."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from github import Auth, Consts, GithubException, GithubIntegration

from scrapers.failures import BAD_ANSWER, BAD_CREDENTIALS, CONNECTION_FAILED, Unreachable

RENEWED_BEFORE: Final = timedelta(minutes=5)  # its end; a look lasts a minute at most, and clocks differ
TIMEOUT_SECONDS: Final = 10
_REFUSED: Final = frozenset({401, 403, 404})  # another key, a suspended installation, or none of that number


class Installation:
    """One installation of an App, and its token, shared by all threads.

    Args:
        app_id: GitHub's number of the App, or its client id.
        installation_id: GitHub's number of the installation.
        private_key: of the App, in PEM.
        api_url: of GitHub's REST API.
        clock: the time.
    """

    def __init__(
        self,
        app_id: str,
        installation_id: int,
        private_key: str,
        api_url: str = Consts.DEFAULT_BASE_URL,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._app_id = app_id
        self._installation_id = installation_id
        self._private_key = private_key
        self._api_url = api_url.rstrip("/")
        self._clock = clock
        self._lock = threading.Lock()
        self._token: tuple[str, datetime] | None = None

    @property
    def name(self) -> str:
        """Name the installation without telling a secret; its hour is shared under it, whatever its token is now."""
        return f"installation {self._installation_id} of {self._app_id}"

    def token(self) -> str:
        """Give a token that lasts for a look at least.

        The request for it is signed by the App and does not count in the installation's hour.

        Raises:
            Unreachable: GitHub gave none: BAD_CREDENTIALS where it does not know App, key or installation.
        """
        with self._lock:
            if self._token is None or self._token[1] - self._clock() < RENEWED_BEFORE:
                self._token = self._renewed()
            return self._token[0]

    def _renewed(self) -> tuple[str, datetime]:
        try:
            integration = GithubIntegration(
                auth=Auth.AppAuth(self._app_id, self._private_key),
                base_url=self._api_url,
                timeout=TIMEOUT_SECONDS,
                user_agent="commonfield",
                retry=None,
                seconds_between_requests=None,
                seconds_between_writes=None,
                lazy=True,
                api_version=Consts.API_VERSION_2022_11_28,
            )
            given = integration.get_access_token(self._installation_id)
            token = given.token, given.expires_at
        except GithubException as refusal:
            reason = BAD_CREDENTIALS if refusal.status in _REFUSED else f"HTTP_{refusal.status}"
            raise Unreachable(reason) from refusal
        except (OSError, RuntimeError) as failure:  # requests' exceptions are OSErrors
            raise Unreachable(CONNECTION_FAILED) from failure
        except (ValueError, TypeError, KeyError, AttributeError) as failure:  # an answer of another shape
            raise Unreachable(BAD_ANSWER) from failure
        return token
