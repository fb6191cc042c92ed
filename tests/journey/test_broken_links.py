"""A real call whose links break, in network namespaces of its own: the bench of broken links, in small."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.bench.resilience import NEVER_S, ROOT
from tests.helpers.networks import missing

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.timeout(240)]


def test_the_two_see_each_other_again_after_a_break_and_a_dead_service_harms_nobody() -> None:
    if why := missing():
        pytest.skip(why)
    short = ("--cut", "silent", "--gaps", "3", "--runs", "1", "--loss", "4", "--settled", "1")
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.resilience", *short], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["picture_back_s"]["3"][0] < NEVER_S, done.stderr
    assert figures["signalling_back_s"] < NEVER_S, done.stderr
    # How long is the bench's business; here nobody must have lost the other.
    assert figures["media_gap_on_restart_s"] < 5, done.stderr
    assert figures["longest_freeze_s"] < 4, done.stderr
