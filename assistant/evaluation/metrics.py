"""What an answer is worth: nuggets told, evidence cited, quotes verbatim, markers resolved.

Nuggets as in the TREC question answering track (Voorhees 2003), matched as strings; citation recall and precision after
ALCE (Gao, Yen, Yu & Chen, EMNLP 2023), with marked evidence in place of an entailment model. All are shares in [0, 1];
a share of nothing is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.evaluation.fold import fold
from corpus.span import Span

WHOLE_WORD = 3  # a nugget of this many characters or fewer must be a whole word
_MARKER = re.compile(r"\[(\d+)\]")
_BEFORE = r"(?<!\w)(?<!\d[.,])"  # 20 does not begin in 1,020
_AFTER = r"(?!\w)(?![.,]\d)"  # nor end in 20,000

Groups = Sequence[Sequence[Span]]  # each group: alternatives, one of which is enough


def nugget_found(alternatives: Iterable[str], answer: str) -> bool:
    """Whether some alternative occurs in an answer.

    Folded; at the start of a word; as a whole word if it has three characters or fewer. The digits of a marker are
    not words of the answer.

    >>> nugget_found(["advis"], "He became an Adviser [1]."), nugget_found(["rejected"], "unrejected")
    (True, False)
    >>> nugget_found(["aid"], "It said so."), nugget_found(["6"], "Talks failed [6].")
    (False, False)
    """
    text = fold(_MARKER.sub("[]", answer))
    return any(_pattern(fold(alternative)).search(text) for alternative in alternatives)


def nugget_recall(nuggets: Sequence[Sequence[str]], answer: str, *, abstained: bool) -> float | None:
    """The share of a question's nuggets that its answer tells; an abstention tells none.

    >>> nugget_recall([["7%", "seven percent"], ["6.25%"]], "They want raises of 7% [1].", abstained=False)
    0.5
    >>> nugget_recall([["articles"]], "The articles do not say.", abstained=True)
    0.0
    """
    return share([not abstained and nugget_found(alternatives, answer) for alternatives in nuggets])


def citation_recall(evidence: Groups, cited: Sequence[Span]) -> float | None:
    """The share of evidence groups of which some alternative is overlapped by a citation.

    A group without alternatives, whose quotes are not in the articles, counts as not cited.

    >>> citation_recall([[Span("a", 0, 9), Span("b", 5, 9)], [Span("a", 20, 30)]], [Span("b", 0, 6)])
    0.5
    """
    return share([any(overlaps_any(span, cited) for span in alternatives) for alternatives in evidence])


def citation_precision(evidence: Groups, cited: Sequence[Span]) -> float | None:
    """The share of citations that overlap some evidence. Where there is no evidence, each citation is wrong.

    >>> citation_precision([[Span("a", 0, 9)]], [Span("a", 5, 12), Span("a", 9, 12)])
    0.5
    >>> citation_precision([], []) is None
    True
    """
    known = [span for alternatives in evidence for span in alternatives]
    return share([overlaps_any(span, known) for span in cited])


def verbatim_share(quotes: Iterable[tuple[Span, str]], texts: dict[str, str]) -> float | None:
    """The share of quotes with ``text[start:end] == quote``; ``texts`` by article id.

    >>> verbatim_share([(Span("a", 0, 2), "He"), (Span("a", 1, 3), "he")], {"a": "He left."})
    0.5
    """
    return share([span.article_id in texts and span.of(texts[span.article_id]) == quote for span, quote in quotes])


def markers_resolved(answer: str, markers: Sequence[int]) -> bool:
    """Whether markers are 1, 2, 3 … in order of first use, each with exactly one citation, and each citation is used.

    >>> markers_resolved("A said so [1]. B denied it [2][1].", [1, 2]), markers_resolved("A said so [2].", [1])
    (True, False)
    """
    used = list(dict.fromkeys(int(marker) for marker in _MARKER.findall(answer)))
    return bool(used) and used == list(range(1, len(used) + 1)) and sorted(markers) == used


def share(hits: Sequence[bool]) -> float | None:
    """The share of what is true; None of nothing.

    >>> share([True, False]), share([])
    (0.5, None)
    """
    return sum(hits) / len(hits) if hits else None


def overlaps_any(span: Span, others: Iterable[Span]) -> bool:
    """Whether a span shares a code point with one of the others."""
    return any(span.overlaps(other) for other in others)


def _pattern(nugget: str) -> re.Pattern[str]:
    """``re`` caches the compiled pattern."""
    return re.compile(_BEFORE + re.escape(nugget) + (_AFTER if len(nugget) <= WHOLE_WORD else ""))
