"""A pytest plugin: our Datasette plugins, loaded into the Datasette that its own tests make."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from datasette.plugins import pm
from datasette.utils import module_from_path

from publish.serving.settings import SITE

if os.environ.get("GONGKAI_STOCK") != "1":
    for path in sorted((SITE / "plugins").glob("*.py")):
        pm.register(module_from_path(str(path), f"gongkai-{Path(path).name}"))
        print(f"loaded {path.name}", file=sys.stderr)
