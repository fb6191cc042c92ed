"""What the answer must say beyond aiortc so that Chromium sends 1280×720 at once (measured: notes of the field).

Chromium begins at 300 kbit/s and climbs slowly because aiortc sends no estimate for three seconds. The parameter
`x-google-start-bitrate` in the answer lets it begin higher; other browsers ignore it.
"""

from __future__ import annotations

import re

_RTPMAP = re.compile(r"a=rtpmap:(\d+) ([A-Za-z0-9-]+)/90000")
_PICTURE_CODECS = {"VP8", "VP9", "H264", "AV1"}


def with_start_bitrate(sdp: str, kbps: int) -> str:
    """The description with a start bit rate (kbit/s) on every picture codec.

    A codec with parameters gets one more; VP8 has none, so its line is added right after its rtpmap.
    """
    lines = sdp.split("\r\n")
    payloads = {m[1] for line in lines if (m := _RTPMAP.fullmatch(line)) and m[2].upper() in _PICTURE_CODECS}
    described = {line[7:].split(" ", 1)[0] for line in lines if line.startswith("a=fmtp:")}
    out: list[str] = []
    for line in lines:
        if line.startswith("a=fmtp:") and line[7:].split(" ", 1)[0] in payloads:
            line = f"{line};x-google-start-bitrate={kbps}"  # noqa: PLW2901
        out.append(line)
        mapped = _RTPMAP.fullmatch(line)
        if mapped and mapped[1] in payloads - described:
            out.append(f"a=fmtp:{mapped[1]} x-google-start-bitrate={kbps}")
    return "\r\n".join(out)
