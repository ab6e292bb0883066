"""Page → facts. Each extractor is a pure function of one page; none of them decides what is right or wrong. 事实提取"""

from .read import read

__all__ = ["read"]
