"""The command `commonfield`: what there is, and where each command lives; nothing is imported before it is called."""

import importlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import click

OURS = frozenset({"api", "demo", "matching", "registry", "schema", "scrapers", "store"})
USAGE = 2  # what click exits with when a command was called wrongly; a command that is not installed is one


@dataclass(frozen=True, slots=True)
class Entry:
    """One command before it is imported.

    Attributes:
        module: where it is.
        name: what it is called there.
        summary: its line in the help, which must be known without importing it.
    """

    module: str
    name: str
    summary: str


COMMANDS: Mapping[str, Entry] = {
    "run": Entry("api.commands.run", "run", "Start everything on this machine: database, web and worker."),
    "worker": Entry("api.commands.worker", "worker", "Work off the queues, besides what other workers do."),
    "migrate": Entry(
        "api.commands.database", "migrate", "Bring the database to the shape this version needs."
    ),
    "forget": Entry("api.commands.inviting", "forget", "Delete a person, as they may ask."),
    "demo": Entry("api.commands.demo", "demo", "The example programme and catalogue."),
    "tour": Entry("api.commands.tour", "tour", "Play one whole programme, each step told and checked."),
    "officer": Entry("api.commands.inviting", "officer", "Let officers in."),
    "invite": Entry("api.commands.inviting", "invite", "Let somebody in, such as the lead of a team."),
    "import": Entry("api.commands.importing", "import_", "Bring publiccode.yml files into the catalogue."),
    "search": Entry("api.commands.search", "search", "Search the catalogue."),
    "reindex": Entry("api.commands.search", "reindex", "Write everything that is searched anew."),
    "schema": Entry("api.commands.schema", "schema", "The GraphQL schema."),
    "validate": Entry("api.commands.validate", "validate", "Say what is wrong with publiccode.yml files."),
    "convert": Entry(
        "api.commands.convert", "convert_", "Turn publiccode.yml into code.json, CodeMeta or SPDX, and back."
    ),
    "licence": Entry(
        "api.commands.licence", "licence", "Check licence expressions, and tell licences by their text."
    ),
    "observe": Entry(
        "api.commands.observe", "observe", "Count what a repository's history says, and score its health."
    ),
    "sbom": Entry("api.commands.sbom", "sbom", "Check bills of materials, and the licences in them."),
    "cohort": Entry("api.commands.cohort", "cohort", "Pair a whole cohort at once."),
}


class LazyGroup(click.Group):
    """Commands that are imported when they are called, so that each needs only what it uses."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Every command, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import a command; None when there is none of this name."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        try:
            command = getattr(importlib.import_module(entry.module), entry.name)
        except ModuleNotFoundError as error:
            missing = (error.name or "").split(".")[0]
            if missing in OURS:
                raise
            raise NotInstalled(cmd_name, missing) from error
        if not isinstance(command, click.Command):
            raise TypeError(f"{entry.module}.{entry.name} is no command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the list of commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])


class NotInstalled(click.ClickException):
    """A command of the server, on a base install."""

    exit_code = USAGE

    def __init__(self, command: str, missing: str) -> None:
        super().__init__(
            f"'commonfield {command}' needs the parts of the server ('{missing}' is missing).\n"
            "Install them: pip install '.[server]' in its checkout"
        )


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="commonfield", message="%(prog)s %(version)s")
def cli() -> None:
    """Challenges in, public code out: civic-tech programmes and a catalogue of public code.

    Every command that answers has --json, which then is all that is printed on standard output. Exit codes: 0 when all
    is well, 1 when the answer is no, 2 when the command or a setting was wrong.
    """


def main() -> None:
    """Run the command line of this process."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a real standard output is a TextIOWrapper
    cli(prog_name="commonfield")
