"""The bench of a room, its costs and how well it keeps time: ``make bench-room``.

on_air    what is on air, of a rundown with 200 items
crowd     hellos of VIEWERS (10,000) sockets, then lines at four frames a second to all of them
upload    100 MB in pieces, while the web processes are killed five times
qualities a page on a slow link with a film of two qualities
sync      four pages of a real Chromium for MINUTES (5): one whose clock is wrong, one on a slow link, one late
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import contextlib
import hashlib
import json
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final
from uuid import UUID

import psutil
from playwright.async_api import Page, async_playwright

from latecomer.automated.rules.on_air import on_air
from latecomer.automated.rules.rundown import Announcement, Image, ItemId, Rundown
from latecomer.core.timestamps import to_text
from latecomer.media.rules.assets import AssetId
from tests.bench.room_load import GROUP
from tests.bench.systems import System, call, cpu_s, ours
from tests.journeys.browser import launch
from tests.media.files import ffmpeg

HOUR_MS: Final = 3_600_000
TEN_MINUTES_AHEAD: Final = "const wall = Date.now.bind(Date); Date.now = () => wall() + 600_000;"
SLOW: Final = 0.7
KILLS: Final = 5
UPLOAD_BYTES: Final = 100_000_000


def say(name: str, figure: str) -> None:
    print(f"| {name} | {figure} |", flush=True)


def measure_on_air() -> None:
    """Time the function on a rundown of 100 pictures and 100 announcements, at moments all over it."""
    items = [
        Image(id=ItemId(f"i{n}"), start_ms=n * 10_000, duration_ms=9_000, asset_id=AssetId(UUID(int=1)))
        for n in range(100)
    ] + [
        Announcement(id=ItemId(f"a{n}"), start_ms=n * 10_000 + 500, duration_ms=15_000, text="x")
        for n in range(100)
    ]
    rundown = Rundown(version=1, items=tuple(items))
    moments = range(0, 1_000_000, 97)
    best = min(_timed(rundown, moments) for _ in range(5))
    say("on_air with 200 items", f"{best:.1f} µs")


def _timed(rundown: Rundown, moments: range) -> float:
    began = time.process_time()
    for at in moments:
        on_air(rundown, 0, 1_100_000, at)
    return (time.process_time() - began) / len(moments) * 1e6


def _begin(system: System, items: list[dict[str, Any]], starts_in_s: float) -> tuple[str, int]:
    """Save a rundown, then bring its start forward. Returns: the webinar's path and its start (ms)."""
    now = int(time.time() * 1_000)
    body = {"name": "Bench", "starts_at": to_text(now + HOUR_MS)}
    path = f"/webinars/{call(system.port, system.key, 'POST', '/webinars', body)['id']}"
    call(system.port, system.key, "PUT", f"{path}/rundown", {"version": 0, "items": items, "buffer_s": 0})
    call(system.port, system.key, "PUT", f"{path}/chat/mode", {"mode": "open"})
    starts_at = int((time.time() + starts_in_s) * 1_000)
    call(system.port, system.key, "PATCH", path, {"starts_at": to_text(starts_at)})
    return path, starts_at


def _members(system: System, path: str, count: int) -> list[str]:
    joins: list[str] = []
    for start in range(0, count, 1_000):
        rows = [{"email": f"viewer{n}@example.org"} for n in range(start, min(count, start + 1_000))]
        found: Any = call(system.port, system.key, "POST", f"{path}/members", {"members": rows})
        joins += [each["member"]["join_url"].rsplit("/", 1)[1] for each in found["results"]]
    return joins


