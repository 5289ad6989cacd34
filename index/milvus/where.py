"""Conditions for the engine's filters: templates and values, which are numbers and nothing else.

What a user types never becomes part of an expression: names are looked up or hashed to numbers first, and the numbers
go to the engine beside the template. milvus-lite knows no templates; there the numbers, checked to be numbers, are
written in their places.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Value = int | Sequence[int]
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Where:
    """A template with {places}, and the numbers for them.

    >>> Where("day >= {since}", {"since": 738_000}) & Where("name in {names}", {"names": [3, 5]})
    Where(template='(day >= {since}) and (name in {names})', values={'since': 738000, 'names': [3, 5]})
    """

    template: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def __and__(self, other: Where) -> Where:
        shared = {name for name in self.values.keys() & other.values.keys() if self.values[name] != other.values[name]}
        if shared:
            raise ValueError(f"two values for {sorted(shared)}")
        return Where(f"({self.template}) and ({other.template})", {**self.values, **other.values})

    def parameters(self) -> dict[str, int | list[int]]:
        """The values as the client takes them. Raises TypeError if one is no number."""
        return {name: _numbers(value) for name, value in self.values.items()}

    def written_out(self) -> str:
        """The expression with its numbers in their places, for an engine without templates.

        >>> Where("day >= {since} and name in {names}", {"since": 1, "names": [3]}).written_out()
        'day >= 1 and name in [3]'
        """
        numbers = self.parameters()
        return _PLACE.sub(lambda place: str(numbers[place[1]]), self.template)


def _numbers(value: Value) -> int | list[int]:
    """A value as plain integers: whatever prints otherwise than as a number is refused."""
    if isinstance(value, int):
        return int(value)
    numbers = list(value)
    if isinstance(value, str | bytes) or not all(isinstance(number, int) for number in numbers):
        raise TypeError(f"{value!r} is no number")
    return [int(number) for number in numbers]
