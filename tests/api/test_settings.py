import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from api.runtime import github_access
from api.settings import (
    CHECKOUT,
    RIGHT,
    Demo,
    LogLevel,
    Settings,
    WrongSettings,
    default_data_dir,
    read_settings,
    variable,
)

DOCUMENTED = re.compile(r"^\| `(COMMONFIELD_\w+)` \|", re.MULTILINE)


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)


def wrong(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> str:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSettings) as refused:
        read_settings()
    return str(refused.value)


def test_the_documentation_and_the_program_know_the_same_settings() -> None:
    written = (CHECKOUT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert DOCUMENTED.findall(written) == [variable(field) for field in Settings.model_fields]


def test_every_setting_says_what_would_be_right() -> None:
    assert set(RIGHT) == set(Settings.model_fields)


def test_nothing_needs_to_be_set() -> None:
    settings = read_settings()
    assert settings.database_url is None
    assert settings.postgres_dir == CHECKOUT / ".commonfield" / "postgres"
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8000, "http://localhost:8000")
    assert (settings.log_level, settings.demo) == (LogLevel.INFO, Demo.AUTO)
    assert settings.github_api == "https://api.github.com"


def test_an_installed_package_keeps_its_data_in_the_current_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("api.settings.CHECKOUT", tmp_path / "site-packages")
    monkeypatch.chdir(tmp_path)
    assert default_data_dir() == tmp_path / ".commonfield"


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONFIELD_DATABASE_URL", "")
    monkeypatch.setenv("COMMONFIELD_PORT", "")
    assert (read_settings().database_url, read_settings().port) == (None, 8000)


def test_the_command_line_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONFIELD_PORT", "8001")
    assert read_settings(port=8002, host=None).port == 8002


def test_an_address_loses_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONFIELD_BASE_URL", "https://commons.example.org/")
    settings = read_settings()
    assert (settings.public_url, settings.is_https) == ("https://commons.example.org", True)


def test_words_may_be_written_in_capitals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONFIELD_LOG_LEVEL", "WARNING")
    assert read_settings().log_level is LogLevel.WARNING


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "COMMONFIELD_PORT",
            "tcp://10.0.0.1:80",
            (
                "COMMONFIELD_PORT: 'tcp://10.0.0.1:80' cannot be used. "
                "Right would be a whole number from 0 to 65535, such as 8000."
            ),
        ),
        (
            "COMMONFIELD_PORT",
            "70000",
            "COMMONFIELD_PORT: '70000' cannot be used. Right would be a whole number from 0 to 65535, such as 8000.",
        ),
        (
            "COMMONFIELD_GITHUB_API",
            "api.github.com",
            (
                "COMMONFIELD_GITHUB_API: 'api.github.com' cannot be used: it is not an http or https address. "
                "Right would be an address, such as https://api.github.com or https://HOST/api/v3."
            ),
        ),
        (
            "COMMONFIELD_BASE_URL",
            "https://commons.example.org/?a=b",
            (
                "COMMONFIELD_BASE_URL: 'https://commons.example.org/?a=b' cannot be used: an address with '?' or '#'"
                " has no room for paths behind it. Right would be the address people reach this site at, such as"
                " https://commons.example.org."
            ),
        ),
        (
            "COMMONFIELD_DEMO",
            "yes",
            "COMMONFIELD_DEMO: 'yes' cannot be used. Right would be auto, always or never.",
        ),
        (
            "COMMONFIELD_LOG_LEVEL",
            "loud",
            "COMMONFIELD_LOG_LEVEL: 'loud' cannot be used. Right would be one of debug, info, warning, error.",
        ),
    ],
)
def test_a_wrong_value_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str
) -> None:
    assert wrong(monkeypatch, name, value) == line


def test_a_wrong_database_address_is_told_without_repeating_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = wrong(monkeypatch, "COMMONFIELD_DATABASE_URL", "mysql://commons:hunter2@db/commons")
    assert told == (
        "COMMONFIELD_DATABASE_URL: what it is set to cannot be used: it does not begin with postgresql://. "
        "Right would be postgresql://USER:PASSWORD@HOST:5432/DATABASE."
    )


