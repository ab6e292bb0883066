"""A pytest plugin: our Datasette plugins, loaded into the Datasette that its own tests make; and how each test ended, as JSON.

``GONGKAI_MODE`` is ``stock`` (Datasette alone), ``ours`` (as it is served) or ``unmarked`` (as it is served, CSV without the byte order mark);
``GONGKAI_RECORD`` the file to write.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

OUTCOMES: dict[str, str] = {}


def load(mode: str) -> None:
    """Import Datasette as the mode has it: alone, without any installed plugin, or with ours and those that are installed."""
    if mode == "stock":
        sys._called_from_test = True  # type: ignore[attr-defined]  # what Datasette's own tests set, here before anything imports it
        return
    from datasette.plugins import pm
    from datasette.utils import module_from_path

    from publish.serving.settings import SITE

    for path in sorted((SITE / "plugins").glob("*.py")):
        module = module_from_path(str(path), f"gongkai-{path.name}")
        if mode == "unmarked" and hasattr(module, "BOM"):
            module.BOM = ""
        pm.register(module)


def pytest_runtest_logreport(report: Any) -> None:
    """A test passed if its call did, and neither preparing nor clearing up failed."""
    if report.when == "call" or report.outcome != "passed":
        OUTCOMES[report.nodeid] = report.outcome


def pytest_sessionfinish() -> None:
    """Write what was seen."""
    Path(os.environ["GONGKAI_RECORD"]).write_text(json.dumps(OUTCOMES), encoding="utf-8")


# when pytest reads this module, which is before Datasette's conftest.py
if "GONGKAI_MODE" in os.environ:
    load(os.environ["GONGKAI_MODE"])
