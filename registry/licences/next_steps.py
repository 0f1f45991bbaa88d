"""What to do after a licence verdict, in English and Traditional Chinese.

Codes are stable and stand in `Verdict.next_step`; texts may improve. ``{declared}``, ``{shipped}`` and
``{suggestion}`` come from the verdict, ``{file}``, ``{named}`` and ``{found}`` from a text that is another licence
than its file is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

NEXT_STEPS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "NOTHING_TO_DO": {
            "en": "Nothing to do: what is declared is what ships.",
            "zh-Hant": "無需處理：宣告的授權與實際附上的授權一致。",
        },
        "WRITE_EXPRESSION": {
            "en": "Write {suggestion} in publiccode.yml instead of “{declared}”, so that programs understand it.",
            "zh-Hant": "請將 publiccode.yml 中的「{declared}」改寫為 {suggestion}，讓程式能夠辨識。",
        },
        "REPLACE_DEPRECATED": {
            "en": "“{declared}” still counts but is deprecated; write {suggestion}.",
            "zh-Hant": "「{declared}」仍有效但已不建議使用，請改寫為 {suggestion}。",
        },
        "SAY_ONLY_OR_LATER": {
            "en": "Say whether later versions are allowed too: write the id with -only or with -or-later,"
            " e.g. {suggestion}.",
            "zh-Hant": "請說明是否允許後續版本：識別碼請加上 -only 或 -or-later，例如 {suggestion}。",
        },
        "ADD_LICENCE_FILE": {
            "en": "The repository ships no licence file: add the full text of {suggestion} as LICENSE. Without it"
            " nobody can rely on the declaration.",
            "zh-Hant": "儲存庫中沒有授權檔案：請加入 {suggestion} 全文，檔名為 LICENSE。"
            "缺少此檔案，他人無法信賴所宣告的授權。",
        },
        "WRITE_EXPRESSION_AND_ADD_FILE": {
            "en": "Write {suggestion} in publiccode.yml instead of “{declared}”, and add the full text of {suggestion}"
            " as LICENSE: the repository ships no licence file, and without it nobody can rely on the declaration.",
            "zh-Hant": "請將 publiccode.yml 中的「{declared}」改寫為 {suggestion}，並加入 {suggestion} 全文，"
            "檔名為 LICENSE：儲存庫中沒有授權檔案，缺少此檔案，他人無法信賴所宣告的授權。",
        },
        "DECLARE_WITH_SUFFIX": {
            "en": "Declare what the files already say: as legal.license in publiccode.yml write {suggestion} or, if"
            " later versions are allowed too, the same with -or-later in the place of -only.",
            "zh-Hant": "請宣告檔案中既有的授權：在 publiccode.yml 的 legal.license 寫上 {suggestion}；"
            "若也允許後續版本，請將 -only 改為 -or-later。",
        },
        "DECLARE_LICENCE": {
            "en": "Declare what the files already say: write {suggestion} as legal.license in publiccode.yml.",
            "zh-Hant": "請宣告檔案中既有的授權：在 publiccode.yml 的 legal.license 寫上 {suggestion}。",
        },
        "RESOLVE_CONFLICT": {
            "en": "Declared is {declared}, but the files say {shipped}. Ask the copyright owner which is meant and"
            " correct the other one; until then rely on neither.",
            "zh-Hant": "宣告的是 {declared}，但檔案寫的是 {shipped}。請向著作權人確認何者正確並修正另一處；"
            "在此之前兩者皆不可信賴。",
        },
        "ADD_MISSING_TEXTS": {
            "en": "Declared is {declared}, but only {shipped} ships with its text. Add the missing licence texts.",
            "zh-Hant": "宣告的是 {declared}，但僅附上 {shipped} 的全文。請補上缺少的授權條款全文。",
        },
        "RENAME_TEXT": {
            "en": "{file} is named after {named}, but its text is {found}. Ask the copyright owner which is meant; then"
            " rename the file or put the right text into it.",
            "zh-Hant": "{file} 的檔名是 {named}，內容卻是 {found}。"
            "請向著作權人確認何者正確，再更改檔名或換上正確的條款全文。",
        },
        "CORRECT_MANIFEST": {
            "en": "publiccode.yml and the files say {declared}, but a package manifest declares another licence (see"
            " the evidence). Write {declared} there too.",
            "zh-Hant": "publiccode.yml 與授權檔案皆為 {declared}，但套件描述檔宣告了另一種授權（見佐證）。"
            "請將該處也改為 {declared}。",
        },
        "RESOLVE_DECLARATIONS": {
            "en": "publiccode.yml declares {declared}, a package manifest another licence (see the evidence). Ask the"
            " copyright owner which is meant, correct the other one, and add the text as LICENSE.",
            "zh-Hant": "publiccode.yml 宣告的是 {declared}，套件描述檔卻宣告另一種授權（見佐證）。"
            "請向著作權人確認何者正確並修正另一處，再附上授權全文（LICENSE）。",
        },
        "CHOOSE_OPEN_LICENCE": {
            "en": "{shipped} is recognised as open by neither OSI, FSF nor the Open Definition. Choose a licence"
            " that is, or do not publish this as public code.",
            "zh-Hant": "{shipped} 未獲 OSI、FSF 或開放定義認可為開放授權。請改採受認可的授權，"
            "否則不應以公共程式發布。",
        },
        "NAME_THE_TEXT": {
            "en": "The licence file is no licence that we can name, or a modified one. Restore the original text, or"
            " declare it as LicenseRef- and have it checked.",
            "zh-Hant": "無法辨識授權檔案，或其內容經過修改。請還原為原始條款，或以 LicenseRef- 宣告並經人工確認。",
        },
        "DECLARE_READABLY": {
            "en": "“{declared}” names no licence that we understand; write an SPDX expression such as MIT.",
            "zh-Hant": "「{declared}」不是可辨識的授權，請填寫 SPDX 表示式，例如 MIT。",
        },
        "LOOK_AT_FILES": {
            "en": "Nobody has looked at the files yet; the declaration {declared} stands alone. Read the licence file"
            " in the repository before you rely on it.",
            "zh-Hant": "尚未檢視儲存庫檔案，目前僅有宣告的 {declared}。採用前請先閱讀儲存庫中的授權檔案。",
        },
        "WRITE_EXPRESSION_THEN_LOOK": {
            "en": "Write {suggestion} in publiccode.yml instead of “{declared}”, if that is meant. Nobody has looked at"
            " the files yet; the declaration stands alone until then.",
            "zh-Hant": "若原意如此，請將 publiccode.yml 中的「{declared}」改寫為 {suggestion}。"
            "尚未檢視儲存庫檔案；在此之前僅有宣告。",
        },
        "SAY_ONLY_OR_LATER_THEN_LOOK": {
            "en": "“{declared}” leaves open whether later versions are allowed: write {suggestion}, or the same with"
            " -or-later in the place of -only. Nobody has looked at the files yet; the declaration stands alone until"
            " then.",
            "zh-Hant": "「{declared}」未說明是否允許後續版本：請寫明 {suggestion}，或將其中的 -only 改為 -or-later。"
            "尚未檢視儲存庫檔案；在此之前僅有宣告。",
        },
        "SAY_AND_OR_OR_THEN_LOOK": {
            "en": "“{declared}” names several licences and not how they go together: write {suggestion} if all of them"
            " hold, with OR in the place of AND if whoever takes it may choose. Nobody has looked at the files yet;"
            " the declaration stands alone until then.",
            "zh-Hant": "「{declared}」列出多種授權，但未說明彼此關係：若須同時遵守，請寫 {suggestion}；"
            "若使用者可擇一，請將 AND 改為 OR。尚未檢視儲存庫檔案；在此之前僅有宣告。",
        },
        "STATE_CODE_LICENCE": {
            "en": "“{declared}” speaks of texts and pictures, not of the code. Say under which licence the code is, for"
            " example MIT AND {suggestion}, and add its text as LICENSE.",
            "zh-Hant": "「{declared}」僅說明文字與圖片的授權，未說明程式碼。"
            "請寫明程式碼的授權，例如 MIT AND {suggestion}，並附上授權全文（LICENSE）。",
        },
        "STATE_A_LICENCE": {
            "en": "No licence is stated anywhere. Without one nobody may use this: choose one and add its text.",
            "zh-Hant": "任何地方都沒有說明授權。沒有授權，任何人都不得使用：請選擇授權並附上全文。",
        },
    },
)

UNSEEN: Final = frozenset(
    {
        "LOOK_AT_FILES",
        "WRITE_EXPRESSION_THEN_LOOK",
        "SAY_ONLY_OR_LATER_THEN_LOOK",
        "SAY_AND_OR_OR_THEN_LOOK",
    }
)
"""Steps where nobody has read the files, so that nothing but a declaration is known."""
