"""What was made of texts for a query, and need not be made twice."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

MOST = 4_096
Text = TypeVar("Text", bound=Hashable)
Made = TypeVar("Made")


class Remembered(Generic[Text, Made]):
    """A function of a query and texts that does nothing again that it did lately. Safe for several threads."""

    def __init__(self, make: Callable[[str, Sequence[Text]], Sequence[Made]], *, most: int = MOST) -> None:
        self._make, self._most = make, most
        self._known: OrderedDict[tuple[str, Text], Made] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, query: str, texts: Sequence[Text]) -> list[Made]:
        """What the function makes of each text, in their order; it is given each new text once."""
        with self._lock:
            known = {text: self._known[query, text] for text in texts if (query, text) in self._known}
        new = list(dict.fromkeys(text for text in texts if text not in known))
        known |= dict(zip(new, self._make(query, new), strict=True))
        with self._lock:
            self._known |= {(query, text): known[text] for text in new}
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return [known[text] for text in texts]
