"""Chinese and Japanese, which are written without spaces: what counts as a word, and where a sentence ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Han (with its extensions), Hiragana, Katakana; Korean has spaces
LETTERS = (
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_KANA_SHARE = 0.05  # of the letters: Chinese has none but in names
_LETTER = re.compile(f"[{LETTERS}]")
_RUN = re.compile(f"[{LETTERS}]+|[^{LETTERS}]+")
_CLOSING = "」』”’）】》〉）)"
# behind a closing mark, a sentence ends where a line does or another quotation begins: 「……。」と述べた is one
_END = re.compile(
    rf"[。！？｡]+(?![。！？｡{_CLOSING}])|[。！？｡]+[{_CLOSING}]+(?=\s*(?:$|[「『“]))|[.!?](?=\s+[{LETTERS}])"
)
_PER_WORD = 2  # letters, about


def count_words(text: str) -> int:
    """How many words a text has; where there are no spaces, two letters count for one.

    >>> count_words("The council said no."), count_words("市議会は要求を拒否した。")
    (4, 6)
    """
    letters = 0 if text.isascii() else len(_LETTER.findall(text))
    if not letters:
        return len(text.split())
    return len(re.findall(r"\w+", _LETTER.sub(" ", text))) + (letters + 1) // _PER_WORD


def language_by_script(text: str) -> str | None:
    """Chinese (zh) or Japanese (ja) if most letters are of theirs, else None.

    >>> language_by_script("市議会は要求を拒否した。"), language_by_script("市议会拒绝了。"), language_by_script("No")
    ('ja', 'zh', None)
    """
    letters = 0 if text.isascii() else len(_LETTER.findall(text))
    if 2 * letters <= sum(character.isalpha() for character in text):
        return None
    return "ja" if len(_KANA.findall(text)) >= _KANA_SHARE * letters else "zh"


def pairs(word: str) -> Iterator[str]:
    """A word as it is; a run of letters without spaces as its overlapping pairs, as search engines index them.

    >>> list(pairs("harbour")), list(pairs("市議会")), list(pairs("2031年"))
    (['harbour'], ['市議', '議会'], ['2031', '年'])
    """
    if word.isascii() or not _LETTER.search(word):
        yield word
        return
    for run in _RUN.findall(word):
        if len(run) == 1 or not _LETTER.match(run):
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))


def sentence_ends(line: str) -> list[int]:
    """Where sentences that end in 。, ！ or ？ end in a line, behind the mark.

    >>> sentence_ends("市は拒否した。「待てない。」と市長は述べた。"), sentence_ends("He said no.")
    ([7, 22], [])
    """
    return [] if line.isascii() else [match.end() for match in _END.finditer(line)]
