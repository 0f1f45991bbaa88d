"""What Taiwan's counties and cities are called, by ISO 3166-2:TW; regions elsewhere are shown by their codes."""

from collections.abc import Mapping

from api.pages.languages import Language

COUNTIES: Mapping[str, Mapping[str, str]] = {
    "TW-CHA": {"en": "Changhua", "zh-Hant": "彰化縣"},
    "TW-CYI": {"en": "Chiayi City", "zh-Hant": "嘉義市"},
    "TW-CYQ": {"en": "Chiayi County", "zh-Hant": "嘉義縣"},
    "TW-HSQ": {"en": "Hsinchu County", "zh-Hant": "新竹縣"},
    "TW-HSZ": {"en": "Hsinchu City", "zh-Hant": "新竹市"},
    "TW-HUA": {"en": "Hualien", "zh-Hant": "花蓮縣"},
    "TW-ILA": {"en": "Yilan", "zh-Hant": "宜蘭縣"},
    "TW-KEE": {"en": "Keelung", "zh-Hant": "基隆市"},
    "TW-KHH": {"en": "Kaohsiung", "zh-Hant": "高雄市"},
    "TW-KIN": {"en": "Kinmen", "zh-Hant": "金門縣"},
    "TW-LIE": {"en": "Lienchiang", "zh-Hant": "連江縣"},
    "TW-MIA": {"en": "Miaoli", "zh-Hant": "苗栗縣"},
    "TW-NAN": {"en": "Nantou", "zh-Hant": "南投縣"},
    "TW-NWT": {"en": "New Taipei", "zh-Hant": "新北市"},
    "TW-PEN": {"en": "Penghu", "zh-Hant": "澎湖縣"},
    "TW-PIF": {"en": "Pingtung", "zh-Hant": "屏東縣"},
    "TW-TAO": {"en": "Taoyuan", "zh-Hant": "桃園市"},
    "TW-TNN": {"en": "Tainan", "zh-Hant": "臺南市"},
    "TW-TPE": {"en": "Taipei", "zh-Hant": "臺北市"},
    "TW-TTT": {"en": "Taitung", "zh-Hant": "臺東縣"},
    "TW-TXG": {"en": "Taichung", "zh-Hant": "臺中市"},
    "TW-YUN": {"en": "Yunlin", "zh-Hant": "雲林縣"},
}


def county(code: str, language: Language) -> str:
    """Name a county or city, or give the code of one that is not known."""
    return COUNTIES.get(code, {}).get(language.tag, code)
