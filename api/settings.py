"""What an installation may decide for itself: every `COMMONFIELD_` variable, read here and nowhere else."""

import difflib
import os
from collections.abc import Mapping
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from registry.identities.model import read_rules
from scrapers.github_key import private_key
from scrapers.gitlab_addresses import KnownGitLabs, known_gitlabs

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


def _issuer_address(text: str) -> str:
    """An issuer is compared letter by letter, so nothing is taken off it."""
    parts = urlsplit(text)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError("a provider is reached over https, one on this machine over http too")
    if not parts.hostname or parts.query or parts.fragment:
        raise ValueError("it is not an address without '?' and '#'")
    return text


def _mail_secret(given: SecretStr) -> SecretStr:
    parts = urlsplit(given.get_secret_value())
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("it is not an smtp or smtps address")
    if parts.password is not None and parts.scheme == "smtp" and parts.hostname not in LOOPBACK:
        raise ValueError("a password is sent over smtps only")
    return given


def _private_key(given: SecretStr) -> SecretStr:
    return SecretStr(private_key(given.get_secret_value()))


def _gitlab_hosts(text: str) -> str:
    known_gitlabs(text, "")
    return text


def _rules(text: str) -> str:
    read_rules(text)
    return text


def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks of a list with commas between.

    Raises:
        ValueError: one is no network.
    """
    return tuple(ip_network(each.strip()) for each in text.split(",") if each.strip())


def _networks(text: str) -> str:
    networks(text)
    return text


def default_data_dir() -> Path:
    """`.commonfield` in the checkout, or in the current folder when the program was installed as a package."""
    return (CHECKOUT if (CHECKOUT / "pyproject.toml").is_file() else Path.cwd()) / DATA_FOLDER


def _lower(given: object) -> object:
    return given.lower() if isinstance(given, str) else given


WebAddress = Annotated[str, AfterValidator(_web_address)]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

#: What a right value looks like; a wrong one is answered with it.
RIGHT: Mapping[str, str] = {
    "data_dir": "a folder, such as /var/lib/commonfield",
    "database_url": "postgresql://USER:PASSWORD@HOST:5432/DATABASE",
    "meilisearch_url": "an address, such as http://localhost:7700",
    "meilisearch_key": "the key that Meilisearch was given",
    "github_api": "an address, such as https://api.github.com or https://HOST/api/v3",
    "github_token": "a token from GitHub's settings page",
    "github_webhook_secret": "the secret that the webhook was made with at GitHub",
    "github_app_id": "the App ID on the settings page of the GitHub App, such as 123456",
    "github_app_installation_id": "the number at the end of the address of the App's installation, such as 12345678",
    "github_app_private_key": "the private key that GitHub made for the App, beginning with -----BEGIN",
    "github_app_private_key_file": "the file with the private key that GitHub made for the App",
    "gitlab_hosts": "hosts with commas between, such as gitlab.opencode.de",
    "gitlab_tokens": "HOST=TOKEN with commas between, each of a host in COMMONFIELD_GITLAB_HOSTS or gitlab.com",
    "base_url": "the address people reach this site at, such as https://commons.example.org",
    "host": "an address of this machine, such as 127.0.0.1 or 0.0.0.0",
    "port": "a whole number from 0 to 65535, such as 8000",
    "log_level": "one of debug, info, warning, error",
    "demo": "auto, always or never",
    "points_per_minute": "a whole number from 1,000 on, such as 12000",
    "points_per_minute_signed_in": "a whole number from 10,000 on, such as 60000",
    "trusted_proxies": "addresses or networks with commas between, such as 10.0.0.0/8,192.0.2.7",
    "smtp_url": "smtp://HOST:587, or smtps://USER:PASSWORD@HOST:465",
    "smtp_from": "an e-mail address, such as commons@example.org",
    "oidc_issuer": "the issuer as the provider writes it, such as https://login.example.org/realms/city",
    "oidc_client_id": "what the provider calls this site",
    "oidc_client_secret": "the secret that the provider gave to this site",
    "oidc_name": "what people call the provider, such as City account",
    "oidc_roles": "rules such as programme-office=officer,jurors=reviewer,it-tainan=owner@tainan",
    "oidc_roles_claim": "the name of a claim, such as groups or realm_access.roles",
    "oidc_organisation_claim": "the name of a claim, such as organisation",
    "oidc_emails_are_verified": "true or false",
}

#: Values that may hold a password are never repeated, not even when they are wrong.
SECRET = frozenset(
    {
        "database_url",
        "meilisearch_key",
        "github_token",
        "github_webhook_secret",
        "github_app_private_key",
        "gitlab_tokens",
        "oidc_client_secret",
        "smtp_url",
    }
)


class Settings(BaseSettings):
    """Everything that can be set, with what holds when it is not; `docs/settings.md` explains each."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore")

    data_dir: Path = Field(default_factory=default_data_dir)
    database_url: Annotated[str, AfterValidator(_postgres_address)] | None = Field(default=None, repr=False)
    meilisearch_url: WebAddress | None = None
    meilisearch_key: SecretStr | None = None
    github_api: WebAddress = "https://api.github.com"
    github_token: SecretStr | None = None
    github_webhook_secret: SecretStr | None = None
    github_app_id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9.]+$")
    github_app_installation_id: int | None = Field(default=None, gt=0)
    github_app_private_key: Annotated[SecretStr, AfterValidator(_private_key)] | None = None
    github_app_private_key_file: Path | None = None
    gitlab_hosts: Annotated[str, AfterValidator(_gitlab_hosts)] = ""
    gitlab_tokens: SecretStr = SecretStr("")
    base_url: WebAddress | None = None
    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8000, ge=0, le=65535)
    log_level: Annotated[LogLevel, BeforeValidator(_lower)] = LogLevel.INFO
    demo: Annotated[Demo, BeforeValidator(_lower)] = Demo.AUTO
    points_per_minute: int = Field(default=12_000, ge=1_000)
    points_per_minute_signed_in: int = Field(default=60_000, ge=10_000)
    trusted_proxies: Annotated[str, AfterValidator(_networks)] = ""
    smtp_url: Annotated[SecretStr, AfterValidator(_mail_secret)] | None = None
    smtp_from: str | None = Field(default=None, pattern=r"^[^@\s<>]+@[^@\s<>]+$")
    oidc_issuer: Annotated[str, AfterValidator(_issuer_address)] | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_name: str | None = None
    oidc_roles: Annotated[str, AfterValidator(_rules)] = ""
    oidc_roles_claim: str = Field(default="roles", min_length=1)
    oidc_organisation_claim: str = Field(default="organisation", min_length=1)
    oidc_emails_are_verified: bool = False

    @property
    def github_app_key(self) -> str | None:
        """The private key of the GitHub App, wherever it is; None where none is set.

        Raises:
            OSError, ValueError: the file of it cannot be read, or holds none.
        """
        if self.github_app_private_key_file is not None:
            return private_key(self.github_app_private_key_file.read_text(encoding="ascii"))
        return None if self.github_app_private_key is None else self.github_app_private_key.get_secret_value()

    @property
    def gitlabs(self) -> KnownGitLabs:
        """The GitLabs that are known without asking."""
        return known_gitlabs(self.gitlab_hosts, self.gitlab_tokens.get_secret_value())

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
    else:
        wrong += _at_odds(settings)
    if wrong:
        raise WrongSettings("\n".join(wrong))
    return settings


