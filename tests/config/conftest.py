"""The sample data folder, written out. 配置样例"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.sample import FILES


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The sample written out."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path
