"""Reminders by e-mail: one plain letter a person, step and day, in their language."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from api.work.letters import MailServer, handed_over
from matching.steps import repository
from matching.steps.model import Kind, Reminder
from registry.texts import best
from store.database import Database
from store.jobs import Job

#: What is to be done, as a line of a letter says it.
WHAT: Final[Mapping[Kind, Mapping[str, str]]] = {
    Kind.OPEN_PROGRAMME: {"en": "open the programme", "zh-Hant": "開放計畫"},
    Kind.SUBMIT_CHALLENGE: {"en": "complete the draft and submit it", "zh-Hant": "完成草稿並送出"},
    Kind.RELEASE_CHALLENGE: {
        "en": "publish the challenge or send it back",
        "zh-Hant": "核准發布課題，或退回修改",
    },
    Kind.START_REVIEW: {"en": "end applications and start the review", "zh-Hant": "截止申請並開始審查"},
    Kind.SCORE_APPLICATION: {"en": "score an application", "zh-Hant": "為申請評分"},
    Kind.SHORTLIST: {"en": "shortlist who applied", "zh-Hant": "選出入圍的申請"},
    Kind.GIVE_GRADE: {"en": "grade working together", "zh-Hant": "為雙方合作意願評分"},
    Kind.DECIDE_PAIRING: {"en": "pair the round and adopt the pairing", "zh-Hant": "進行媒合並採用結果"},
    Kind.ANSWER_QUESTION: {"en": "answer a question", "zh-Hant": "回覆問題"},
    Kind.READ_ANSWER: {"en": "read the answer to a question", "zh-Hant": "閱讀問題的回覆"},
    Kind.ASSIGN_COACH: {"en": "give the pair a coach", "zh-Hant": "為雙方安排教練"},
    Kind.PROPOSE_TERMS: {"en": "propose the terms", "zh-Hant": "提出協議條款"},
    Kind.ACCEPT_TERMS: {"en": "accept the terms, or change them", "zh-Hant": "同意或修改協議條款"},
    Kind.REACH_MILESTONE: {"en": "reach a milestone, or put it off", "zh-Hant": "達成里程碑，或延後日期"},
    Kind.DELIVER: {"en": "deliver the code", "zh-Hant": "交付程式碼"},
    Kind.CLOSE_PROGRAMME: {"en": "close the programme", "zh-Hant": "結束計畫"},
    Kind.ANSWER_SURVEY: {"en": "answer the survey", "zh-Hant": "填寫調查"},
    Kind.TAKE_UP_PROPOSAL: {"en": "take the proposal up", "zh-Hant": "採納提案"},
    Kind.ANSWER_CONTINUATION: {
        "en": "say whether you go on with the next phase",
        "zh-Hant": "回覆是否參與下一階段",
    },
    Kind.SAY_IN_SERVICE: {"en": "say whether it is in service", "zh-Hant": "說明成果是否已在使用"},
    Kind.APPROVE_PART: {"en": "approve what is written of you", "zh-Hant": "核可您的發言紀錄"},
    Kind.SETTLE_CREDIT: {"en": "confirm or decline hours of help", "zh-Hant": "確認或婉拒協助時數"},
    Kind.RENEW_USAGE: {"en": "renew the statement that you use it", "zh-Hant": "更新使用聲明"},
    Kind.ANSWER_INTEREST: {
        "en": "answer somebody who would take a role",
        "zh-Hant": "回覆有意願擔任角色的人",
    },
    Kind.ANSWER_INVITATION: {"en": "say whether you take the role", "zh-Hant": "回覆是否擔任此角色"},
    Kind.FOUND_TEAM: {"en": "found a team with the others", "zh-Hant": "與其他人組成團隊"},
    Kind.JOIN_TEAM: {"en": "join the team that asks you", "zh-Hant": "加入邀請您的團隊"},
}
_TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "subject": "By {day}: {what} ({title})",
        "body": "“{title}” waits for you: {what}, by {day}.\n\n{address}\n\n"
        "Everything that waits for you: {waiting}\n\n"
        "You get one letter about this. What you do before is not written about.\n",
    },
    "zh-Hant": {
        "subject": "{day} 前：{what}（{title}）",
        "body": "「{title}」待您處理：請於 {day} 前{what}。\n\n{address}\n\n"
        "所有待辦事項：{waiting}\n\n"
        "同一件事只會寄發一次提醒；已完成的事項不會寄信。\n",
    },
}


@dataclass(frozen=True, slots=True)
class Reminding:
    """Works off the queue of reminders."""

    database: Database
    server: MailServer

    async def deliver(self, job: Job, payload: Mapping[str, Any]) -> None:  # noqa: ARG002 - the queue passes it
        """Send one letter, unless the step was done meanwhile; it is marked in the transaction that locks it.

        Raises:
            TryAgainLater: the mail server did not take it now.
        """
        async with self.database.transaction() as tx:
            reminder = await repository.reminder(tx, UUID(payload["reminder_id"]))
            if reminder is None or reminder.is_sent or not reminder.is_due:
                return
            if await handed_over(self.server, written(reminder, self.server), reminder.id):
                await repository.reminder_sent(tx, reminder.id)


def written(reminder: Reminder, server: MailServer) -> EmailMessage:
    """Write a letter in its reader's language. Its id is the reminder's: sent twice, it is shown once."""
    language = reminder.language if reminder.language in _TEXTS else "en"
    found = best(reminder.title, language)
    values = {
        "title": " ".join(found[0].split()) if found else "",  # a line break would end the header
        "what": WHAT[reminder.kind][language],
        "day": reminder.due_on.isoformat(),
        "address": f"{server.base_url}/{language}{reminder.path}",
        "waiting": f"{server.base_url}/{language}/waiting",
    }
    message = EmailMessage()
    message["From"] = server.sender
    message["To"] = reminder.email
    message["Subject"] = _TEXTS[language]["subject"].format(**values)
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{reminder.id}@{urlsplit(server.base_url).hostname}>"
    message["Content-Language"] = language
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday notices do not answer it
    message.set_content(_TEXTS[language]["body"].format(**values))
    return message
