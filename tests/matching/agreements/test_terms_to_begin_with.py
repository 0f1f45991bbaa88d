import pytest

from matching.agreements.template import Asked, Template, template
from matching.fit import DataClass


def test_without_data_about_people_nothing_is_to_be_deleted() -> None:
    assert template(Asked("MIT", DataClass.NONE)).data_terms == template(Asked("MIT")).data_terms
    assert "no data about people" in template(Asked("MIT")).data_terms["en"]


@pytest.mark.parametrize(
    ("data_class", "ending"),
    [
        (DataClass.PERSONAL, "測試一律使用虛構資料。處理依據：某法第 6 條"),
        (DataClass.SENSITIVE, "敏感資料只留在課題主的設備上。處理依據：某法第 6 條"),
    ],
)
def test_data_about_people_is_used_as_its_class_and_basis_demand(data_class: DataClass, ending: str) -> None:
    terms = template(Asked("MIT", data_class, "某法第 6 條"))
    assert terms.data_terms["zh-Hant"].endswith(ending)


def test_what_may_be_published_comes_first_in_the_language_it_was_written_in() -> None:
    terms = template(Asked("MIT", publication={"en": "No addresses.", "ja": "住所以外"}))
    assert terms.publication_terms["en"].startswith("No addresses. The code is public")
    assert terms.publication_terms["zh-Hant"].startswith("程式碼自")
    assert terms.publication_terms["ja"] == "住所以外"


def test_terms_of_a_challenge_without_a_licence_leave_it_open() -> None:
    terms = template(Asked())
    assert isinstance(terms, Template)
    assert terms.licence == ""