def test_every_wrong_variable_has_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONFIELD_DEMO", "yes")
    lines = wrong(monkeypatch, "COMMONFIELD_PORT", "high").splitlines()
    assert [line.partition(":")[0] for line in lines] == ["COMMONFIELD_PORT", "COMMONFIELD_DEMO"]


def test_a_misspelt_variable_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    told = wrong(monkeypatch, "COMMONFIELD_DATABSE_URL", "postgresql://localhost/commons")
    assert (
        told == "COMMONFIELD_DATABSE_URL: there is no such setting. Right would be COMMONFIELD_DATABASE_URL."
    )


def test_variables_that_are_like_none_of_ours_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONFIELD_SERVICE_HOST", "10.0.0.1")
    monkeypatch.setenv("COMMONFIELD_TEST_DATABASE_URL", "postgresql://localhost/commons")
    assert read_settings().host == "127.0.0.1"


def test_secrets_are_not_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMONFIELD_DATABASE_URL", "postgresql://commons:hunter2@db/commons")
    monkeypatch.setenv("COMMONFIELD_GITHUB_TOKEN", "hunter2")
    monkeypatch.setenv("COMMONFIELD_MEILISEARCH_KEY", "hunter2")
    assert "hunter2" not in repr(read_settings())


def _app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Set a whole GitHub App and give its key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
    (tmp_path / "app.pem").write_text(pem)
    monkeypatch.setenv("COMMONFIELD_GITHUB_APP_ID", "123456")
    monkeypatch.setenv("COMMONFIELD_GITHUB_APP_INSTALLATION_ID", "77")
    monkeypatch.setenv("COMMONFIELD_GITHUB_APP_PRIVATE_KEY_FILE", str(tmp_path / "app.pem"))
    return pem


def test_a_github_app_is_asked_as_its_installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pem = _app(monkeypatch, tmp_path)
    assert github_access(read_settings()).credential == "installation 77 of 123456"
    monkeypatch.delenv("COMMONFIELD_GITHUB_APP_PRIVATE_KEY_FILE")
    monkeypatch.setenv("COMMONFIELD_GITHUB_APP_PRIVATE_KEY", pem.replace("\n", "\\n"))
    assert github_access(read_settings()).credential == "installation 77 of 123456"


@pytest.mark.parametrize("missing", ["APP_ID", "APP_INSTALLATION_ID", "APP_PRIVATE_KEY_FILE"])
def test_half_a_github_app_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: str) -> None:
    _app(monkeypatch, tmp_path)
    monkeypatch.delenv(f"COMMONFIELD_GITHUB_{missing}")
    with pytest.raises(
        WrongSettings, match=f"COMMONFIELD_GITHUB_{missing.removesuffix('_FILE')}: it is needed"
    ):
        read_settings()


def test_a_github_app_and_a_token_or_two_keys_are_one_too_many(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pem = _app(monkeypatch, tmp_path)
    assert "COMMONFIELD_GITHUB_APP_ID is set too" in wrong(monkeypatch, "COMMONFIELD_GITHUB_TOKEN", "a-token")
    monkeypatch.delenv("COMMONFIELD_GITHUB_TOKEN")
    assert "is set too" in wrong(monkeypatch, "COMMONFIELD_GITHUB_APP_PRIVATE_KEY", pem)


def test_a_key_that_cannot_be_read_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _app(monkeypatch, tmp_path)
    (tmp_path / "app.pem").write_text("no key")
    for path in (tmp_path / "app.pem", tmp_path / "nowhere.pem"):
        said = wrong(monkeypatch, "COMMONFIELD_GITHUB_APP_PRIVATE_KEY_FILE", str(path))
        assert "holds no key that can be read" in said
        assert "no key\n" not in said


def test_a_wrong_key_is_not_repeated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _app(monkeypatch, tmp_path)
    monkeypatch.delenv("COMMONFIELD_GITHUB_APP_PRIVATE_KEY_FILE")
    said = wrong(monkeypatch, "COMMONFIELD_GITHUB_APP_PRIVATE_KEY", "hunter2")
    assert "hunter2" not in said
    assert "what it is set to cannot be used: it is not a private key" in said