def measure_crowd(viewers: int, seconds: int) -> None:
    """Let a crowd in, then write lines."""
    with ours(0) as system:
        note = {"kind": "announcement", "start_ms": 0, "duration_ms": HOUR_MS, "text": "Welcome"}
        path, _ = _begin(system, [note], -10)
        plan = {"port": system.port, "joins": _members(system, path, viewers)}
        load = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.room_load"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert load.stdin is not None
        assert load.stdout is not None
        load.stdin.write(json.dumps(plan) + "\n")
        load.stdin.flush()
        greeted, handshake_s, hello_s = 0, 0.0, 0.0
        while greeted < viewers:
            idle_s = cpu_s(system.web)
            _go_on(load, "open")
            open_s = cpu_s(system.web)
            _go_on(load, "greeted")
            handshake_s, hello_s = handshake_s + open_s - idle_s, hello_s + cpu_s(system.web) - open_s
            greeted += GROUP
        time.sleep(3)
        before, began, lines = cpu_s(system.web), time.monotonic(), 0
        while (elapsed := time.monotonic() - began) < seconds:
            body = {"client_id": f"l{lines}", "text": f"{time.time():.4f}"}
            call(system.port, system.key, "POST", f"{path}/chat", body)
            lines += 1
            time.sleep(max(0, lines * 0.25 - elapsed))
        time.sleep(2)
        used = (cpu_s(system.web) - before) / (time.monotonic() - began - 2)
        load.stdin.write("\n")
        load.stdin.flush()
        seen = json.loads(load.stdout.readline())
        load.wait(10)
        say(f"handshake of {viewers:,}", f"{handshake_s / viewers * 1e6:.0f} µs of web CPU")
        say(f"hello of {viewers:,}", f"{hello_s / viewers * 1e6:.0f} µs of web CPU")
        say(f"lines of the chat written and received by {viewers:,}", f"{lines}, {seen['lines']:,}")
        say("frames a second to each", f"{seen['frames'] / viewers / seconds:.1f}")
        say("line to everybody, p50 and p99", f"{seen['p50_ms']:.0f} ms, {seen['p99_ms']:.0f} ms")
        say("web CPU meanwhile", f"{used:.2f} of a core")
        say("sockets closed", str(seen["closed"]))


def _go_on(load: subprocess.Popen[str], until: str) -> None:
    """Let the viewers take their next step, and wait until they have."""
    assert load.stdin is not None
    assert load.stdout is not None
    load.stdin.write("\n")
    load.stdin.flush()
    assert load.stdout.readline() == f"{until}\n"


def measure_upload() -> None:
    """Send 100 MB while web processes are killed; count what arrived while the worker is stopped."""
    with ours(0) as system, tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "film.avi"
        ffmpeg(
            "-f",
            "lavfi",
            "-i",
            "testsrc=d=12:s=640x360:r=25",
            "-c:v",
            "rawvideo",
            "-pix_fmt",
            "yuv420p",
            str(film),
        )
        content = film.read_bytes()
        content = content[:UPLOAD_BYTES] if len(content) > UPLOAD_BYTES else content
        supervisor = psutil.Process(system.web[0].ppid())
        with _stopped(system.work):
            where, kills, began = _send(system, supervisor, content)
            source = system.data / "media" / UUID(where.rpartition("/")[2]).hex / "source"
            stored = source.read_bytes()
        same = hashlib.sha256(stored).digest() == hashlib.sha256(content).digest()
        say(
            f"upload of {len(content) / 1e6:.0f} MB, web processes killed {kills} times",
            f"{'whole' if same else 'NOT WHOLE'}, after {time.monotonic() - began:.0f} s",
        )


@contextlib.contextmanager
def _stopped(processes: tuple[psutil.Process, ...]) -> Iterator[None]:
    for each in processes:
        each.suspend()
    try:
        yield
    finally:
        for each in processes:
            each.resume()


