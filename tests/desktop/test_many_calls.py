"""A desk holds many calls a day in one process: what one call needed is gone before the next."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections import Counter
from pathlib import Path

from aiortc import RTCPeerConnection, RTCRtpReceiver, RTCRtpSender

from clerk_desktop.common.messages.live import Signal
from clerk_desktop.desktop.media.devices import MediaDevices
from clerk_desktop.desktop.models.call import CallModel
from clerk_desktop.desktop.services.media_thread import MEDIA
from clerk_desktop.desktop.services.remote_peer import RemotePeer
from tests.desktop.page_peer import PagePeer
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import CLERK, a_case

WARM, MORE = 3, 9
"""The first calls fill pools of threads; from then on nothing may come to stay."""
CALL_S = 0.3
KINDS = (RTCPeerConnection, RTCRtpReceiver, RTCRtpSender, RemotePeer)


async def _tasks() -> list[str]:
    me = asyncio.current_task()
    return sorted(str(task.get_coro()) for task in asyncio.all_tasks() if task is not me)


async def left() -> dict[str, object]:
    """What is still there."""
    gc.collect()
    alive = Counter(kind.__name__ for one in gc.get_objects() for kind in KINDS if type(one) is kind)
    decoders = sum(thread.name.endswith("-decoder") for thread in threading.enumerate())
    return {"objects": alive, "decoders": decoders, "tasks": await MEDIA.run(_tasks())}


async def hold(rehearsal: Rehearsal, answers: asyncio.Queue[Signal], number: int) -> None:
    """One call from the citizen's offer to the goodbye, with picture, sound and a case on the desk."""
    rehearsal.desk.case.open(a_case(), CLERK)
    page = PagePeer(f"s{number}")
    rehearsal.desk.call.on_signal(await page.offer())
    await page.accept(await answers.get())
    await page.opened.wait()
    await page.tracks["video"].recv()
    await asyncio.sleep(CALL_S)
    await rehearsal.desk.call.hang_up(finished=True)
    rehearsal.desk.case.close()
    await page.close()


async def test_nothing_of_a_call_stays(tmp_path: Path) -> None:
    media, answers = MediaDevices(), asyncio.Queue[Signal]()
    call = CallModel(answers.put, media)
    rehearsal = Rehearsal(tmp_path, make_call=lambda _send: call)
    await rehearsal.sign_in()
    for number in range(WARM):
        await hold(rehearsal, answers, number)
    before, threads = await left(), threading.active_count()
    for number in range(WARM, WARM + MORE):
        await hold(rehearsal, answers, number)
    after = await left()
    assert after == before
    assert after["decoders"] == 0
    # A pool of threads may still grow up to its bound, but not with every call.
    assert threading.active_count() <= threads + MORE // 3
    await rehearsal.close()
    media.shut_down()
