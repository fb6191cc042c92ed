from __future__ import annotations

from clerk_desktop.desktop.services.sdp import with_start_bitrate

ANSWER = """v=0
m=audio 9 UDP/TLS/RTP/SAVPF 111
a=rtpmap:111 opus/48000/2
a=fmtp:111 minptime=10
m=video 9 UDP/TLS/RTP/SAVPF 96 97 102
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 nack pli
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=rtpmap:102 H264/90000
a=fmtp:102 packetization-mode=1
""".replace("\n", "\r\n")


def test_vp8_gets_a_line_of_its_own_right_after_its_rtpmap() -> None:
    lines = with_start_bitrate(ANSWER, 2500).split("\r\n")
    assert lines[lines.index("a=rtpmap:96 VP8/90000") + 1] == "a=fmtp:96 x-google-start-bitrate=2500"


def test_h264_gets_one_more_parameter() -> None:
    assert "a=fmtp:102 packetization-mode=1;x-google-start-bitrate=2500\r\n" in with_start_bitrate(ANSWER, 2500)


def test_sound_and_retransmission_stay_as_they_are() -> None:
    changed = with_start_bitrate(ANSWER, 2500)
    assert "a=fmtp:111 minptime=10\r\n" in changed
    assert "a=fmtp:97 apt=96\r\n" in changed
    assert changed.count("x-google") == 2
    assert changed.endswith("\r\n")
