from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def index_copy(sample_index: Path, tmp_path: Path) -> Path:
    """The index over the sample, to be written to."""
    return Path(shutil.copytree(sample_index, tmp_path / "index"))
