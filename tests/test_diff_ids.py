"""`factpack diff`: an id that was there stays, and stays what it was."""

import re
import shlex
from pathlib import Path

from conftest import SHARE, Run, append, commit, expect, git
from diffing import SHARE_ID, WITHDRAWN, listed, look, only, problems, set_aside
from factpack.commands.common import CLEAN, PROBLEMS


def test_vanished_id_is_an_error_with_its_fix(versioned: Path, run: Run) -> None:
    (versioned / SHARE).unlink()
    for form in ("text", "markdown", "json"):
        out = expect(run, PROBLEMS, "diff", "main", "--format", form)
        assert "vanished-id" in out
    found = only(problems(look(versioned)[0], "vanished-id"))
    assert (found["path"], found["severity"]) == (SHARE, "error")
    assert repr(SHARE_ID) in found["message"]
    assert "`withdrawn`, with date and reason; if it has a new id" in found["fix"]
    restore = re.search(r"`(git restore [^`]+)`", found["fix"])
    assert restore
    git(versioned, *shlex.split(restore[1])[1:])
    append(versioned / SHARE, WITHDRAWN)
    set_aside(versioned)
    expect(run, CLEAN, "diff", "main")


def test_withdrawn_fact_or_seed_may_not_vanish(versioned: Path) -> None:
    append(versioned / SHARE, WITHDRAWN)
    commit(versioned)
    (versioned / SHARE).unlink()
    (versioned / "seeds/lantern-2031-05.yaml").unlink()
    document, text = look(versioned, "HEAD")
    paths = [found["path"] for found in problems(document, "vanished-id")]
    assert paths == [SHARE, "seeds/lantern-2031-05.yaml"]
    assert [one["kind"] for one in listed(document, "removed")] == ["count", "seed"]
    assert re.search(f"\ncount {SHARE_ID} removed: .*\n- stage: reported\n- date: 2031-05-03\n", text)


def test_file_renamed_without_its_id_is_the_same_fact(versioned: Path) -> None:
    (versioned / SHARE).rename(versioned / "facts/counts/share-of-potash.yaml")
    document, _ = look(versioned)
    assert not problems(document, "vanished-id")
    assert document["records"] == []
    assert "'share-of-potash'" in only(problems(document, "id-not-file-name"))["message"]


def test_id_reused_for_another_kind_is_an_error(versioned: Path) -> None:
    meeting = versioned / "facts/meetings/2028-05-norland-briefs-reporters.yaml"
    (versioned / SHARE).unlink()
    text = meeting.read_text(encoding="utf-8").replace(f"id: {meeting.stem}", f"id: {SHARE_ID}")
    meeting.with_stem(SHARE_ID).write_text(text, encoding="utf-8")
    found = only(problems(look(versioned)[0], "vanished-id"))
    assert (found["path"], found["severity"]) == (SHARE, "error")
    assert f"The count {SHARE_ID!r} is missing: an id is never deleted or reused." in found["message"]
    assert f"git restore --source={git(versioned, 'rev-parse', 'main')[:12]} -- {SHARE}" in found["fix"]
