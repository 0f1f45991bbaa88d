"""A small valid file of our own, and a way to spoil one line of it."""

from collections.abc import Callable

import pytest

CHINESE = (
    "「潮汐」為規劃疏浚工程的人員與港務長呈現港口的水位：何時漲潮、何時退潮、未來一週每小時的高度，並在預"
    "報可能淹水的夜晚事先發出警示。水位資料取自各港口的測站與中央的預報，可以在地圖上查看，也可以下載為表"
    "格，或透過程式介面取用；各機關可以自行架設，調整警示的門檻與通知的對象，並保留歷年的紀錄供研究與防災演練使用。"
)
VALID = """\
publiccodeYmlVersion: "0.7"
name: Tidal
url: https://example.org/tidal.git
landingURL: https://example.org/tidal
isBasedOn: https://example.org/ebb.git
softwareVersion: 1.10
releaseDate: 2026-03-01
logo: images/logo.svg
platforms: [web]
categories: [geographic-information-systems, data-visualization]
usedBy:
  - Harbour Office
roadmap: https://example.org/tidal/roadmap
developmentStatus: stable
softwareType: standalone/web
supports:
  - id: alias:gdpr
  - id: urn:example:tide-tables
organisation:
  uri: urn:example:harbour-office
  name: Harbour Office
fundedBy:
  - name: Ministry of Seas
intendedAudience:
  countries: [TW]
  scope: [environment]
description:
  en:
    localisedName: Tidal
    shortDescription: Shows the tides of a harbour on a map
    longDescription: >
      Tidal shows when the water of a harbour rises and falls, on a map and as a table, for the people
      who plan dredging, and warns the harbour master when a flood is forecast for the coming night.
    features:
      - Map of water levels
      - Flood warnings
    screenshots: [images/map.png]
    videos: [https://youtu.be/tidal]
  zh-Hant:
    shortDescription: 在地圖上顯示港口潮汐
    features: [水位地圖]
    longDescription: CHINESE
legal:
  license: EUPL-1.2
  mainCopyrightOwner: Harbour Office
maintenance:
  type: internal
  contacts:
    - name: Demo Person
      email: demo.person@example.org
      phone: "+000"
localisation:
  localisationReady: true
  availableLanguages: [en, zh-Hant]
dependsOn:
  open:
    - name: PostgreSQL
      versionMin: "15"
      optional: true
  hardware:
    - name: Tide gauge
""".replace("CHINESE", CHINESE)


@pytest.fixture
def valid() -> str:
    return VALID


@pytest.fixture
def spoiled() -> Callable[[str, str], bytes]:
    """Replace one passage of the valid file, which must stand there exactly once."""

    def replace(old: str, new: str) -> bytes:
        assert VALID.count(old) == 1, old
        return VALID.replace(old, new).encode()

    return replace
