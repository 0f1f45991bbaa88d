"""The report of a programme: how teams and challenges were paired, in figures, and for officers in words."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.pages import documents, said
from api.pages.errors import NotFound
from api.pages.languages import Language
from api.pages.site import Page
from matching.cohort.report import Line
from matching.cohort.texts import REPORT_TEXTS, sentence
from schema.ids import read_global_id


@get("/programmes/{slug:str}/report")
async def programme_report(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str]:
    """The pairing that was adopted, or the newest one that this reader may see."""
    programme = (await page.read(documents.PROGRAMME_REPORT, slug=slug))["programme"]
    if programme is None:
        raise NotFound
    assignments = programme["assignments"]["nodes"]
    adopted = next((each for each in assignments if each["state"] == "ADOPTED"), None)
    assignment = adopted or next(iter(assignments), None)
    called = names(programme, page.language)
    report = assignment["report"] if assignment else None
    return page.show(
        "programmes/report.html",
        programme=programme,
        assignment=assignment,
        pairs=[_named(pair, called) for pair in report["pairs"]] if report else [],
        lines=[_said(line, called, page.language) for line in report["lines"] if line["code"] in REPORT_TEXTS]
        if report
        else [],
        in_detail=report is not None,
    )


def names(programme: Mapping[str, Any], language: Language) -> Mapping[str, str]:
    """What the challenges of a programme and the teams that applied are called, by the ids that a report uses."""
    called = {}
    for challenge in programme["challenges"]["nodes"]:
        called[_row(challenge["id"])] = said.quoted(said.plain(challenge["title"], language), language)
        for application in challenge["applications"]["nodes"]:
            if application["team"]:
                called[_row(application["team"]["id"])] = said.plain(application["team"]["name"], language)
    return called


def _row(global_id: str) -> str:
    return str(read_global_id(global_id)[1])


def _named(pair: Mapping[str, Any], called: Mapping[str, str]) -> Mapping[str, Any]:
    return {**pair, **{side: called.get(pair[side], pair[side]) for side in ("team", "challenge")}}


def _said(line: Mapping[str, Any], called: Mapping[str, str], language: Language) -> str:
    return sentence(Line(line["code"], line["values"]), language.tag, called)
