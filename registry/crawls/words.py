"""What each reason means for a publisher, and the next step, in both languages; pure."""

from collections.abc import Mapping
from typing import Final

from registry.crawls.model import Reason

Words = Mapping[str, str]


def _words(en: str, zh: str) -> Words:
    return {"en": en, "zh-Hant": zh}


WHAT: Final[Mapping[Reason, Words]] = {
    Reason.LISTED: _words("It is in the catalogue.", "已收錄於目錄。"),
    Reason.DUPLICATE: _words(
        "It is in the catalogue as part of another entry.", "已收錄於目錄，屬於另一個項目的一部分。"
    ),
    Reason.NO_PUBLICCODE: _words(
        "There is no publiccode.yml in the root of the repository.", "儲存庫的根目錄沒有 publiccode.yml。"
    ),
    Reason.URL_IS_ANOTHER: _words(
        "Its publiccode.yml declares the address of another repository.",
        "其 publiccode.yml 宣告的網址屬於另一個儲存庫。",
    ),
    Reason.INVALID: _words(
        "Its publiccode.yml cannot be read, or names no address.",
        "其 publiccode.yml 無法讀取，或未寫明網址。",
    ),
    Reason.TOO_LARGE: _words(
        "Its publiccode.yml is larger than 512 KiB.", "其 publiccode.yml 大於 512 KiB。"
    ),
    Reason.ARCHIVED: _words(
        "It is archived, so it is not taken in anew; an entry that exists stays.",
        "儲存庫已封存，不再新收錄；既有的項目仍會保留。",
    ),
    Reason.FORK_OF: _words(
        "It is a fork without a publiccode.yml of its own.", "這是分支（fork），且沒有自己的 publiccode.yml。"
    ),
    Reason.MOVED: _words("It is at another address now.", "已搬移到其他網址。"),
    Reason.PRIVATE: _words(
        "It is not public, or its source tells no address of it.", "不是公開的儲存庫，或來源未提供其網址。"
    ),
    Reason.UNREACHABLE: _words(
        "Its forge did not show it at the last look.", "上次查看時，程式碼平臺未提供這個儲存庫。"
    ),
    Reason.NOT_LISTED: _words(
        "The catalogue that it came from does not list it any more.", "原先的來源目錄已不再列出它。"
    ),
}
"""What became of a repository."""

NEXT: Final[Mapping[Reason, Words]] = {
    Reason.LISTED: _words(
        "Nothing to do: its own page says what would make it better.",
        "不需要處理：其頁面會說明可以改善之處。",
    ),
    Reason.DUPLICATE: _words(
        "Nothing to do, unless it is software of its own: then have it taken out of the other entry.",
        "不需要處理；若它是獨立的軟體，請從另一個項目中移出。",
    ),
    Reason.NO_PUBLICCODE: _words(
        "Put a publiccode.yml into the root; the editor makes it.",
        "請在根目錄放置 publiccode.yml，可使用編輯器製作。",
    ),
    Reason.URL_IS_ANOTHER: _words(
        "Write the address of this repository as `url`; if the file was copied, describe this software.",
        "請將 `url` 改為這個儲存庫的網址；若檔案是複製來的，請改為描述這個軟體。",
    ),
    Reason.INVALID: _words(
        "Check the file here, correct what is wrong, and push it.", "請在本站檢查檔案，更正錯誤後推送。"
    ),
    Reason.TOO_LARGE: _words("Shorten the file; documents belong beside it.", "請縮短檔案；文件應另外放置。"),
    Reason.ARCHIVED: _words(
        "Unarchive it at its forge if it is still looked after.", "若仍有人維護，請在程式碼平臺解除封存。"
    ),
    Reason.FORK_OF: _words(
        "Only if it goes its own way: give it a publiccode.yml whose `url` is its own address, and `isBasedOn`.",
        "若要獨立發展：請加上 publiccode.yml，`url` 填寫自己的網址，並填寫 `isBasedOn`。",
    ),
    Reason.MOVED: _words("Look up the new address.", "請以新網址查詢。"),
    Reason.PRIVATE: _words(
        "Make the repository public, or tell its address in the inventory.",
        "請公開儲存庫，或在清單中寫明其網址。",
    ),
    Reason.UNREACHABLE: _words(
        "Check that it is public; we look again by ourselves.", "請確認它是公開的；我們會自動再次查看。"
    ),
    Reason.NOT_LISTED: _words(
        "Ask that catalogue, or tell an officer here that it is still in use.",
        "請洽詢該目錄，或告知本站承辦人它仍在使用。",
    ),
}
"""What its publisher does next."""
