"""Whether a text is a horoscope: it tells its readers what will be asked of them, and reports nothing."""

from __future__ import annotations

import re

_FEWEST = 3  # signs that have a line of their own, or begin one
_SIGN = re.compile(
    r"^[\W_]{0,6}(aries|taurus|gemini|cancer|leo|virgo|libra|scorpio|sagittarius|capricorn|aquarius|pisces)"
    r"\b(?=[\W_]*$|\s*[:.—–-]|\s*\()",
    re.IGNORECASE | re.MULTILINE,
)


def is_horoscope(text: str) -> bool:
    """Whether lines of a text are headed by signs of the zodiac.

    >>> is_horoscope("Aries (March 21 - April 19): A friend asks for help.\\nTaurus: Say no.\\n**Gemini**\\nWait.")
    True
    >>> is_horoscope("Leo: I said no.\\nCancer is curable, the board said.\\nVirgo: I said yes.")
    False
    """
    return len({match[1].lower() for match in _SIGN.finditer(text)}) >= _FEWEST
