"""What can be wrong with an index. Each message says what, which and what to do."""

from __future__ import annotations

from corpus.errors import BadInput


class WorkersUnavailable(BadInput):
    """The workers that were asked for cannot be had."""


class IndexUnusable(Exception):
    """The index cannot be used as it is."""


class IndexMissing(IndexUnusable):
    """There is no index where one was looked for."""


class IndexDamaged(IndexUnusable):
    """A file of the index is not what was written."""


class IndexMismatch(IndexUnusable):
    """The index was made by another format or another model."""


class ModelUnavailable(IndexUnusable):
    """A model cannot be loaded, or its file is not the one that was expected."""
