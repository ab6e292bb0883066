"""A visit to pages that are named, and to nothing else: pages of evidence, looked at again. 指定页面"""

from __future__ import annotations

from collections.abc import Iterable

from checks.model import Plan, Portal
from checks.vocabulary import Vocabulary
from crawler.frontier import Candidate, Frontier, Outline
from crawler.policy import Tier, page_key


class Listed(Frontier):
    """Gives the named pages, each twice if it fails at first, and follows no link. 指定页面"""

    def __init__(self, portal: Portal, plan: Plan, vocabulary: Vocabulary, urls: Iterable[str]) -> None:
        super().__init__(portal, plan, vocabulary)
        self._heap.clear()
        self._waiting.clear()
        for url in urls:
            self._push(Candidate(url=url, tier=Tier.ROLE, firm=True))

    def seed(self, urls: Iterable[str], found_on: str) -> None:
        """A site's map is not asked for."""

    def mapped(self, urls: Iterable[str], found_on: str) -> None:
        """Nor followed, where it is one of the pages."""

    def read(self, candidate: Candidate, page: Outline) -> None:
        """No link leads on."""
        self._taken.add(page_key(page.url))
