"""Names of licences as forms, manifests and catalogues have them, in English and Chinese."""

from __future__ import annotations

import pytest

from registry.licences.suggestions import suggest

MEANT = """
GNU GPL v3 | GPL-3.0-only
GPL (v3) | GPL-3.0-only
GPL (>= 2) | GPL-2.0-or-later
LGPL>=2.1 | LGPL-2.1-or-later
GPL (v3+) | GPL-3.0-or-later
GNU/GPL v2 | GPL-2.0-only
ALv2 | Apache-2.0
Apache License (== 2.0) | Apache-2.0
Mozilla Public License (MPL), version 2.0 | MPL-2.0
Business Source License 1.1 | BUSL-1.1
CDDL 1.0 | CDDL-1.0
AFL v3 | AFL-3.0
CeCILL v2.1 | CECILL-2.1
UPL 1.0 | UPL-1.0
SSPL | SSPL-1.0
PSF | PSF-2.0
ODC-BY | ODC-By-1.0
Licence Ouverte 2.0 | etalab-2.0
dual licensed under MIT and Apache 2.0 | MIT OR Apache-2.0
GPLv2 with Classpath Exception | GPL-2.0-only WITH Classpath-exception-2.0
Apache 2.0 with LLVM exception | Apache-2.0 WITH LLVM-exception
https://creativecommons.org/licenses/by-sa/4.0/ | CC-BY-SA-4.0
http://www.gnu.org/licenses/gpl-3.0.html | GPL-3.0-only
https://data.gov.tw/license | OGDL-Taiwan-1.0
Open Government Data License, version 1.0 | OGDL-Taiwan-1.0
政府資料開放授權條款－第１版 | OGDL-Taiwan-1.0
政府資料開放授權條款第一版 | OGDL-Taiwan-1.0
公眾領域貢獻宣告 | CC0-1.0
創用CC 姓名標示 4.0 | CC-BY-4.0
創用 CC「姓名標示 4.0 國際」 | CC-BY-4.0
創用CC姓名標示－非商業性－相同方式分享 4.0 國際 | CC-BY-NC-SA-4.0
GPL 第三版 | GPL-3.0-only
GNU 通用公共授權條款第 3 版 | GPL-3.0-only
GNU 較寬鬆公共授權條款 2.1 | LGPL-2.1-only
GNU Affero 通用公共授權條款 v3 | AGPL-3.0-only
Apache 授權條款 第 2.0 版 | Apache-2.0
歐盟公共授權 1.2 | EUPL-1.2
Mozilla 公共授權條款 2.0 | MPL-2.0
木蘭寬鬆許可證 第2版 | MulanPSL-2.0
"""
PAIRS = [tuple(part.strip() for part in line.split(" | ")) for line in MEANT.strip().splitlines()]


@pytest.mark.parametrize(("text", "expected"), PAIRS)
def test_a_name_is_understood(text: str, expected: str) -> None:
    suggestion = suggest(text)
    assert suggestion is not None
    assert suggestion.expression == expected


def test_affero_without_a_version_means_any_that_the_fsf_published() -> None:
    suggestion = suggest("AGPL")
    assert suggestion is not None
    assert (suggestion.expression, suggestion.reason) == ("AGPL-3.0-or-later", "VERSION_MISSING")


@pytest.mark.parametrize(
    "text", ["臺北市公共授權條款", "Open Source", "GPL with a special exception", "zero"]
)
def test_a_name_of_nothing_is_not_understood(text: str) -> None:
    assert suggest(text) is None
