"""`commonfield tour`: one whole programme, played through the public API, each step told and checked."""

import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import Any, NoReturn
from urllib.parse import urlsplit

import click

from api.commands.printing import json_option, language_option, print_json
from api.tour.answers import Unmet, as_text
from api.tour.asking import NotThere
from api.tour.play import play
from api.tour.server import NotStarted
from api.tour.stage import NoDouble, Stage, own_stage, running_stage
from api.tour.telling import Failed, Telling
from store.embedded import EmbeddedUnavailable

INTERRUPTED = 130  # what shells say of a program that Ctrl-C ended
LONGEST_SHOWN = 2_000  # characters of an answer on the screen; --json has all of it

WORDS: Mapping[str, Mapping[str, str]] = {
    "own": {
        "en": "One programme, from its opening to code that others use, on a temporary server:",
        "zh-Hant": "在暫時的伺服器上，從計畫開放一路走到程式被其他機關採用：",
    },
    "running": {
        "en": "One programme, from its opening to code that others use, on {url} (what is played there stays there):",
        "zh-Hant": "在 {url} 上，從計畫開放一路走到程式被其他機關採用（過程中的資料會留在那裡）：",
    },
    "done": {
        "en": "All {steps} steps are as they should be ({seconds:.1f} s).",
        "zh-Hant": "全部 {steps} 個步驟都如預期（{seconds:.1f} 秒）。",
    },
    "failed": {"en": "This step is not as it should be: {does}", "zh-Hant": "這個步驟不如預期：{does}"},
    "expected": {"en": "expected", "zh-Hant": "預期"},
    "found": {"en": "found", "zh-Hant": "實際"},
    "answer": {"en": "answer of the API", "zh-Hant": "API 的回應"},
    "no_double": {
        "en": "The tour needs the invented repository that a checkout has; it is not in the installed package.",
        "zh-Hant": "導覽需要原始碼中附的虛構儲存庫，安裝套件中沒有。",
    },
    "not_started": {"en": "The server of the tour did not start:", "zh-Hant": "導覽的伺服器無法啟動："},
    "interrupted": {
        "en": "Interrupted; nothing of the tour is left.",
        "zh-Hant": "已中斷，沒有留下任何東西。",
    },
}


def _address(_ctx: click.Context, _option: click.Parameter, url: str | None) -> str | None:
    """The address as it can be asked: with its scheme, and a host."""
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise click.BadParameter(f"'{url}' is no address. Write it like http://localhost:8000.")
    return url


@click.command()
@json_option
@language_option
@click.option(
    "--url",
    callback=_address,
    help="Play on a server that runs already, with the demo loaded, such as http://localhost:8000.",
)
@click.pass_context
def tour(ctx: click.Context, url: str | None, language: str, *, as_json: bool) -> None:
    """Play one whole programme through the public API, as the people in it, and check every step.

    Without --url it starts its own server on a temporary database and leaves nothing behind. Exits with 0 when every
    step is as it should be, and with 1 at the first that is not. With --json, one object is printed at the end.
    """
    say = _silent if as_json else click.echo
    telling = Telling(language, say)
    began = time.perf_counter()
    problem: dict[str, Any] | None = None
    say(WORDS["running" if url else "own"][language].format(url=url))
    try:
        with _interruptible() as no_more, _stage(url) as stage:
            try:
                play(stage, telling)
            finally:
                no_more()
    except Failed as failed:
        problem = _failure(failed, language)
    except (NoDouble, NotStarted, NotThere, EmbeddedUnavailable) as reason:
        raise click.ClickException(_why(reason, language)) from reason
    except KeyboardInterrupt:
        click.echo(WORDS["interrupted" if url is None else "stopped"][language], err=True)
        ctx.exit(INTERRUPTED)
    seconds = time.perf_counter() - began
    if as_json:
        print_json(_as_json(telling, seconds, problem))
    elif problem is None:
        click.echo(WORDS["done"][language].format(steps=len(telling.told), seconds=seconds))
    else:
        click.echo("\n".join(_as_text(problem, language)), err=True)
    ctx.exit(0 if problem is None else 1)


def _stage(url: str | None) -> AbstractContextManager[Stage]:
    return own_stage() if url is None else running_stage(url)


def _silent(line: str) -> None:
    """Say nothing: with --json the only line is the answer."""


@contextmanager
def _interruptible() -> Iterator[Callable[[], None]]:
    """Let the first Ctrl-C or SIGTERM end the tour, and no other one disturb it while it puts everything away.

    What it gives is called when the tour is over: from then on nothing needs to be interrupted any more.
    """
    numbers = (signal.SIGINT, signal.SIGTERM)

    def no_more() -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)

    def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
        no_more()
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield no_more
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _failure(failed: Failed, language: str) -> dict[str, Any]:
    reason = failed.reason
    told: dict[str, Any] = {"step": failed.step, "does": failed.does}
    if isinstance(reason, Unmet):
        return {
            **told,
            "expected": reason.expected(language),
            "found": reason.found,
            "answer": reason.answer,
        }
    return {**told, "found": str(reason)}


def _as_json(telling: Telling, seconds: float, problem: Mapping[str, Any] | None) -> dict[str, Any]:
    steps = [
        {"step": each.step, "does": each.does, "seen": each.seen, "seconds": round(each.seconds, 3)}
        for each in telling.told
    ]
    known = {"ok": problem is None, "seconds": round(seconds, 3), "steps": steps}
    return known if problem is None else {**known, "problem": problem}


def _as_text(problem: Mapping[str, Any], language: str) -> list[str]:
    return [
        WORDS["failed"][language].format(does=problem["does"]),
        *(
            f"  {WORDS[name][language]}: {as_text(problem[name])[:LONGEST_SHOWN]}"
            for name in ("expected", "found", "answer")
            if name in problem
        ),
    ]


def _why(reason: Exception, language: str) -> str:
    if isinstance(reason, NoDouble):
        return WORDS["no_double"][language]
    if isinstance(reason, NotStarted):
        return f"{WORDS['not_started'][language]}\n{reason}"
    return str(reason)
