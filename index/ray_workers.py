"""The steps of an update on Ray: over the cores of this machine, or over the machines of a cluster.

Ray is an extra: ``pip install -e '.[ray]'``. A step whose worker dies is done again elsewhere, and in the end here.
A Ray of our own listens on loopback alone, asks for a token that no other process is told, reports nothing, and
ends with this process, however that ends.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import tempfile
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from ipaddress import ip_address
from typing import Any, TypeVar

from corpus.article import Article
from corpus.errors import Refusal
from corpus.load import File, read_files
from corpus.sandbox.sandbox import Sandbox
from index.cores import cores
from index.embed import Embedder
from index.errors import WorkersUnavailable
from index.extraction import Stated, extract
from index.onnx_encoder import Floats
from index.portions import portions
from index.steps import embed_step, read_step
from index.workers import Workers

RETRIES = 3  # of a step whose worker died, each in another process; then it is done here
_STORE_BYTES = 512 * 2**20  # for what is on its way between processes
_CLIENT = "ray://"
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".",  # else Ray prints what befalls workers among our results
}
_OWN = {
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # the switch that makes Ray listen on loopback alone
    "RAY_AUTH_MODE": "token",
}

Result = TypeVar("Result")


@contextmanager
def ray_workers(embedder: Embedder, model: str, *, address: str | None = None, processes: int = 0) -> Iterator[Workers]:
    """Workers on the Ray cluster at an address (``ray://HOST:PORT``), else on a Ray of our own with so many processes.

    ``embedder`` is that of the ``model``, for what no worker could do.

    Raises:
        WorkersUnavailable: Ray is not installed, cannot be started, or does not answer at the address.
    """
    with _connected(address, processes or cores()) as ray:
        calls = _Calls(ray)
        cpus = max(1, int(ray.cluster_resources().get("CPU", 1)))

        def read(found: Iterable[File | Refusal], sandbox: Sandbox) -> Iterator[Article | Refusal]:
            waiting: deque[Callable[[], list[Article | Refusal]]] = deque()
            for portion in portions(found):
                waiting.append(_begin_reading(calls, portion, sandbox))
                while len(waiting) > 2 * cpus:
                    yield from waiting.popleft()()
            for wait in waiting:
                yield from wait()

        def state(articles: Sequence[Article]) -> Callable[[], Stated]:
            batch = list(articles)
            return calls.begin(extract, batch, instead=lambda: extract(batch))

        def embed(texts: Sequence[str]) -> Callable[[], Floats]:
            batch = list(texts)
            given = (batch, model, embedder.fingerprint)
            return calls.begin(embed_step, *given, instead=lambda: embedder.embed_passages(batch))

        yield Workers(read, state, state, embed, ahead=2 * cpus + 2)


def _begin_reading(
    calls: _Calls, portion: Sequence[File | Refusal], sandbox: Sandbox
) -> Callable[[], list[Article | Refusal]]:
    """Begin to read a portion of files."""
    files = [file for file in portion if isinstance(file, File)]
    if not files:  # a refusal, which stands alone in its portion
        return lambda: [item for item in portion if isinstance(item, Refusal)]
    return calls.begin(read_step, files, instead=lambda: list(read_files(files, sandbox)))


class _Calls:
    """Begins steps on Ray and waits for them."""

    def __init__(self, ray: Any) -> None:
        self._ray = ray
        self._remote: dict[Callable[..., Any], Any] = {}

    def begin(self, step: Callable[..., Result], *given: object, instead: Callable[[], Result]) -> Callable[[], Result]:
        """Begin a step; returns what waits for its result, which ``instead`` gives if its workers died each time."""
        if step not in self._remote:
            self._remote[step] = self._ray.remote(num_cpus=1, max_retries=RETRIES)(step)
        try:
            reference = self._remote[step].remote(*given)
        except (self._ray.exceptions.RayError, ConnectionError) as error:
            raise _gone(error) from error
        return lambda: self._wait(reference, instead)

    def _wait(self, reference: Any, instead: Callable[[], Result]) -> Result:
        errors = self._ray.exceptions
        try:
            found: Result = self._ray.get(reference)
            return found
        except errors.RayTaskError as error:  # what the step itself raised
            raise error.cause from None
        except (errors.WorkerCrashedError, errors.OutOfMemoryError, errors.ObjectLostError):
            return instead()
        except (errors.RayError, ConnectionError) as error:
            raise _gone(error) from error


def _gone(error: Exception) -> WorkersUnavailable:
    return WorkersUnavailable(f"the Ray cluster went away ({_short(error)}); run the same command again to go on")


@contextmanager
def _connected(address: str | None, processes: int) -> Iterator[Any]:
    """Ray, connected; and left in the end, or stopped if it is our own."""
    if address is not None and not address.removeprefix(_CLIENT).strip("/"):
        raise WorkersUnavailable(f"{address}: names no Ray cluster; give ray://HOST:PORT, or ray for one of its own")
    with _environment(_QUIET | (_own() if address is None else {})), warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"ray\.")
        try:
            ray = import_module("ray")
        except ImportError as error:
            raise WorkersUnavailable(
                "Ray is not installed; install it with: pip install -c constraints.txt -e '.[ray]'"
            ) from error
        folder = tempfile.mkdtemp(prefix="demarche-") if address is None else None
        options: dict[str, Any] = {"address": address}
        if folder is not None:
            options = {"address": "local", "num_cpus": processes, "num_gpus": 0, "include_dashboard": False}
            options |= {"_temp_dir": folder, "object_store_memory": _STORE_BYTES}
        try:
            try:
                ray.init(**options, log_to_driver=False, logging_level=logging.CRITICAL)
            except (ConnectionError, OSError, RuntimeError, ValueError) as error:
                reason = f"cannot be used ({_short(error)}); see docs/engine-ray.md"
                raise WorkersUnavailable(f"{address or 'Ray of its own'}: {reason}") from error
            addresses = [ip_address(node["NodeManagerAddress"]) for node in ray.nodes()] if folder is not None else []
            if not all(address.is_loopback for address in addresses):
                raise WorkersUnavailable("Ray would listen beyond this machine, as it was loaded before; start anew")
            yield ray
        finally:
            ray.shutdown()
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)


def _own() -> dict[str, str]:
    return _OWN | {"RAY_AUTH_TOKEN": secrets.token_hex(32)}


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Variables of the environment while the block runs: what Ray starts inherits them. What it sets goes too."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