def _send(system: System, supervisor: psutil.Process, content: bytes) -> tuple[str, int, float]:
    """Send pieces of 4 MB, and kill the web processes in the midst of some of them."""
    url = f"http://127.0.0.1:{system.port}"
    tus = {"Authorization": f"Bearer {system.key}", "Tus-Resumable": "1.0.0"}
    named = base64.b64encode(b"film.avi").decode()
    made = _http(
        "POST",
        f"{url}/api/v1/media",
        tus | {"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {named}"},
    )
    where = made["location"]
    began, kills, offset = time.monotonic(), 0, 0
    deadline = began + 300
    while offset < len(content):
        assert time.monotonic() < deadline, f"{offset} bytes after five minutes"
        piece = content[offset : offset + 16_000_000]
        headers = tus | {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        if kills < KILLS and offset >= kills * len(content) // (KILLS + 1):
            kills += 1
            for process in supervisor.children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    if "serve" in process.cmdline():
                        _kill_soon(process)
        try:
            _http("PATCH", url + where, headers, piece)
        except OSError:
            time.sleep(0.2)
        with contextlib.suppress(OSError):
            offset = int(_http("HEAD", url + where, tus)["upload-offset"])
    return where, kills, began


def _kill_soon(process: psutil.Process) -> None:
    subprocess.Popen(["sh", "-c", f"sleep 0.03; kill -{int(signal.SIGKILL)} {process.pid}"])


def _http(method: str, url: str, headers: dict[str, str], data: bytes | None = None) -> dict[str, str]:
    request = urllib.request.Request(  # noqa: S310 - our own address
        url,
        method=method,
        data=data if data is not None else (b"" if method == "POST" else None),
        headers=headers,
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own address
        return {name.lower(): value for name, value in answer.headers.items()}


LOOK: Final = """
(startsAt) => {
  const video = document.querySelector("video");
  const nowS = (performance.timeOrigin + performance.now() - startsAt) / 1_000;
  return { offS: nowS - video.currentTime, paused: video.paused, seeks: window.seeks ?? 0, ready: video.readyState };
}
"""
COUNT_SEEKS: Final = """
() => {
  window.seeks = 0;
  document.querySelector("video").addEventListener("seeking", () => { window.seeks += 1; });
}
"""


async def measure_sync(minutes: float) -> None:
    """Watch four pages."""
    length_s = int(minutes * 60) + 60
    with ours(0) as system, tempfile.TemporaryDirectory() as folder:
        film = _film(Path(folder), length_s, "640x360", "800k")
        asset = await asyncio.to_thread(_upload, system, film.read_bytes())
        await _watch_pages(system, asset, film.stat().st_size / length_s, length_s, minutes)


async def measure_qualities() -> None:
    """Watch a film of two qualities on a link that is too slow for the better one."""
    length_s = 150
    with ours(0) as system, tempfile.TemporaryDirectory() as folder:
        film = _film(Path(folder), length_s, "1280x720", "3000k")
        asset = await asyncio.to_thread(_upload, system, film.read_bytes())
        item = {"kind": "video", "start_ms": 0, "duration_ms": length_s * 1_000, "asset_id": asset}
        path, starts_at = await asyncio.to_thread(_begin, system, [item], 20)
        (join,) = await asyncio.to_thread(_members, system, path, 1)
        async with async_playwright() as playwright:
            browser = await launch(playwright)
            page = await browser.new_page()
            await _slow_down(page, film.stat().st_size / length_s)
            await page.goto(f"http://127.0.0.1:{system.port}/j/{join}")
            await page.wait_for_function(
                "() => document.querySelector('video')?.currentTime > 1", timeout=60_000
            )
            await page.evaluate(COUNT_SEEKS)
            off: list[float] = []
            for _ in range(90):
                look = await page.evaluate(LOOK, starts_at)
                off.append(abs(look["offS"]))
                await asyncio.sleep(1)
            source = await page.evaluate("document.querySelector('video').currentSrc")
            await browser.close()
    say("slow link, a film of two qualities: plays", source.rpartition("/")[2].partition("#")[0])
    say("its median and most; seeks", f"{median(off):.2f} s, {max(off):.2f} s; {look['seeks']}")


def _film(folder: Path, length_s: int, size: str, rate: str) -> Path:
    film = folder / "film.mp4"
    picture = ("-f", "lavfi", "-i", f"testsrc2=d={length_s}:s={size}:r=25")
    sound = ("-f", "lavfi", "-i", f"sine=d={length_s}")
    coded = ("-c:v", "libx264", "-preset", "ultrafast", "-b:v", rate, "-maxrate", rate, "-bufsize", rate)
    ffmpeg(
        *picture,
        *sound,
        *coded,
        *("-g", "50", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart", str(film)),
    )
    return film


async def _slow_down(page: Page, bytes_a_s: float) -> None:
    """Give a page a link of 0.7 of a film's bitrate."""
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    limits = {"offline": False, "latency": 20, "downloadThroughput": bytes_a_s * SLOW, "uploadThroughput": -1}
    await session.send("Network.emulateNetworkConditions", limits)


def _upload(system: System, content: bytes) -> str:
    url = f"http://127.0.0.1:{system.port}"
    tus = {"Authorization": f"Bearer {system.key}", "Tus-Resumable": "1.0.0"}
    named = base64.b64encode(b"film.mp4").decode()
    made = _http(
        "POST",
        f"{url}/api/v1/media",
        tus | {"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {named}"},
    )
    _http(
        "PATCH",
        url + made["location"],
        tus | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"},
        content,
    )
    asset = made["location"].rpartition("/")[2]
    for _ in range(1_200):
        state = call(system.port, system.key, "GET", f"/media/{asset}")["state"]
        if state == "ready":
            return asset
        assert state != "failed"
        time.sleep(0.5)
    raise AssertionError("not converted within ten minutes")


async def _watch_pages(system: System, asset: str, bytes_a_s: float, length_s: int, minutes: float) -> None:
    item = {"kind": "video", "start_ms": 0, "duration_ms": length_s * 1_000, "asset_id": asset}
    path, starts_at = await asyncio.to_thread(_begin, system, [item], 20)
    joins = await asyncio.to_thread(_members, system, path, 4)
    url = f"http://127.0.0.1:{system.port}/j/"
    async with async_playwright() as playwright:
        browser = await launch(playwright)
        pages: dict[str, Page] = {}
        for name, join in zip(("right", "wrong clock", "slow link"), joins, strict=False):
            context = await browser.new_context()
            page = pages[name] = await context.new_page()
            if name == "wrong clock":
                await page.add_init_script(TEN_MINUTES_AHEAD)
            if name == "slow link":
                await _slow_down(page, bytes_a_s)
            await page.goto(url + join)
        for page in pages.values():
            await page.wait_for_function(
                "() => document.querySelector('video')?.currentTime > 1", timeout=60_000
            )
            await page.evaluate(COUNT_SEEKS)
        context = await browser.new_context()
        late = pages["late"] = await context.new_page()
        await late.goto(url + joins[3])
        joining = late.get_by_role("button", name="Join the session")
        await joining.wait_for()
        began = time.monotonic()
        await joining.click()
        await late.wait_for_function(
            "(startsAt) => { const v = document.querySelector('video');"
            " const nowS = (performance.timeOrigin + performance.now() - startsAt) / 1_000;"
            " return !v.paused && v.readyState >= 3 && Math.abs(nowS - v.currentTime) <= 0.5; }",
            arg=starts_at,
        )
        joined_s = time.monotonic() - began
        await late.evaluate(COUNT_SEEKS)
        off: dict[str, list[float]] = {name: [] for name in pages}
        ends = time.monotonic() + minutes * 60
        while time.monotonic() < ends:
            for name, page in pages.items():
                off[name].append((await page.evaluate(LOOK, starts_at))["offS"])
            await asyncio.sleep(1)
        seeks = {name: (await page.evaluate(LOOK, starts_at))["seeks"] for name, page in pages.items()}
        await browser.close()
    say("late joiner, from the click to the right place", f"{joined_s:.2f} s")
    for name, found in off.items():
        away = sorted(map(abs, found))
        say(
            f"off the server's clock, {name}: median, p95, most; seeks",
            f"{median(away):.2f} s, {quantiles(away, n=20)[-1]:.2f} s, {away[-1]:.2f} s; {seeks[name]}",
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["on_air", "crowd", "upload", "qualities", "sync"])
    parser.add_argument("--viewers", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=5)
    options = parser.parse_args()
    print(f"measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC", flush=True)
    if "on_air" in options.parts:
        measure_on_air()
    if "crowd" in options.parts:
        measure_crowd(options.viewers, 20)
    if "upload" in options.parts:
        measure_upload()
    if "qualities" in options.parts:
        asyncio.run(measure_qualities())
    if "sync" in options.parts:
        asyncio.run(measure_sync(options.minutes))


if __name__ == "__main__":
    main()
