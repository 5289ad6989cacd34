"""What a user types never becomes part of an expression."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.embed import Embedder
from index.filters import Filters
from index.milvus.archive import MilvusArchive
from index.milvus.engine import Engine
from index.milvus.load import load
from index.milvus.where import Where
from tests.index.milvus.server import Server

HOSTILE = ["' or 1 == 1", '" or 1 == 1 or publisher == "', "{edition}", "1 or 1 == 1", "]", "a') or (1 == 1", "\\"]
EXPRESSION = re.compile(r"[a-z_ ()\[\]=<>,\d-]*")


class Watching(Engine):
    """An engine that writes down what it is asked, as it goes to milvus-lite and as it goes to others."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.asked: list[Where] = []

    def _filter(self, where: Where) -> dict[str, object]:
        self.asked.append(where)
        return super()._filter(where)


@pytest.mark.parametrize("value", HOSTILE)
def test_what_is_typed_is_not_in_an_expression(
    server: Server, sample_index: Path, embedder: Embedder, tmp_path: Path, value: str
) -> None:
    engine = Watching(server.address("typed"))
    load(sample_index, engine, embedder.dimension)
    archive = MilvusArchive(engine, embedder, tmp_path)
    wide = len(archive.search("wage offer", 500))
    engine.asked.clear()
    for filters in (Filters(publisher=value), Filters(actor=value), Filters(article=value)):
        assert not archive.search(f"wage offer {value}", 9, filters)
        if filters.article is None:
            assert not archive.find_statements(topic=f"wage {value}", actor=filters.actor, filters=filters)
    with pytest.raises(KeyError):
        archive.article(value)
    with pytest.raises(KeyError):
        archive.edition(value, value)
    assert archive.spans([value]) == {value: []}
    assert archive.also_in([value]) == {value: []}
    assert len(engine.asked) > 10
    for where in engine.asked:
        assert EXPRESSION.fullmatch(where.written_out())
        assert value not in where.written_out() or value == "]"
        assert all(isinstance(one, int | list) for one in where.parameters().values())
    assert len(archive.search("wage offer", 500)) == wide


@pytest.mark.parametrize("value", ["1", "x", ["x"], ["1 or 1 == 1"], [1.5], 1.5, None, {"a": 1}, b"1"])
def test_only_numbers_are_values(value: object) -> None:
    where = Where("day >= {day}", {"day": value})  # type: ignore[dict-item]
    for use in (where.written_out, where.parameters):
        with pytest.raises(TypeError):
            use()


def test_a_number_that_prints_as_something_else() -> None:
    class Sly(int):
        def __repr__(self) -> str:
            return "1 or 1 == 1"

        __str__ = __repr__

    assert (
        Where("day in {days} and day > {day}", {"days": [Sly(3)], "day": Sly(4)}).written_out()
        == "day in [3] and day > 4"
    )
    assert Where("day == {day}", {"day": True}).written_out() == "day == 1"


def test_two_conditions_with_different_values_under_one_name() -> None:
    with pytest.raises(ValueError, match="two values"):
        Where("day >= {day}", {"day": 1}) & Where("day <= {day}", {"day": 2})


def test_an_engine_with_templates_gets_them(server: Server) -> None:
    """What goes to a Milvus that is not milvus-lite, which is not here: the template and the values, apart."""
    engine = Engine(server.address("typed"))
    where = Where("day >= {day}", {"day": 3})
    assert engine._filter(where) == {"filter": "day >= 3"}
    engine._connected = (engine._connection()[0], False)
    assert engine._filter(where) == {"filter": "day >= {day}", "filter_params": {"day": 3}}
