"""The one way in which text of others enters the page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_MARKUP = re.compile(r"[^0-9A-Za-z \u00a0-\U0010ffff]")
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")


def escaped(text: str) -> str:
    r"""Text with every ASCII mark and line end as a numeric entity, so that neither HTML nor Markdown sees markup.

    >>> escaped("<b>5*3</b>")
    '&#60;b&#62;5&#42;3&#60;&#47;b&#62;'
    >>> escaped("one\ntwo")
    'one&#10;two'
    """
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", _NOT_TEXT.sub("\ufffd", text))


def isolated(text: str) -> str:
    """Escaped text whose writing direction cannot reorder what stands around it."""
    return f"<bdi>{escaped(text)}</bdi>"


def safe_url(url: str | None) -> str | None:
    """The URL if it is a plain web address, None for anything else: no scripts, no data, no credentials.

    >>> safe_url("https://example.org/a?b=c"), safe_url("javascript:alert(1)")
    ('https://example.org/a?b=c', None)
    """
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    usual = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    return url if usual and not re.search(r"[\s\x00-\x1f]", url) else None
