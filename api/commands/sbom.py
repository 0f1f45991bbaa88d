"""`commonfield sbom`: whether bills of materials are right, and whether the licences in them go together."""

from collections.abc import Sequence

import click

from api.commands.printing import json_option, language_option, print_json


@click.group()
def sbom() -> None:
    """Check bills of materials: SPDX 2.2, 2.3 and 3.0, CycloneDX 1.2 to 1.7."""


@sbom.command()
@json_option
@language_option
@click.option("--outbound", help="The licence that the whole goes out under; else what the file says of it.")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)
@click.pass_context
def check(
    ctx: click.Context, files: Sequence[str], language: str, outbound: str | None, *, as_json: bool
) -> None:
    """Say what is wrong with each FILE, and whether its components' licences fit into the outbound licence.

    With --json, each file is one object on one line. Exits with 0 only if no file has a finding and no component's
    licence is forbidden. FILE may be - for standard input.
    """
    from registry.licences.compatibility import Answer
    from registry.licences.compatibility_reasons import reason_text
    from registry.sbom import read
    from registry.sbom.components import against, counted, outbound_of, sbom_as_json
    from registry.sbom.messages import message
    from registry.sbom.reading import LARGEST

    well = True
    for file in files:
        with click.open_file(file, "rb") as stream:
            found = read(stream.read(LARGEST + 1))
        under = outbound or outbound_of(found)
        answers = against(found, under) if under else {}
        well = well and found.ok and not any(each.answer is Answer.NO for each in answers.values())
        if as_json:
            print_json({"file": file, **sbom_as_json(found, under)})
            continue
        for finding in found.findings:
            click.echo(f"{file}: {finding.code} {finding.place} {message(finding, language)}")
        for component, answer in answers.items():
            if answer.answer is not Answer.YES:
                told = reason_text(answer, language)
                click.echo(f"{file}: {component.name} {component.licence or '-'}: {answer.answer} {told}")
        numbers = ", ".join(f"{answer} {count}" for answer, count in counted(answers).items() if count)
        click.echo(
            f"{file}: {found.format or '-'}, {len(found.components)} {_WORDS[language]}; {numbers or '-'}"
        )
    ctx.exit(0 if well else 1)


_WORDS = {"en": "components", "zh-Hant": "個元件"}
