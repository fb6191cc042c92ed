"""The thin thread through the service: book, mail, join, wait, call, signal, finish."""

from __future__ import annotations

from tests.hosted.harness import Server


def test_a_whole_appointment(server: Server) -> None:
    appointment, link = server.book()
    clerk = server.sign_in()
    with server.live("desk", clerk) as desk, server.live("citizen", link) as page:
        page.ready()
        position = page.hear("position", place=1)
        assert (position["expected_minutes"], position["clerk_present"]) == (0, True)
        entry = desk.hear_queue(state="waiting", present=True)
        assert (entry["family_name"], entry["devices"]) == ("MUSTERMANN", {"camera": True, "microphone": True})
        case = server.post("/clerk/queue/next", token=clerk).json()
        assert (case["booking"]["birth_date"], case["state"]) == ("1964-08-12", "called")
        page.hear("state", state="called")
        assert page.hear("called")["clerk"] == "Frau Wolf"
        page.say(type="signal", appointment=appointment["id"], session="s1", kind="offer", sdp="v=0 page")
        assert desk.hear("signal", kind="offer")["sdp"] == "v=0 page"
        desk.say(type="signal", appointment=appointment["id"], session="s1", kind="answer", sdp="v=0 desk")
        assert page.hear("signal", kind="answer")["sdp"] == "v=0 desk"
        steps = f"/clerk/appointments/{appointment['id']}/steps"
        assert server.post(steps, {"to": "in_call"}, clerk).json()["state"] == "in_call"
        page.hear("state", state="in_call")
        assert server.post(steps, {"to": "finished"}, clerk).json()["state"] == "finished"
        page.hear("state", state="finished")
        desk.hear_queue(state="finished")
    assert server.post("/clerk/queue/next", token=clerk).json()["code"] == "nobody_waiting"
