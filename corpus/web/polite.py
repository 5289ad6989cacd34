"""A fetcher that asks robots.txt, waits between two requests to a host, and comes back later when told to."""

from __future__ import annotations

import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from protego import Protego

from corpus.web.address import UnfetchableUrl, shown
from corpus.web.fetch import USER_AGENT, FetchLimits, Response, fetch

DELAY_S = 1.0  # between two requests to one host, unless its robots.txt asks for more
MAX_DELAY_S = 30.0
_MAX_ROBOTS = 500_000  # bytes; what RFC 9309 asks for at least
_BUSY = frozenset({429, 503})


class PoliteFetcher:
    """Remembers, for one run, each host's robots.txt, when it was last asked, and whether it asked for rest."""

    def __init__(
        self, *, allow_private: bool = False, delay_s: float = DELAY_S, limits: FetchLimits | None = None
    ) -> None:
        self._allow_private = allow_private
        self._delay_s = delay_s
        self._limits = limits
        self._robots: dict[str, Protego] = {}
        self._asked: dict[str, float] = {}
        self._resting: set[str] = set()

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Response:
        """Fetch a page.

        Raises:
            UnfetchableUrl: it may not be or cannot be fetched, robots.txt forbids it, or its host asked for rest.
        """
        site = _site(url)
        rules = self._rules(url, site)
        if not rules.can_fetch(url, USER_AGENT):
            raise UnfetchableUrl(shown(url), "its site's robots.txt asks not to fetch it")
        response = self._request(url, site, headers, rules.crawl_delay(USER_AGENT))
        if response.status in _BUSY:
            self._resting.add(site)
            raise UnfetchableUrl(shown(url), f"its server asks to come back later ({response.status})")
        return response

    def _rules(self, url: str, site: str) -> Protego:
        if site not in self._robots:
            try:
                response = self._request(f"{site}/robots.txt", site, None, None)
            except UnfetchableUrl as refused:
                raise UnfetchableUrl(shown(url), refused.reason) from refused
            if response.status >= 500:
                raise UnfetchableUrl(
                    shown(url), f"its site's robots.txt cannot be had ({response.status}); try again later"
                )
            text = response.body[:_MAX_ROBOTS].decode("utf-8", "replace") if response.status == 200 else ""
            self._robots[site] = Protego.parse(text)
        return self._robots[site]

    def _request(self, url: str, site: str, headers: Mapping[str, str] | None, delay: float | None) -> Response:
        if site in self._resting:
            raise UnfetchableUrl(shown(url), "its server asked to come back later")
        wait = min(max(self._delay_s, float(delay or 0)), MAX_DELAY_S) + self._asked.get(site, float("-inf"))
        left = wait - time.monotonic()
        if left > 0:
            time.sleep(left)
        self._asked[site] = time.monotonic()
        return fetch(url, headers=headers, allow_private=self._allow_private, limits=self._limits)


def _site(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise UnfetchableUrl(shown(url), f"no address that can be read ({error})") from error
    return f"{parts.scheme}://{parts.netloc}"
