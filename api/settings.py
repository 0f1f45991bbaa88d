"""What an installation may decide for itself: every `COMMONFIELD_` variable, read here and nowhere else."""

import difflib
import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "COMMONFIELD_"
DATA_FOLDER = ".commonfield"
CHECKOUT = Path(__file__).resolve().parents[1]
SURELY_MEANT = (
    0.85  # difflib's ratio: DATABSE_URL is meant as DATABASE_URL, SERVICE_HOST is not meant as HOST
)

#: Other programs' variables that begin as ours do: tests have their own.
NOT_OURS = f"{PREFIX}TEST_"


class WrongSettings(Exception):  # noqa: N818 - the state of the environment, told to whoever set it
    """Settings that cannot be used; the message has one line for each."""


class LogLevel(StrEnum):
    """From which importance on something is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Demo(StrEnum):
    """Whether an empty installation is filled with the demo, and anybody may be one of its people."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("it is not an http or https address")
    if parts.query or parts.fragment:
        raise ValueError("an address with '?' or '#' has no room for paths behind it")
    return text.rstrip("/")


def _postgres_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("it does not begin with postgresql://")
    return text


def default_data_dir() -> Path:
    """`.commonfield` in the checkout, or in the current folder when the program was installed as a package."""
    return (CHECKOUT if (CHECKOUT / "pyproject.toml").is_file() else Path.cwd()) / DATA_FOLDER


def _lower(given: object) -> object:
    return given.lower() if isinstance(given, str) else given


WebAddress = Annotated[str, AfterValidator(_web_address)]

#: What a right value looks like; a wrong one is answered with it.
RIGHT: Mapping[str, str] = {
    "data_dir": "a folder, such as /var/lib/commonfield",
    "database_url": "postgresql://USER:PASSWORD@HOST:5432/DATABASE",
    "meilisearch_url": "an address, such as http://localhost:7700",
    "meilisearch_key": "the key that Meilisearch was given",
    "github_api": "an address, such as https://api.github.com or https://HOST/api/v3",
    "github_token": "a token from GitHub's settings page",
    "base_url": "the address people reach this site at, such as https://commons.example.org",
    "host": "an address of this machine, such as 127.0.0.1 or 0.0.0.0",
    "port": "a whole number from 0 to 65535, such as 8000",
    "log_level": "one of debug, info, warning, error",
    "demo": "auto, always or never",
}

#: Values that may hold a password are never repeated, not even when they are wrong.
SECRET = frozenset({"database_url", "meilisearch_key", "github_token"})


class Settings(BaseSettings):
    """Everything that can be set, with what holds when it is not; `docs/settings.md` explains each."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore")

    data_dir: Path = Field(default_factory=default_data_dir)
    database_url: Annotated[str, AfterValidator(_postgres_address)] | None = Field(default=None, repr=False)
    meilisearch_url: WebAddress | None = None
    meilisearch_key: SecretStr | None = None
    github_api: WebAddress = "https://api.github.com"
    github_token: SecretStr | None = None
    base_url: WebAddress | None = None
    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8000, ge=0, le=65535)
    log_level: Annotated[LogLevel, BeforeValidator(_lower)] = LogLevel.INFO
    demo: Annotated[Demo, BeforeValidator(_lower)] = Demo.AUTO

    @property
    def public_url(self) -> str:
        """The address that links to this installation begin with, without a slash at the end."""
        shown = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else self.host  # noqa: S104 - compared, not bound
        return self.base_url or f"http://{shown}:{self.port}"

    @property
    def is_https(self) -> bool:
        """Whether people reach this installation over https, so that cookies may be kept to it."""
        return self.public_url.startswith("https://")

    @property
    def postgres_dir(self) -> Path:
        """The folder of the embedded PostgreSQL."""
        return self.data_dir / "postgres"


def variable(field: str) -> str:
    """The environment variable of a setting: `data_dir` is set by `COMMONFIELD_DATA_DIR`."""
    return f"{PREFIX}{field.upper()}"


def read_settings(**chosen: Any) -> Settings:
    """The settings of this process.

    Args:
        **chosen: settings that the command line chose; they go before the environment.

    Raises:
        WrongSettings: a variable has a value that cannot be used, or a name that is nearly one of ours.
    """
    wrong = _misspelt()
    try:
        settings = Settings(**{name: value for name, value in chosen.items() if value is not None})
    except ValidationError as error:
        wrong += [_line(problem["loc"], problem["msg"], problem["input"]) for problem in error.errors()]
    if wrong:
        raise WrongSettings("\n".join(wrong))
    return settings


def _line(place: tuple[int | str, ...], message: str, given: object) -> str:
    field = str(place[0]).lower().removeprefix(PREFIX.lower())
    value = "what it is set to" if field in SECRET else f"'{given}'"
    _, is_ours, reason = message.partition("Value error, ")
    because = f": {reason}" if is_ours else ""
    return f"{variable(field)}: {value} cannot be used{because}. Right would be {RIGHT[field]}."


def _misspelt() -> list[str]:
    known = [variable(field) for field in Settings.model_fields]
    lines = []
    for name in sorted(os.environ):
        if not name.startswith(PREFIX) or name in known or name.startswith(NOT_OURS):
            continue
        ending = name.removeprefix(PREFIX)
        meant = difflib.get_close_matches(
            ending, [each.removeprefix(PREFIX) for each in known], 1, SURELY_MEANT
        )
        if meant:
            lines.append(f"{name}: there is no such setting. Right would be {PREFIX}{meant[0]}.")
    return lines
