"""What only makes a wish a sentence: it stands in texts of every kind and says nothing of what is looked for; pure."""

import re

#: English words, and what is left of them before an apostrophe ("I'd", "don't").
_ENGLISH_WORDS = """
    i me my mine we us our ours you your yours he him his she her hers it its they them their theirs one
    ones who whom whose which what when where why how do does did done doing can could should would will
    shall may might must be been being was were am is are has have had having if whether that this these
    those there here than then so not no nor but as because some any all every each both either other others
    such same more most much many few little less lot anything something nothing everything anyone someone
    everyone anybody somebody everybody want wants wanted need needs needed like likes wish hope find finds
    finding look looks looking seek seeking get gets getting got have give gives let lets make makes making
    help helps helping use uses used using try trying know knows tell tells show shows please without into
    about via per also just only very really easy easily simple simply good best better thing things stuff
    kind sort way ways don doesn isn aren wasn didn won couldn wouldn
"""
#: Chinese ones, as patterns: 使用者 (a user) and 了解 (to understand) are other words.
_CHINESE_WORDS = """
    我想要 我想找 我想 我要找 我們 我要 你們 您好 他們 自己 大家 人家 請問 有沒有 有什麼 有哪些 有無 是否有
    是否 怎麼樣 要怎麼 怎麼 怎樣 如何 可以 可否 能否 能夠 想要 想讓 想找 需要 希望 打算 什麼 甚麼 哪些 哪裡
    哪個 那種 這種 這個 那個 一個 一套 一種 一些 用的 要用 使用(?!者) 尋找 推薦 比較好 方便 容易 一起 以及
    或者 還是 因為 所以 的話 幫我 幫忙 幫助 讓我們 讓 的 嗎 呢 了(?!解) 吧 啊
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_ADDRESS = frozenset({"http", "https", "www"})  # what addresses begin with, which are pasted
_CHINESE = re.compile("|".join(sorted(_CHINESE_WORDS.split(), key=len, reverse=True)))


def is_filler(text: str) -> bool:
    """Say whether a folded piece of a question holds nothing but such words."""
    word = re.split("['’]", text, maxsplit=1)[0]
    return word in _ENGLISH or word in _ADDRESS or not _CHINESE.sub("", text)


def is_sentence(text: str) -> bool:
    """Say whether a folded question has such words: names and titles that are typed or pasted have hardly any."""
    return not _ENGLISH.isdisjoint(re.findall(r"[a-z]+", text)) or _CHINESE.search(text) is not None


def without_fillers(chinese: str) -> list[str]:
    """Cut a stretch of Chinese where such words stand; itself where nothing else is left."""
    return [part for part in _CHINESE.split(chinese) if part] or [chinese]
