"""Where a language model answers: any OpenAI-compatible endpoint, as settings name it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from corpus.errors import BadInput

SETTINGS_FILE = Path("demarche.toml")
OFF = "off"
KNOWN: Mapping[str, str] = {  # where these programs listen if nobody says otherwise
    "ollama": "http://127.0.0.1:11434/v1",
    "llama.cpp": "http://127.0.0.1:8080/v1",
    "vllm": "http://127.0.0.1:8000/v1",
    "lmstudio": "http://127.0.0.1:1234/v1",
}
_LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|::1")
_LIMITS: Mapping[str, tuple[float, float]] = {
    "timeout_s": (0.1, 600),
    "context_tokens": (512, 1_000_000),
    "answer_tokens": (32, 8_192),
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """``model`` None is the only one that the endpoint offers. The key is in no text made of this.

    ``timeout_s`` is for the whole reply; ``context_tokens`` is what question, evidence and reply may take together,
    ``answer_tokens`` the reply alone.
    """

    url: str
    model: str | None = None
    key: str | None = field(default=None, repr=False)
    timeout_s: float = 30.0
    context_tokens: int = 4096
    answer_tokens: int = 400

    @property
    def is_local(self) -> bool:
        """Whether it is on this machine."""
        return _LOOPBACK.fullmatch(urlsplit(self.url).hostname or "") is not None


def read_endpoint(llm: str | None, model: str | None, environment: Mapping[str, str]) -> Endpoint | None:
    """The endpoint that ``--llm`` and ``--llm-model`` name, else ``DEMARCHE_LLM`` and ``DEMARCHE_LLM_MODEL``, else
    the table ``[llm]`` of the settings file; None if nothing does, or if it is “off”.

    The file is ``demarche.toml`` in the working folder, or what ``DEMARCHE_SETTINGS`` names. The key comes from
    ``DEMARCHE_LLM_KEY`` alone. Raises BadInput.

    >>> read_endpoint("ollama", "llama3.2", {}).url, read_endpoint("off", None, {"DEMARCHE_LLM": "vllm"})
    ('http://127.0.0.1:11434/v1', None)
    """
    filed = _filed(environment)
    url = llm or environment.get("DEMARCHE_LLM") or filed.pop("url", OFF)
    if url == OFF:
        return None
    if find_spec("openai") is None:
        raise BadInput(f"--llm {_shown(url)} needs the extra: pip install -c constraints.txt -e '.[llm]'")
    key = environment.get("DEMARCHE_LLM_KEY") or None
    named = model or environment.get("DEMARCHE_LLM_MODEL") or filed.pop("model", None)
    numbers = {name: value for name, value in filed.items() if name in _LIMITS}
    endpoint = Endpoint(_address(KNOWN.get(url, url)), named, key, **numbers)
    if key is not None and not endpoint.url.startswith("https:") and not endpoint.is_local:
        raise BadInput(f"{endpoint.url}: DEMARCHE_LLM_KEY would travel readable for all; use https")
    return endpoint


def _address(url: str) -> str:
    """A base URL, checked. What may be secret in it is not shown."""
    try:
        parts = urlsplit(url)
        usual = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usual = False
    if not usual or re.search(r"\s", url):
        raise BadInput(f"--llm {_shown(url)}: no address; give http://HOST:PORT/v1, one of {', '.join(KNOWN)}, or off")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise BadInput(
            f"--llm {_shown(url)}: an address with a user, a query or a fragment; the key goes into DEMARCHE_LLM_KEY"
        )
    return url.rstrip("/")


def _shown(url: str) -> str:
    """A URL without what may be secret in it."""
    return re.sub(r"//[^/@]*@", "//", re.split(r"[?#]", url)[0])[:200]


def _filed(environment: Mapping[str, str]) -> dict[str, Any]:
    """The checked table ``[llm]`` of the settings file; empty if there is none."""
    named = environment.get("DEMARCHE_SETTINGS")
    path = Path(named) if named else SETTINGS_FILE
    if not named and not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8")).get("llm", {})
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise BadInput(f"{path}: not TOML ({error})") from error
    if not isinstance(table, dict):
        raise BadInput(f"{path}: llm is no table; write [llm] and below it url = ...")
    for name, value in table.items():
        _check(path, name, value)
    return table


def _check(path: Path, name: str, value: object) -> None:
    if name == "key":
        raise BadInput(f"{path}: no key belongs into a file; set DEMARCHE_LLM_KEY")
    if name in _LIMITS:
        low, high = _LIMITS[name]
        whole = isinstance(value, int) or name == "timeout_s"
        if isinstance(value, bool) or not isinstance(value, int | float) or not whole or not low <= value <= high:
            raise BadInput(f"{path}: llm.{name} must be a number from {low:g} to {high:g}")
    elif name not in ("url", "model"):
        raise BadInput(f"{path}: unknown setting llm.{name}; there are url, model, {', '.join(_LIMITS)}")
    elif not isinstance(value, str) or not value:
        raise BadInput(f"{path}: llm.{name} must be a text")
