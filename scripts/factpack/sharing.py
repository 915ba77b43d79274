"""Much work shared by two processes, where there are two cores and the system can fork. What comes out is the same.

Each takes the next piece as soon as it is done with one, so that both end at once, whichever is the slower. The numbers of
the pieces wait in a pipe that both read from: who gets a number does that piece.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

FEWEST = 2_000  # with fewer things, a second process costs more than it saves
PIECE = 100
_MOST_PIECES = 2_000  # whose numbers any pipe holds: 4 KB, where a user has many of them, else more
_NUMBER_BYTES = 2
_PIPE_BYTES = 2**20  # the most that Linux allows everybody
_SWITCH_SECONDS = (
    0.0002  # so soon a thread that takes what has come has its turn: Python's 0.005 keep the helper waiting
)


def in_pieces(
    work: Callable[[Sequence[T]], R], things: Sequence[T], first_here: Callable[[], None] = lambda: None
) -> Iterator[R]:
    """What `work` gives for one piece of the things after the other, in their order.

    A second process does some of the pieces. It begins as a copy of this one, so that only what `work` gives is handed over.
    first_here: what this one does before, while the other is at work already.
    """
    size = max(PIECE, -(-len(things) // _MOST_PIECES))
    pieces = [things[start : start + size] for start in range(0, len(things), size)]
    if _pays(things):
        yield from _with_a_helper(work, pieces, first_here)
    else:
        first_here()
        yield from map(work, pieces)


def at_once(
    tasks: Sequence[Callable[[], R]], about: Sequence[object], first_here: Callable[[], None] = lambda: None
) -> list[R]:
    """What each of several tasks gives; two processes do them where they are about many things. first_here: see `in_pieces`."""
    if not _pays(about):
        first_here()
        return [task() for task in tasks]
    return [*_with_a_helper(lambda task: task(), tasks, first_here)]


def _pays(things: Sequence[object]) -> bool:
    """Whether a second process is to be had and worth its start. macOS has fork, but its system libraries do not bear it."""
    return len(things) >= FEWEST and sys.platform not in ("win32", "darwin") and (os.cpu_count() or 1) > 1


def _with_a_helper(
    work: Callable[[Any], Any], pieces: Sequence[Any], first_here: Callable[[], None]
) -> Iterator[Any]:
    import fcntl
    import pickle
    import signal
    from multiprocessing import get_context
    from queue import SimpleQueue
    from threading import Thread

    numbers, numbers_in = os.pipe()
    os.write(numbers_in, b"".join(number.to_bytes(_NUMBER_BYTES, "big") for number in range(len(pieces))))
    os.close(numbers_in)  # so that an end is found when all are taken

    def to_do() -> Iterator[int]:
        while number := os.read(numbers, _NUMBER_BYTES):
            yield int.from_bytes(number, "big")

    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    with suppress(OSError, AttributeError):  # Linux: so that a piece is handed over in one go
        fcntl.fcntl(sender.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    arrived: SimpleQueue[bytes | None] = SimpleQueue()

    def help_out() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # this process ends it
        receiver.close()
        for number in to_do():
            sender.send((number, work(pieces[number])))

    def take() -> None:
        """Take what comes at once: a pipe holds little, and the helper would wait."""
        with suppress(EOFError, OSError):
            while True:
                arrived.put(receiver.recv_bytes())
        arrived.put(None)

    helper = context.Process(target=help_out, daemon=True)
    helper.start()
    sender.close()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_SECONDS)
    taker = Thread(target=take, daemon=True)
    taker.start()
    try:
        first_here()
        done: dict[int, Any] = {}
        own, helper_is_there = to_do(), True
        for number in range(len(pieces)):
            while number not in done:
                if not helper_is_there or arrived.empty():
                    if (mine := next(own, None)) is not None:
                        done[mine] = work(pieces[mine])
                        continue
                    if not helper_is_there:  # it has died with this piece, for want of memory perhaps
                        done[number] = work(pieces[number])
                        continue
                content = arrived.get()
                helper_is_there = content is not None
                if content is not None:
                    other, outcome = pickle.loads(content)
                    done[other] = outcome
            yield done.pop(number)
    finally:
        sys.setswitchinterval(interval)
        helper.terminate()
        helper.join()
        taker.join()
        receiver.close()
        os.close(numbers)
