"""What officers edit, read and checked: portals, rule packs, words, CMS adapters, holidays. 配置

Reads files below a data folder and gives frozen values of ``checks``; no clock, network or database.
All mistakes of all files are listed at once, each with file and key.
"""

from .load import Config, load
from .mistakes import ConfigError, Mistake
from .registry import load_registry

__all__ = ["Config", "ConfigError", "Mistake", "load", "load_registry"]
