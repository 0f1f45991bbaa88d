"""Brings the catalogue of translations in line with the texts of the pages: `python -m api.pages.messages`.

New texts get an empty translation, which a test refuses; texts that are gone leave. Nothing is compiled: pages read the
.po file itself.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from api.pages.languages import CHINESE, DOMAIN, read_catalogue

PAGES = Path(__file__).resolve().parent
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true", "extensions": "jinja2.ext.do", "silent": "false"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
WIDTH = 110

#: What a .po file must say of itself, and nothing that changes with every run.
HEADER = b"""# The pages in Traditional Chinese, as used in Taiwan.
msgid ""
msgstr ""
"Language: zh_Hant_TW\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def extracted() -> Catalog:
    """Every text that the pages say, in English, without translations."""
    catalogue = Catalog(
        domain=DOMAIN, project="Commonfield", version="1", copyright_holder="the contributors of Commonfield"
    )
    found = extract_from_dir(PAGES, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",))
    for file, _line, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        catalogue.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    return catalogue


def updated() -> Catalog:
    """The Chinese catalogue with exactly the texts that the pages say now."""
    current = read_catalogue(CHINESE)
    current.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    current.obsolete.clear()
    return current


def main() -> int:
    """Rewrite the Chinese catalogue; 1 when something is left to translate."""
    catalogue = updated()
    with CHINESE.catalogue_path.open("wb") as file:
        file.write(HEADER)
        write_po(file, catalogue, width=WIDTH, no_location=True, omit_header=True, sort_output=True)
    waiting = untranslated(catalogue)
    sys.stderr.write("".join(f"to translate: {text}\n" for text in waiting))
    return 1 if waiting else 0


def untranslated(catalogue: Catalog) -> list[str]:
    """The texts that have no translation."""
    return [_english(each) for each in catalogue if each.id and not _is_translated(each)]


def _english(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_translated(message: Message) -> bool:
    written = message.string
    return bool(written) if isinstance(written, str) or not written else all(written)


if __name__ == "__main__":
    sys.exit(main())
