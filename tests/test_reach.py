"""What the commands reach: they write their own files and no others, open no connection, and start nothing but git."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, TEXTS, start

pytestmark = [
    pytest.mark.needs_tools,  # it takes long
    pytest.mark.skipif(sys.platform == "win32", reason="asks /proc or paths of POSIX"),
]
FACT = "2031-05-marovia-potash-share-of-supply"

# Python tells of each of these before it happens (https://docs.python.org/3/library/audit_events.html).
WATCHED = """
import atexit, json, os, sys
events = []
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = {
    "os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate", "os.utime",
    "os.setxattr", "shutil.rmtree", "shutil.move", "shutil.copyfile", "shutil.make_archive", "tempfile.mkstemp", "tempfile.mkdtemp",
}
NETWORK = {
    "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.bind", "socket.sendto",
    "urllib.Request", "http.client.connect", "ftplib.connect", "smtplib.connect",
}
STARTS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.startfile", "pty.spawn"}

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        if isinstance(path, (str, bytes, os.PathLike)) and (flags & WRITES or set(mode or "") & set("wax+")):
            events.append(("write", os.path.abspath(os.fsdecode(path))))
    elif event in CHANGES:
        # The one path that changes: the new one of a link or a copy, both of a move.
        paths = arguments[:2] if event in ("os.rename", "shutil.move") else arguments[1:2] if event in (
            "os.link", "os.symlink", "shutil.copyfile") else arguments[:1]
        fd = arguments[1] if event in ("os.remove", "os.rmdir") else arguments[2] if event == "os.mkdir" else -1
        folder = os.readlink(f"/proc/self/fd/{fd}") if isinstance(fd, int) and fd >= 0 else ""
        events.extend(
            ("write", os.path.abspath(os.path.join(folder, os.fsdecode(path)))) for path in paths if not isinstance(path, int)
        )
    elif event in NETWORK:
        events.append(("network", f"{event} {arguments!r}"))
    elif event in STARTS:
        events.append(("start", str(arguments[1][0] if event == "subprocess.Popen" else arguments[0])))

sys.addaudithook(watch)
from factpack.cli import main
code = main(sys.argv[2:])
sys.stdout.flush()
found = list(events)
with open(sys.argv[1], "w") as file:
    json.dump(found, file)
sys.exit(code)
"""

OUTPUTS = r"(exports|schemas)(/.+)?|CITATION\.cff|\.zenodo\.json|CODEBOOK\.md|datapackage\.json|\.factpack-build(/.+)?"
LOCK = r"seeds|seeds/evidence\.lock|seeds/\.[a-z0-9_]+\.tmp"
RECORDS = r"(seeds|facts|facts/(releases|meetings|sanctions|counts))(/[a-z0-9-]+\.yaml|/\.[a-z0-9_]+\.tmp)?"
EDITOR = r"schemas/editor(|/[a-z]+\.schema\.json|/\.[a-z0-9_]+\.tmp)"
NOTHING = r"(?!)"

COMMANDS: dict[str, tuple[list[str], str, int | None]] = {
    "validate": (["validate"], EDITOR, 0),
    "validate in JSON": (["validate", "--format", "json"], EDITOR, 0),
    "build": (["build"], OUTPUTS, 0),
    "check": (["check"], NOTHING, 0),
    "check with texts": (["check", "--texts", str(TEXTS)], NOTHING, None),
    "verify": (["verify", "--texts", str(TEXTS)], LOCK, 0),
    "fmt": (["fmt"], RECORDS, 0),
    "fmt --check": (["fmt", "--check"], NOTHING, None),
    "new": (
        ["new", "count", "--from", "courier-2031-05-03:12", "--id", "a-new-count", "--texts", str(TEXTS)],
        rf"{RECORDS}|{EDITOR}", 0,
    ),
    "coverage": (["coverage"], NOTHING, 0),
    "show": (["show", FACT], NOTHING, 0),
    "explain": (["explain", "unbacked-value"], NOTHING, 0),
    "cite": (["cite", FACT], NOTHING, 0),
    "diff": (["diff", "HEAD"], NOTHING, 0),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(committed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in git, built and not verified, in whose records no two are in canonical form."""
    root = shutil.copytree(committed, tmp_path_factory.mktemp("reach") / "project")
    shutil.copytree(ROOT / "schemas", root / "schemas")
    (root / "seeds/evidence.lock").unlink()
    assert _run(root, root.parent / "events.json", ["build"])[0] == 0
    return root


def _run(root: Path, events: Path, arguments: list[str]) -> tuple[int, list[tuple[str, str]], str]:
    settings = {"PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(events.parent / "temporary")}
    (events.parent / "temporary").mkdir(exist_ok=True)
    done = start(root, sys.executable, "-c", WATCHED, events, *arguments, **settings)
    found = [(what, name) for what, name in json.loads(events.read_bytes())]
    return done.returncode, found, done.stdout + done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_command_writes_its_own_files_only(name: str, built: Path, tmp_path: Path) -> None:
    arguments, allowed, code = COMMANDS[name]
    root = tmp_path / "project"
    shutil.copytree(built, root)
    if name.startswith("validate"):
        shutil.rmtree(root / "schemas/editor")
    if name == "build":
        (root / "exports/csv/releases.csv").write_text("old")
    ended, events, told = _run(root, tmp_path / "events.json", arguments)
    assert ended == code or (code is None and ended in (0, 1)), told
    strange = []
    wrote = 0
    for what, where in events:
        path = Path(where)
        if what == "write" and path.is_relative_to(root):
            relative = path.relative_to(root).as_posix()
            wrote += 1
            if not re.fullmatch(allowed, relative):
                strange.append((what, relative))
        elif (
            what == "write" and (path == Path(os.devnull) or path.is_relative_to(tmp_path / "temporary"))
        ) or ((what, where) == ("start", "git") and name == "diff"):
            continue
        else:
            strange.append((what, where))
    assert strange == []
    assert (wrote > 0) == (allowed != NOTHING)


def test_watch_sees_writes_network_and_starts(tmp_path: Path) -> None:
    bad = WATCHED.replace(
        "from factpack.cli import main",
        "def main(arguments):\n"
        "    import socket, subprocess\n"
        "    open('x', 'w').close(); os.rename('x', 'y'); os.mkdir('z')\n"
        "    socket.socket(socket.AF_UNIX).connect_ex('nowhere')\n"
        "    subprocess.run(['true'], check=True)\n"
        "    return 0\n",
    )
    subprocess.run([sys.executable, "-c", bad, str(tmp_path / "events.json")], cwd=tmp_path, check=True)
    found = json.loads((tmp_path / "events.json").read_bytes())
    assert {what for what, _ in found} == {"write", "network", "start"}
    assert {Path(name).name for what, name in found if what == "write"} == {"x", "y", "z"}
