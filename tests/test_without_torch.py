from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout


def test_a_question_needs_no_torch() -> None:
    code = (
        "import assistant.assistant, index.search, index.rerank\nprint('spacy' in sys.modules, 'torch' in sys.modules)"
    )
    assert run(code) == "True False\n"


def test_an_unchanged_corpus_needs_no_parser() -> None:
    code = "import assistant.commands\nprint('spacy' in sys.modules, 'torch' in sys.modules)"
    assert run(code) == "False False\n"


def test_torch_can_be_imported_afterwards() -> None:
    code = "import assistant\nfrom importlib.util import find_spec\nprint('torch' in sys.modules, bool(find_spec('torch')))"
    assert run(code) == "False True\n"
