"""Much work shared by two processes, where there are two cores and the system can fork. What comes out is the same."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

FEWEST = 2_000  # with fewer things, a second process costs more than it saves
PIECE = 250  # so many are handed over at once
_PIPE_BYTES = 2**20  # the most that Linux allows everybody


def in_pieces(
    work: Callable[[Sequence[T]], R],
    things: Sequence[T],
    share_here: float = 0.5,
    first_here: Callable[[], None] = lambda: None,
) -> Iterator[R]:
    """What `work` gives for one piece of the things after the other, in their order.

    A second process works on the last pieces meanwhile. It begins as a copy of this one, so that only what `work` gives is
    handed over. share_here: how much of the work is left to this one, which may have more to do with what comes out;
    first_here: what this one does before, while the other is at work already.
    """
    pieces = [things[start : start + PIECE] for start in range(0, len(things), PIECE)]
    if not _pays(things):
        first_here()
        yield from map(work, pieces)
        return
    middle = round(len(pieces) * share_here)
    yield from _with_a_helper(work, pieces[:middle], pieces[middle:], first_here)


def at_once(one: Callable[[], T], other: Callable[[], R], about: Sequence[object]) -> tuple[T, R]:
    """What two pieces of work give, the other one's done by a second process where they are about many things."""
    if not _pays(about):
        return one(), other()
    first, second = _with_a_helper(lambda work: work(), [one], [other], lambda: None)
    return first, second


def _pays(things: Sequence[object]) -> bool:
    """Whether a second process is to be had and worth its start. macOS has fork, but its system libraries do not bear it."""
    return len(things) >= FEWEST and sys.platform not in ("win32", "darwin") and (os.cpu_count() or 1) > 1


def _with_a_helper(
    work: Callable[[Any], Any], own: Sequence[Any], others: Sequence[Any], first_here: Callable[[], None]
) -> Iterator[Any]:
    import fcntl
    import pickle
    import signal
    from multiprocessing import get_context
    from queue import SimpleQueue
    from threading import Thread

    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    with suppress(OSError, AttributeError):  # Linux: so that a piece is handed over in one go
        fcntl.fcntl(sender.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    arrived: SimpleQueue[bytes | None] = SimpleQueue()

    def help_out() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # this process ends it
        receiver.close()
        for piece in others:
            sender.send(work(piece))

    def take() -> None:
        """Take what comes at once: a pipe holds little, and the helper would wait."""
        with suppress(EOFError, OSError):
            while True:
                arrived.put(receiver.recv_bytes())
        arrived.put(None)

    helper = context.Process(target=help_out, daemon=True)
    helper.start()
    sender.close()
    taker = Thread(target=take, daemon=True)
    taker.start()
    try:
        first_here()
        yield from map(work, own)
        for number in range(len(others)):
            content = arrived.get()
            if content is None:  # the helper has died, for want of memory perhaps
                yield from map(work, others[number:])
                break
            yield pickle.loads(content)
    finally:
        helper.terminate()
        helper.join()
        taker.join()
        receiver.close()
