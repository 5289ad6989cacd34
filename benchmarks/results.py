"""Results of benchmarks, kept as JSON by commit with the machine that they are from."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).with_name("results")
_LIBRARIES = ("faiss-cpu", "numpy", "onnxruntime", "spacy", "tokenizers")


def keep(name: str, data: Mapping[str, Any]) -> Path:
    """Write what a benchmark measured to ``results/NAME-COMMIT.json``, with commit, time and machine."""
    others = _git("status", "--porcelain", "--", ".", f":!{FOLDER.relative_to(FOLDER.parents[1])}")
    commit = _git("rev-parse", "--short=10", "HEAD") + ("-changed" if others else "")
    made = {"name": name, "commit": commit, "made": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{name}-{commit}.json"
    path.write_text(json.dumps({**made, "machine": machine(), **data}, indent=1) + "\n", "utf-8")
    print(f"\nkept as {path.relative_to(FOLDER.parents[1])}")
    return path


def latest(name: str) -> dict[str, Any] | None:
    """The newest result of a benchmark, None if there is none."""
    found = [json.loads(path.read_text("utf-8")) for path in FOLDER.glob(f"{name}-*.json")]
    return max(found, key=lambda result: str(result["made"]), default=None)


def machine() -> dict[str, Any]:
    """What tells how fast a machine is, and how busy it was."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in _LIBRARIES},
    }


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """p50 and p95."""
    return {f"p{share}": round(float(np.percentile(milliseconds, share)), 2) for share in (50, 95)}


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    try:
        told = subprocess.run(
            command, cwd=FOLDER.parents[1], capture_output=True, text=True, check=False
        ).stdout.strip()
    except OSError:
        told = ""
    return told or ("" if arguments[0] == "status" else "unknown")
