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


class StoreUnavailable(IndexUnusable):
    """The engine that holds the archive cannot be reached, or does not answer in time."""


class StoreRefused(IndexUnusable):
    """The engine does not accept the credentials."""


class StoreFull(IndexUnusable):
    """The engine cannot take more: its disk or its quota is full."""


class StoreFailed(IndexUnusable):
    """The engine reports something else that is wrong."""


class ExtraMissing(IndexUnusable):
    """What was asked for needs an extra that is not installed."""
