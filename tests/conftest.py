from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from assistant.cli import main
from index.embed import Embedder, load_embedder
from index.update import update
from tests import offline
from tests.commands import Demarche, Run

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "corpus" / "sample"

os.environ["HF_HUB_OFFLINE"] = "1"
offline.install()
# No clock decides, for the machine is shared, and no chance: who looks for new cases asks for the profile "search".
settings.register_profile("demarche", deadline=None, print_blob=True, derandomize=True)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "demarche"))


@pytest.fixture(autouse=True)
def _no_connection_leaves_loopback() -> Iterator[None]:
    offline.violations.clear()
    yield
    assert not offline.violations, f"beyond loopback: {offline.violations}"


@pytest.fixture(scope="session")
def data() -> Path:
    """The shared data; where it is absent, its tests are skipped."""
    folder = Path(os.environ.get("DEMARCHE_DATA") or ROOT.parent / "shared" / "data")
    if not (folder / "articles").is_dir():
        pytest.skip(f"no shared data at {folder}; name its folder with DEMARCHE_DATA")
    return folder


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The packaged default model, the real one."""
    return load_embedder()


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """An index over the sample articles. Not to be written to: copy it first."""
    directory = tmp_path_factory.mktemp("sample") / "index"
    update([SAMPLE], directory, embedder)
    return directory


@pytest.fixture
def demarche(capsys: pytest.CaptureFixture[str]) -> Demarche:
    """The program in this process: arguments to status, stdout and stderr."""

    def run(*arguments: str | Path) -> Run:
        capsys.readouterr()
        return Run(main([str(argument) for argument in arguments]), *capsys.readouterr())

    return run
