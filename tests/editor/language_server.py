"""A client for yaml-language-server over stdio: what an editor would ask, and what it would be told.

The protocol is the Language Server Protocol 3.17: JSON-RPC 2.0 messages, each after a header with its length
(https://microsoft.github.io/language-server-protocol/).
"""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import pytest

HERE = Path(__file__).parent
SERVER = "node_modules/yaml-language-server/bin/yaml-language-server"
INSTALL = "npm ci --prefix tests/editor"
CURSOR = "‸"


def node(script: str) -> list[str]:
    """The command of a script below this folder. Where something is not installed, fail with what installs it."""
    program = shutil.which("node")
    if program is None:
        pytest.fail(f"node is not installed: install Node.js 20 or newer with npm, then run: {INSTALL}")
    if not (HERE / "node_modules").is_dir():
        pytest.fail(f"The programs that tests drive are not installed; run: {INSTALL}")
    return [program, str(HERE / script)]


class LanguageServer:
    """A running server with one folder open.

    settings: as an editor's settings.json has them, by dotted names.
    """

    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        self.folder = folder
        self._settings = _nested(settings)
        self._published: dict[str, list[dict[str, Any]]] = {}
        self._last_id = 0
        self._opened = 0

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [*node(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        item = {"snippetSupport": True, "documentationFormat": ["markdown"]}
        documents = {
            "completion": {"completionItem": item},
            "hover": {"contentFormat": ["markdown"]},
            "publishDiagnostics": {},
        }
        capabilities = {"textDocument": documents, "workspace": {"configuration": True}}
        uri = self.folder.as_uri()
        self._request("initialize", {"processId": None, "rootUri": uri, "capabilities": capabilities})
        self._notify("initialized", {})
        self._notify("workspace/didChangeConfiguration", {"settings": self._settings})
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def diagnostics(self, texts: Sequence[tuple[str, str]]) -> list[list[tuple[int, str]]]:
        """The squiggles in files with these texts, each with its path: line from 1, message.

        All at once, because the server waits a little before it looks at a file that was opened.
        """
        uris = [self._open(path, text) for path, text in texts]
        while not self._published.keys() >= set(uris):
            self._next()
        return [
            sorted((one["range"]["start"]["line"] + 1, one["message"]) for one in self._published[uri])
            for uri in uris
        ]

    def completions(self, path: str, text: str) -> dict[str, dict[str, Any]]:
        """What is offered at the cursor, by label."""
        answer = self._at_cursor("textDocument/completion", path, text)
        items = answer["items"] if isinstance(answer, dict) else answer
        return {item["label"]: item for item in items}

    def hover(self, path: str, text: str) -> str:
        """The hover text at the cursor."""
        answer = self._at_cursor("textDocument/hover", path, text)
        return str(answer["contents"]["value"]) if answer else ""

    def _at_cursor(self, method: str, path: str, text: str) -> Any:
        assert text.count(CURSOR) == 1, text
        before = text[: text.index(CURSOR)]
        uri = self._open(path, text.replace(CURSOR, ""))
        position = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        return self._request(method, {"textDocument": {"uri": uri}, "position": position})

    def _open(self, path: str, text: str) -> str:
        """Open a file beside the one at `path`: under a new name, so that what is published on it is on this text."""
        self._opened += 1
        uri = (self.folder / path).with_name(f"unsaved-{self._opened}.yaml").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._notify("textDocument/didOpen", {"textDocument": document})
        return uri

    def _request(self, method: str, params: Any) -> Any:
        self._last_id += 1
        number = self._last_id
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message.get("result")

    def _notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _next(self) -> dict[str, Any]:
        """Read a message; note what it publishes, and answer what it asks.

        A server that says nothing is ended by the time limit of the test.
        """
        stream = self._process.stdout
        assert stream is not None
        headers = {}
        while (line := stream.readline()) != b"\r\n":
            assert line, "yaml-language-server has ended"
            name, _, value = line.partition(b": ")
            headers[name] = int(value)
        message: dict[str, Any] = json.loads(stream.read(headers[b"Content-Length"]))
        params = message.get("params")
        if message.get("method") == "textDocument/publishDiagnostics":
            self._published[params["uri"]] = params["diagnostics"]
        elif "method" in message and "id" in message:
            is_settings = message["method"] == "workspace/configuration"
            answer = (
                [self._settings.get(item["section"]) for item in params["items"]] if is_settings else None
            )
            self._send({"id": message["id"], "result": answer})
        return message

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()


def _nested(settings: dict[str, Any]) -> dict[str, Any]:
    """Settings by dotted names as a tree, the way a server asks for them."""
    tree: dict[str, Any] = {}
    for name, value in settings.items():
        *parents, last = name.split(".")
        node = tree
        for parent in parents:
            node = node.setdefault(parent, {})
        node[last] = value
    return tree
