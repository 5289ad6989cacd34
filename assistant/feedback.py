"""What readers said of answers: a file in the index's folder, and the QA set that it makes for ``evaluate``."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from corpus.errors import BadInput

FILE = "feedback.jsonl"
MAX_BYTES = 64 * 2**20


class Verdict(StrEnum):
    """What a reader may say of an answer."""

    RIGHT = "right"
    WRONG_SPEAKER = "wrong speaker"
    NOT_IN_SOURCE = "not in source"
    MISSED_IT = "missed it"


def note_feedback(
    directory: Path, verdict: Verdict, answer: Answer, turns: tuple[str, ...], filters: Mapping[str, str]
) -> None:
    """Append a reader's verdict on an answer, whole, in one write. ``turns`` are the questions before it.

    Raises BadInput if the file has grown beyond ``MAX_BYTES``.
    """
    directory.mkdir(parents=True, exist_ok=True)  # beside a store there may be no index
    path = directory / FILE
    if path.exists() and path.stat().st_size > MAX_BYTES:
        raise BadInput(f"{FILE} holds more than {MAX_BYTES:,} bytes; move it away")
    when = datetime.now(UTC).isoformat(timespec="seconds")
    noted = {"at": when, "verdict": verdict.value, "turns": list(turns), "filters": dict(filters)}
    line = json.dumps({**noted, "answer": answer.to_json()}, ensure_ascii=True) + "\n"
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode("ascii"))
    finally:
        os.close(handle)


def feedback_as_qa(directory: Path) -> Iterator[dict[str, Any]]:
    """The feedback as questions of a QA set; the last verdict on a question counts.

    An answer that is right gives its citations as evidence; an abstention that is right, a question that cannot be
    answered; an abstention that missed it, one that can. An answer with the wrong speaker, or not in its source, says
    nothing of what would be right: its question is given with its evidence still to be written by a person.

    Raises BadInput if there is no feedback or a line of it is not what was written.
    """
    path = directory / FILE
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise BadInput(f"{path}: no feedback here yet; readers give it in the chat") from error
    last: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(lines, 1):
        try:
            noted = json.loads(line)
            answer, verdict = noted["answer"], Verdict(noted["verdict"])
            last[json.dumps([answer["question"], noted["turns"], noted["filters"]])] = _item(answer, verdict, noted)
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(f"{path}:{number}: not a line of feedback ({error}); remove it") from error
    for number, item in enumerate(last.values(), 1):
        yield {"id": f"feedback-{number}", **item}


def _item(answer: Mapping[str, Any], verdict: Verdict, noted: Mapping[str, Any]) -> dict[str, Any]:
    cited = [[{"article": one["article"], "start": one["start"], "end": one["end"]}] for one in answer["citations"]]
    filters = {name: value for name, value in noted["filters"].items() if name != "act"}
    return {
        "question": answer["question"],
        "turns": noted["turns"],
        **({"filters": filters} if filters else {}),
        "answerable": not (answer["abstained"] and verdict is Verdict.RIGHT),
        "kind": f"feedback: {verdict.value}",
        "nuggets": [],
        "evidence": cited if verdict is Verdict.RIGHT else [],
    }
