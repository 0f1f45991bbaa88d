"""The files of the invented repositories."""

# The licence text is the standard one; `{year}` and `{holder}` are filled in.
MIT = """MIT License

Copyright (c) {year} {holder}

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""

CONTRIBUTING = """# Taking part

Open an issue first, in English or in Chinese. Small changes are merged within a week.
歡迎先開 issue 討論，中英文皆可。
"""

SECURITY = """# Reporting a hole

Write to security@example.org; we answer within three working days. Please do not open a public issue.
"""

WORKFLOW = """name: test
on: [push, pull_request]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: make test
"""

DEPENDABOT = """version: 2
updates:
  - package-ecosystem: npm
    directory: /
    schedule:
      interval: weekly
"""

QUEUE_README = """# Library queue

Hands out queue numbers at the library's front desk and tells waiting readers when it is their turn.
"""

FLOOD_README = """# Flood report · 淹水通報

Residents mark on a map where the street is under water and how deep it is. The district office sees the
reports as they come in, sends a crew, and tells everyone nearby when the road is open again.

居民在地圖上標示淹水地點與深度；區公所即時看到通報、派員處理，並在道路恢復通行時通知附近民眾。

## Run it

    npm install
    npm start

## Licence

MIT, see `LICENSE`.
"""

FLOOD_PUBLICCODE = """publiccodeYmlVersion: "0.4"
name: Flood report
url: https://github.com/harbour-district/flood-report
softwareVersion: {version}
releaseDate: "{released}"
platforms:
  - web
categories:
  - geographic-information-systems
  - data-collection
  - digital-citizenship
developmentStatus: stable
softwareType: standalone/web
intendedAudience:
  countries:
    - TW
  scope:
    - local-authorities
    - emergency-services
    - environment
description:
  en:
    localisedName: Flood report
    shortDescription: Residents report street flooding on a map and the district office answers
    longDescription: >
      During heavy rain the district office used to learn about flooded streets by telephone, one call at a
      time. With this web application residents mark the place and the depth of the water on a map. The
      office sees all reports at once, sends crews where they are needed most, and tells the neighbourhood
      when a road is open again.
    features:
      - Report flooding with place, depth and photograph
      - Live map for the district office
      - Notices to residents when a road is open again
  zh-Hant:
    localisedName: 淹水通報
    shortDescription: 居民在地圖上通報道路淹水，區公所即時回應
    longDescription: "\\
      過去豪雨期間，區公所只能靠電話逐一得知哪些道路淹水。透過這個網站，居民可以在地圖上標示\\
      淹水地點與深度，區公所能同時看到所有通報，優先派員前往最需要的地點，並在道路恢復通行時\\
      通知附近民眾。系統也會保留每次豪雨的通報紀錄，供日後檢討排水設施與防汛整備之用，讓經驗\\
      能夠累積，也讓其他縣市可以直接採用。開放資料格式讓研究人員與社群也能分析歷年淹水情形，\\
      共同提出改善建議。"
    features:
      - 通報淹水地點、深度與照片
      - 提供區公所即時地圖
      - 道路恢復通行時通知居民
legal:
  license: MIT
  mainCopyrightOwner: Harbour District Office
maintenance:
  type: internal
  contacts:
    - name: Mei Lantern
      email: mei.lantern@example.org
localisation:
  localisationReady: true
  availableLanguages:
    - en
    - zh-Hant
"""

FERRY_PUBLICCODE = """publiccodeYmlVersion: "0.4"
name: Ferry timetable
url: https://github.com/commonfield-demo/ferry-timetable
softwareVersion: 2.4.0
releaseDate: "{released}"
platforms:
  - web
  - linux
categories:
  - workflow-management
  - fleet-management
developmentStatus: stable
softwareType: standalone/web
intendedAudience:
  scope:
    - transportation
    - local-authorities
description:
  en:
    shortDescription: Publishes the timetables of small ferries as open data and as a page
    longDescription: >
      Small harbours often keep their ferry timetables on paper. This software turns a simple spreadsheet
      into open timetable data that journey planners understand, and into a page that residents can read on
      any telephone, in English and in Traditional Chinese, also when the network is slow.
    features:
      - Timetables from a spreadsheet
      - Open timetable data
  zh-Hant:
    localisedName: 渡輪時刻表
    shortDescription: 將小型渡輪的時刻表發布為開放資料與網頁
    longDescription: >
      許多小港口至今仍把渡輪的時刻表貼在紙上，旅客往往要到了碼頭，才知道當天有沒有船。這套軟體讓承辦人只要維護一份簡單的試算表，
      就能產生行程規劃服務看得懂的開放時刻表資料，並同時產生一個網頁。居民用任何一支手機都能閱讀，介面有英文與正體中文，
      網路很慢的時候也能使用。停航與加班船的消息，可以在試算表裡註明，幾分鐘之內就會出現在網頁上，也會出現在開放資料裡，
      讓其他的服務一併更新，不需要再打電話一一通知。
    features:
      - 由試算表產生時刻表
      - 開放時刻表資料
legal:
  license: MIT
  mainCopyrightOwner: Commonfield demo contributors
maintenance:
  type: community
  contacts:
    - name: Noor Harbour
      email: noor.harbour@example.org
localisation:
  localisationReady: true
  availableLanguages:
    - en
    - zh-Hant
"""
