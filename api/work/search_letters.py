"""What is new in saved searches, by e-mail: one plain letter a search and night, if there is anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any, Final
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from api.work.letters import MailServer, handed_over
from registry.saved_searches import repository
from registry.saved_searches.model import FoundLetter, SavedSearch
from store.database import Database
from store.jobs import Job

LISTED: Final = 20  # a letter that is longer is not read; the page has the rest

_TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "subject": "{name}: {count} new in the catalogue",
        "body": "New entries that your saved search “{name}” finds:\n\n{listed}\n\nThe search: {search}\n\n"
        "You get one letter a day at most. To get no more, sign in and delete the search: {watching}\n",
    },
    "zh-Hant": {
        "subject": "{name}：目錄新增 {count} 筆",
        "body": "您儲存的搜尋「{name}」有新的結果：\n\n{listed}\n\n查看搜尋：{search}\n\n"
        "每天最多寄出一封信。若不想再收到，請登入後刪除這項搜尋：{watching}\n",
    },
}


@dataclass(frozen=True, slots=True)
class SearchPost:
    """Works off the queue of letters about saved searches."""

    database: Database
    server: MailServer

    async def deliver(self, job: Job, payload: Mapping[str, Any]) -> None:  # noqa: ARG002 - the queue passes it
        """Send one letter. It is marked in the transaction that locks it, so that two workers send one.

        Raises:
            TryAgainLater: the mail server did not take it now.
        """
        async with self.database.transaction() as tx:
            letter = await repository.letter(tx, UUID(payload["letter_id"]))
            if letter is None or letter.is_sent or not letter.found:
                return
            if await handed_over(self.server, written(letter, self.server), letter.id):
                await repository.letter_sent(tx, letter.id)


def written(letter: FoundLetter, server: MailServer) -> EmailMessage:
    """Write a letter in its reader's language. Its id is the letter's: sent twice, it is shown once."""
    language = letter.language if letter.language in _TEXTS else "en"
    base = f"{server.base_url}/{language}"
    shown = letter.found[:LISTED]
    values = {
        "name": " ".join(letter.search.name.split()),  # a line break would end the header
        "count": len(letter.found),
        "listed": "\n".join(f"{' '.join(name.split())}\n{base}/catalogue/{slug}" for name, slug in shown),
        "search": f"{base}/catalogue{address(letter.search)}",
        "watching": f"{base}/watching",
    }
    message = EmailMessage()
    message["From"] = server.sender
    message["To"] = letter.email
    message["Subject"] = _TEXTS[language]["subject"].format(**values)
    message["Date"] = formatdate(letter.begun_at.timestamp())
    message["Message-ID"] = f"<{letter.id}@{urlsplit(server.base_url).hostname}>"
    message["Content-Language"] = language
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday notices do not answer it
    message.set_content(_TEXTS[language]["body"].format(**values))
    return message


def address(search: SavedSearch) -> str:
    """Write a search as the query of the catalogue's address; nothing where it asks for everything."""
    pairs = [("query", search.query)] if search.query else []
    pairs += [(facet, value) for facet, values in search.filters.items() for value in values]
    return f"?{urlencode(pairs)}" if pairs else ""
