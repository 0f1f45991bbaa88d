"""Which web addresses are seen, before anything is looked up, to name no machine of the public internet."""

import pytest

from scrapers.public_addresses import names_no_public_machine


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "10.0.0.1", "169.254.169.254"),
        *(
            "[::1]",
            "[fd00::1]",
            "[fe80::1%25eth0]",
            "[::ffff:127.0.0.1]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
        ),
        *("localhost", "LOCALHOST.", "a.localhost"),
    ],
)
def test_a_number_that_is_not_public_is_seen(host: str) -> None:
    assert names_no_public_machine(f"https://{host}/hook")


@pytest.mark.parametrize(
    "host", ["8.8.8.8", "[2606:4700::1]", "hooks.example.org", "localhost.example.org", "[x"]
)
def test_other_addresses_are_left_to_the_look_up(host: str) -> None:
    assert not names_no_public_machine(f"https://{host}/hook")
