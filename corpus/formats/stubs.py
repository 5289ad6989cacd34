"""Pages that hold no article: stubs before a paywall, error pages, pages that need JavaScript."""

from __future__ import annotations

import re

from corpus.unspaced import count_words

MIN_WORDS = 15  # of an article's body on a web page
_STUB_WORDS = 150  # a paywall's line in a text that is longer does not make it a stub
_ERROR_WORDS = 80

_PAYWALL = re.compile(
    r"(?:subscribe|sign up|register|log ?in|sign in)(?: now| here| today)? "
    r"to (?:continue|keep|read|access|unlock|view)|"
    r"(?:to|you'll need to|you must) (?:continue|keep) reading[^.]{0,60}(?:subscri|register|log ?in|sign)|"
    r"already (?:a|an) (?:subscriber|member)\b|"
    r"(?:this|the) (?:article|story|content) is (?:only )?(?:for|available to) "
    r"(?:our )?(?:paid |registered |premium )?(?:subscribers|members)|"
    r"(?:subscriber|member|premium)[- ](?:only|exclusive)|"
    r"(?:reached|used) (?:your|the) (?:monthly |weekly )?(?:limit|free|article)|"
    r"unlock (?:this|the full) (?:article|story)|"
    r"to read the (?:full|rest)[^.]{0,40}(?:subscri|register|log ?in)|start your (?:free )?(?:trial|subscription)",
    re.IGNORECASE,
)
_NO_PAGE = re.compile(
    r"(?:page|article|story) (?:(?:could|can) ?not|can't|can’t) be found|page not found|404 (?:error|not found)|"
    r"no longer (?:available|exists)|access (?:to this page )?(?:is |has been )?denied|"
    r"enable (?:javascript|cookies)|javascript is (?:disabled|required|not enabled)|"
    r"(?:checking|verify(?:ing)?)(?: that)? (?:your browser|you are (?:a )?human)|are you a robot|"
    r"unusual (?:traffic|activity)|"
    r"(?:we|this (?:web)?site|our partners) (?:and our partners )?uses? cookies|"
    r"502 bad gateway|503 service|temporarily unavailable",
    re.IGNORECASE,
)


def why_no_article(text: str, *, free: bool = True) -> str | None:
    """Why the clean text of a page is no article, None if it is one.

    ``free`` is False where the page itself says that its article must be paid for.

    >>> why_no_article("Talks broke down late on Sunday. Subscribe to continue reading.")
    'a stub before a paywall, 10 words; save the page as a subscriber sees it'
    """
    words = count_words(text)
    if words < _STUB_WORDS and (_PAYWALL.search(text) or (not free and words < _ERROR_WORDS)):
        return f"a stub before a paywall, {words} words; save the page as a subscriber sees it"
    if words < _ERROR_WORDS and _NO_PAGE.search(text):
        return f"an error page, not an article ({words} words)"
    return None
