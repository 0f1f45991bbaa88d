"""Pairs a round in a process of its own, which can be ended whatever the solver does."""

import multiprocessing
from multiprocessing.connection import Connection

from matching.assignments import decision
from matching.assignments.cohort_input import Gathered
from matching.assignments.decision import TIME_LIMIT_SECONDS, Proposal
from matching.cohort import Objective
from store.refusal import Problem, Refused

# What loading the solver and finishing a step of it may take beyond its own limit, on a busy machine.
GRACE_SECONDS = 20.0


def decide_apart(
    gathered: Gathered,
    objective: Objective = Objective.STABLE,
    *,
    allow_closing: bool = False,
    seconds: float = TIME_LIMIT_SECONDS + GRACE_SECONDS,
) -> Proposal:
    """What `decision.decide` answers, in a process that is killed after so many seconds.

    The solver holds to its own limit between its steps; one step of a large round may take longer than anyone waits.

    Raises:
        Refused: OUT_OF_TIME, when nothing was found in time or the process ended without an answer.
    """
    # A forked child would share this process's locks and connections; a spawned one starts afresh.
    apart = multiprocessing.get_context("spawn")
    receiver, sender = apart.Pipe(duplex=False)
    process = apart.Process(target=_answer, args=(sender, gathered, objective, allow_closing), daemon=True)
    process.start()
    sender.close()
    try:
        answer = receiver.recv() if receiver.poll(seconds) else None
    except EOFError:
        answer = None
    finally:
        process.kill()
        process.join()
        receiver.close()
    if isinstance(answer, Proposal):
        return answer
    raise Refused(Problem("OUT_OF_TIME", "objective"))


def _answer(sender: Connection, gathered: Gathered, objective: Objective, allow_closing: bool) -> None:  # noqa: FBT001 - a process gets its arguments by position
    try:
        proposal = decision.decide(gathered, objective, allow_closing=allow_closing)
    except Refused:
        return
    sender.send(proposal)
