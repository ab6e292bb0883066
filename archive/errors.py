"""What can go wrong on disk."""

from __future__ import annotations


class ArchiveError(Exception):
    """A visit file, the ledger or a published file cannot be read or written: missing, damaged, foreign, read-only, disk full.

    The message is Chinese and names the file. The command line turns it into exit code 5. 存储错误
    """
