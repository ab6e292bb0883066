"""What Datasette itself does when a request cannot be answered, put out of work. 出错页面

Its own handler prints every failure, a mistyped address too, with all local values to the terminal: it takes a fifth of a second each time,
and puts what people sent into the log. Ours (``publish.browsing``) answers instead.
"""

from __future__ import annotations

from datasette.plugins import pm

REPLACED = "datasette.handle_exception"


def take_over() -> None:
    """Put Datasette's own handler out of work."""
    if pm.has_plugin(REPLACED):
        pm.unregister(name=REPLACED)
