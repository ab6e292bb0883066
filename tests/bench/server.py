"""Serves the invented portals from a process of their own, each on a loopback address of its own. 测速用服务器

Prints the home addresses as one JSON line when it is ready, and ends when its standard input is closed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Awaitable, Callable

from aiohttp import web

from tests.bench.site import portal


async def serve(portals: int, scale: float) -> None:
    """Serve until standard input ends."""
    homes = []
    runners = []
    for number in range(portals):
        host = f"127.0.0.{number + 2}"
        server = web.ServerRunner(web.Server(_answering(portal(number, scale)), access_log=None))
        await server.setup()
        await web.TCPSite(server, host, 0, backlog=512).start()
        homes.append(f"http://{host}:{server.addresses[0][1]}/")
        runners.append(server)
    print(json.dumps(homes), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    for server in runners:
        await server.cleanup()


def _answering(pages: dict[str, bytes]) -> Callable[[web.BaseRequest], Awaitable[web.Response]]:
    async def answer(request: web.BaseRequest) -> web.Response:
        body = pages.get(request.path)
        if body is None:
            return web.Response(status=404, text="404 Not Found")
        return web.Response(body=body, content_type="text/html")

    return answer


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--portals", type=int, default=4)
    parser.add_argument("--scale", type=float, default=1.0)
    options = parser.parse_args()
    asyncio.run(serve(options.portals, options.scale))
