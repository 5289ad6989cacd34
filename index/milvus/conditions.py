"""The filters of a question as conditions for the engine."""

from __future__ import annotations

from corpus.dates import day_number
from index.filters import Filters
from index.milvus.manifest import Manifest
from index.milvus.tables import NEVER, number_of
from index.milvus.where import Where


def article_where(manifest: Manifest, filters: Filters) -> Where:
    """The rows of articles that answers may use and that pass the filters, but for ``actor``, which is no property of
    an article: what index.filters.allowed_rows and index.editions.left_out say of a folder."""
    where = Where("current == {one}", {"one": 1})
    if not filters.retracted:
        where &= Where("retracted == {zero}", {"zero": 0})
    if filters.as_of is None:
        where &= Where("superseded == {never}", {"never": NEVER})
    else:
        where &= Where("superseded > {as_of}", {"as_of": day_number(filters.as_of)})
    if filters.since is not None:
        where &= Where("day >= {since}", {"since": day_number(filters.since)})
    if filters.last_day is not None:
        where &= Where("day <= {until} and day > {zero}", {"until": day_number(filters.last_day), "zero": 0})
    if filters.publisher is not None:
        wanted = filters.publisher.casefold()
        codes = [code for code, name in enumerate(manifest.outlets) if name.casefold() == wanted]
        where &= Where("publisher in {publishers}", {"publishers": codes or [-2]})
    if filters.article is not None:
        where &= Where("name == {article}", {"article": number_of(filters.article)})
    return where
