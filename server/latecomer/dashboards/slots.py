"""The slot of the dashboards in the application; ``build`` fills it."""

from __future__ import annotations

from aiohttp import web

from latecomer.dashboards.service import Dashboards

dashboards_key: web.AppKey[Dashboards] = web.AppKey("dashboards")
