"""Where the model is: from the option, the environment, the settings file; refusals in one clear line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.llm.endpoint import Endpoint, read_endpoint
from corpus.errors import BadInput
from tests.commands import Demarche
from tests.conftest import ROOT


def test_the_option_goes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[llm]\nurl = "vllm"\nmodel = "filed"\ntimeout_s = 5\ncontext_tokens = 2048\n', "utf-8")
    filed = {"DEMARCHE_SETTINGS": str(file)}
    by_environment = {**filed, "DEMARCHE_LLM": "http://localhost:9/v1/", "DEMARCHE_LLM_MODEL": "set"}
    assert read_endpoint(None, None, {}) is None
    assert read_endpoint("off", None, by_environment) is None
    assert read_endpoint(None, None, filed) == Endpoint("http://127.0.0.1:8000/v1", "filed", None, 5, 2048)
    found = read_endpoint(None, None, by_environment)
    assert found == Endpoint("http://localhost:9/v1", "set", None, 5, 2048)
    found = read_endpoint("ollama", "chosen", by_environment | {"DEMARCHE_LLM_KEY": "k"})
    assert found == Endpoint("http://127.0.0.1:11434/v1", "chosen", "k", 5, 2048)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nonsense", "no address"), ("ftp://host/v1", "no address"), ("http://", "no address"),
        ("http://h:99999/v1", "no address"), ("http://a b/v1", "no address"),
        ("http://me:secret@host/v1", "DEMARCHE_LLM_KEY"), ("http://host/v1?key=secret", "DEMARCHE_LLM_KEY"),
    ],
)  # fmt: skip
def test_addresses_that_are_none(url: str, told: str) -> None:
    with pytest.raises(BadInput, match=told) as error:
        read_endpoint(url, None, {})
    assert "secret" not in str(error.value)


def test_a_key_never_travels_in_the_open() -> None:
    key = {"DEMARCHE_LLM_KEY": "k"}
    with pytest.raises(BadInput, match="https"):
        read_endpoint("http://llm.example/v1", None, key)
    assert read_endpoint("https://llm.example/v1", None, key) is not None
    assert read_endpoint("http://127.0.0.1:1/v1", None, key) is not None
    assert read_endpoint("http://llm.example/v1", None, {}) is not None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[llm", "not TOML"), ("llm = 3", "no table"), ('[llm]\nkey = "k"', "no key belongs into a file"),
        ("[llm]\nurl = 3", "must be a text"), ("[llm]\ntimeout_s = true", "a number from 0.1 to 600"),
        ("[llm]\nanswer_tokens = 3.5", "a number"), ("[llm]\nspeed = 1", "unknown setting llm.speed"),
    ],
)  # fmt: skip
def test_a_broken_settings_file(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(BadInput, match=told):
        read_endpoint(None, None, {"DEMARCHE_SETTINGS": str(file)})


def test_a_settings_file_that_is_not_there(demarche: Demarche, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMARCHE_SETTINGS", "nowhere.toml")
    run = demarche("ask", "Who?")
    assert (run.status, run.err) == (2, "demarche: nowhere.toml: cannot be read (No such file or directory)\n")


def test_without_the_option_nothing_of_it_is_imported() -> None:
    code = (
        "import sys, assistant.assistant, assistant.chat.talk, assistant.llm.writer, assistant.llm.connection\n"
        "print({'openai', 'jiter', 'xllamacpp'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout == "set()\n"


def test_without_the_extra_a_clear_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(BadInput, match=r"--llm ollama needs the extra: pip install -c constraints.txt -e '.\[llm\]'"):
        read_endpoint("ollama", None, {})
    assert read_endpoint(None, None, {}) is None