def _at_odds(settings: Settings) -> list[str]:
    """What each setting allows alone and not together."""
    lines = _at_odds_of_the_app(settings)
    try:
        _ = settings.gitlabs
    except ValueError as error:
        lines.append(f"{variable('gitlab_tokens')}: {error}. Right would be {RIGHT['gitlab_tokens']}.")
    if (settings.oidc_issuer is None) != (settings.oidc_client_id is None):
        given, missing = ("oidc_issuer", "oidc_client_id")
        if settings.oidc_issuer is None:
            given, missing = missing, given
        lines.append(
            f"{variable(missing)}: it is needed with {variable(given)}. Right would be {RIGHT[missing]}."
        )
    if settings.oidc_issuer is None and settings.oidc_roles:
        lines.append(
            f"{variable('oidc_roles')}: there is no provider that could tell roles. Set {variable('oidc_issuer')} too."
        )
    if settings.oidc_issuer is not None and settings.demo is Demo.ALWAYS:
        lines.append(
            f"{variable('demo')}: 'always' cannot be used with {variable('oidc_issuer')}: anybody could be an officer"
            " where real people sign in. Right would be never."
        )
    return lines


def _at_odds_of_the_app(settings: Settings) -> list[str]:
    """A GitHub App needs all its three settings, its key in one place, and leaves no room for a token."""
    keys = ("github_app_private_key", "github_app_private_key_file")
    given = [
        name
        for name in ("github_app_id", "github_app_installation_id", *keys)
        if getattr(settings, name) is not None
    ]
    if not given:
        return []
    has_key = any(name in given for name in keys)
    missing = [name for name in ("github_app_id", "github_app_installation_id") if name not in given]
    missing += [] if has_key else [keys[0]]
    lines = [
        f"{variable(each)}: it is needed with {variable(given[0])}. Right would be {RIGHT[each]}."
        for each in missing
    ]
    if all(name in given for name in keys):
        lines.append(f"{variable(keys[1])}: {variable(keys[0])} is set too. Right would be one of them.")
    if settings.github_token is not None:
        lines.append(
            f"{variable('github_token')}: {variable(given[0])} is set too. Right would be one of them."
        )
    try:
        _ = settings.github_app_key
    except (OSError, ValueError):
        path = settings.github_app_private_key_file
        lines.append(
            f"{variable(keys[1])}: '{path}' holds no key that can be read. Right would be {RIGHT[keys[1]]}."
        )
    return lines


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
