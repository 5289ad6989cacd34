"""spaCy without PyTorch: its models here need none, and importing it takes longer than answering a question."""

from __future__ import annotations

import sys


def import_thinc() -> None:
    """Import thinc, the library under spaCy, as if torch was not installed, which it tries to import.

    Saves a second and 200 MB. Whoever needs torch imports it as ever; if it, or thinc, is already there, nothing is
    done. To be called before spaCy is imported, and before there are threads that may import torch.
    """
    if "thinc" in sys.modules or "torch" in sys.modules:
        return
    sys.modules["torch"] = None  # type: ignore[assignment]  # importing it then raises ImportError
    try:
        import thinc.compat  # noqa: F401
    finally:
        del sys.modules["torch"]
