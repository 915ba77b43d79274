"""Many facts judged by two processes at once, where there are two cores and the system can fork."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

FEWEST = 2_000  # with fewer, a second process costs more than it saves


def in_halves(work: Callable[[Sequence[T]], R], things: Sequence[T]) -> list[R]:
    """What `work` gives for all things, or for the first half and the second; whoever joins the parts gets the same of both.

    The second process begins as a copy of this one, so that only what `work` gives is handed over.
    """
    # macOS has fork, but its system libraries do not bear it.
    if len(things) < FEWEST or sys.platform in ("win32", "darwin") or (os.cpu_count() or 1) == 1:
        return [work(things)]
    from multiprocessing import get_context

    context, middle = get_context("fork"), len(things) // 2
    receiver, sender = context.Pipe(duplex=False)
    helper = context.Process(target=lambda: sender.send(work(things[middle:])))
    helper.start()
    sender.close()
    first = work(things[:middle])
    try:
        second: R = receiver.recv()
    except EOFError:  # the helper has died, for want of memory perhaps
        second = work(things[middle:])
    helper.join()
    return [first, second]
