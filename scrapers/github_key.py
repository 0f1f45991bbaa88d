"""The private key of a GitHub App, as people copy it from where GitHub gave it to them."""


def private_key(written: str) -> str:
    r"""Read a private key: PEM of an RSA key without a passphrase; `\n` may stand for the ends of its lines.

    Raises:
        ValueError: it is no such key. The message does not repeat it.
    """
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - settings are read without it, too
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey  # noqa: PLC0415 - the same
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415 - the same

    pem = written.replace("\\n", "\n").strip() + "\n"
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ValueError("it is not a private key in PEM without a passphrase") from None
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("it is not an RSA key, as GitHub Apps have")  # noqa: TRY004 - the value is wrong, not its type
    return pem
