"""Alerts by e-mail: one plain letter a watcher and alert, through the mail server that the settings name."""

import asyncio
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from uuid import UUID

import structlog

from api.settings import Settings
from registry.watches import repository
from registry.watches.model import AlertKind
from registry.watches.repository import Letter
from registry.watches.texts import alert_sentence
from store.database import Database
from store.jobs import Job, TryAgainLater

log = structlog.get_logger()

ANSWER_SECONDS: Final = (
    10.0  # for each answer of the mail server; a process that stops waits no longer either
)
DEFAULT_PORTS: Final = {"smtp": 587, "smtps": 465}  # submission, RFC 6409 and RFC 8314
PERMANENT: Final = 500  # replies from here on will not change, RFC 5321 section 4.2.1
FAILED: Final = "MAIL_SERVER_FAILED"

_TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "subject": "{name}: its health has changed",
        "body": "{sentence}\n\nWhy, and what would help: {address}#health\n\n"
        "You get this because you watch “{name}”. To stop, sign in and open that page.\n",
    },
    "zh-Hant": {
        "subject": "{name}：健康狀況有變化",
        "body": "{sentence}\n\n原因與改善方式：{address}#health\n\n"
        "您關注了「{name}」，因此收到這封信。若不想再收到，請登入後在該頁取消關注。\n",
    },
}
_EXPIRING: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "subject": "{name} leaves the lists of the catalogue on {after} unless it is corrected",
        "body": "{sentence}\n\nWhat is wrong, line by line, and what to write: {address}#correct\n\n"
        "You get this once, because you speak for the publisher of “{name}”.\n",
    },
    "zh-Hant": {
        "subject": "{name} 若未更正，將於 {after} 自目錄清單移除",
        "body": "{sentence}\n\n錯誤之處（逐行列出）與修正方式：{address}#correct\n\n"
        "您可代表「{name}」的發布者，因此收到這封信；僅通知一次。\n",
    },
}


@dataclass(frozen=True, slots=True)
class MailServer:
    """How letters leave.

    Attributes:
        is_tls: TLS from the first byte (smtps); otherwise it is switched on where the server offers it.
        user, password: None where the server lets this machine in without.
        sender: the address that letters come from.
        base_url: what links in letters begin with.
    """

    host: str
    port: int
    is_tls: bool
    user: str | None
    password: str | None = field(repr=False)
    sender: str
    base_url: str


def mail_server(settings: Settings) -> MailServer | None:
    """Read the mail server from the settings; None where none is set, and no letters leave."""
    if settings.smtp_url is None:
        return None
    parts = urlsplit(settings.smtp_url.get_secret_value())
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or DEFAULT_PORTS[parts.scheme],
        is_tls=parts.scheme == "smtps",
        user=None if parts.username is None else unquote(parts.username),
        password=None if parts.password is None else unquote(parts.password),
        sender=settings.smtp_from or f"commonfield@{urlsplit(settings.public_url).hostname}",
        base_url=settings.public_url,
    )


@dataclass(frozen=True, slots=True)
class Post:
    """Works off the queue of letters."""

    database: Database
    server: MailServer

    async def deliver(self, job: Job, payload: Mapping[str, Any]) -> None:  # noqa: ARG002 - the queue passes it
        """Send one letter. It is marked in the transaction that locks it, so that two workers send one.

        Raises:
            TryAgainLater: the mail server did not take it now.
        """
        async with self.database.transaction() as tx:
            letter = await repository.letter(tx, UUID(payload["letter_id"]))
            if letter is None or letter.is_sent:
                return
            if await handed_over(self.server, written(letter, self.server), letter.id):
                await repository.letter_sent(tx, letter.id)


async def handed_over(server: MailServer, message: EmailMessage, letter_id: UUID) -> bool:
    """Hand a letter to the mail server, and say whether it took it; what it refuses for good is not tried again.

    Raises:
        TryAgainLater: the mail server did not take it now.
    """
    try:
        await asyncio.to_thread(send, server, message)
    except smtplib.SMTPRecipientsRefused as refusal:
        code = max(code for code, _ in refusal.recipients.values())
        if code < PERMANENT:
            raise TryAgainLater(FAILED) from refusal
        log.warning("letters.refused", letter=str(letter_id), code=code)
        return False
    except (smtplib.SMTPException, OSError) as error:
        log.warning("letters.failed", reason=type(error).__name__)
        raise TryAgainLater(FAILED) from error
    return True


def written(letter: Letter, server: MailServer) -> EmailMessage:
    """Write a letter in its reader's language. Its id is the letter's: sent twice, it is shown once."""
    language = letter.language if letter.language in _TEXTS else "en"
    alert = letter.alert
    sentence = alert_sentence(
        alert.kind, language, key=alert.key, before=alert.before, after=alert.after, signals=alert.signals
    )
    texts = (_EXPIRING if alert.kind is AlertKind.EXPIRING else _TEXTS)[language]
    name = " ".join(letter.software_name.split())  # a line break would end the header
    address = f"{server.base_url}/{language}/catalogue/{letter.software_slug}"
    message = EmailMessage()
    message["From"] = server.sender
    message["To"] = letter.email
    message["Subject"] = texts["subject"].format(name=name, after=alert.after)
    message["Date"] = formatdate(alert.created_at.timestamp())
    message["Message-ID"] = f"<{letter.id}@{urlsplit(server.base_url).hostname}>"
    message["Content-Language"] = language
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday notices do not answer it
    message.set_content(texts["body"].format(sentence=sentence, name=name, address=address))
    return message


def send(server: MailServer, message: EmailMessage) -> None:
    """Hand a letter to the mail server, with TLS where it offers that."""
    kind = smtplib.SMTP_SSL if server.is_tls else smtplib.SMTP
    with kind(server.host, server.port, timeout=ANSWER_SECONDS) as connection:
        connection.ehlo()
        if not server.is_tls and connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
        if server.user is not None:
            connection.login(server.user, server.password or "")
        connection.send_message(message)
