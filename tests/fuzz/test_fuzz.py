"""A sample of the campaign: ``python -m tests.fuzz`` tries ten thousand files and more."""

import time
from random import Random

import pytest

from tests.fuzz.campaign import Campaign, damaged
from tests.fuzz.mutators import MUTATORS, mutated, repeated_element
from tests.fuzz.seeds import seeds

COUNT = 300
PATIENCE = 60.0  # seconds for a file; the machine may be busy


@pytest.fixture(scope="module")
def campaign():
    with Campaign(PATIENCE) as campaign:
        yield campaign


def test_sound_files_of_every_kind_are_read(campaign):
    for suffix, files in seeds().items():
        for data in files:
            verdict = campaign.tried(suffix, data)
            assert verdict.outcome == "read", verdict.message


def test_damaged_files_are_read_or_refused_in_words_and_do_no_harm(campaign):
    outcomes = []
    for number, suffix, data in damaged(COUNT, seed=1):
        verdict = campaign.tried(suffix, data)
        assert verdict.outcome != "fault", f"{number} {suffix}: {verdict.message}"
        outcomes.append(verdict.outcome)
    assert outcomes.count("read") > COUNT / 10
    assert outcomes.count("refused") > COUNT / 4


def test_a_file_depends_on_its_number_alone():
    some = list(damaged(40, seed=3))
    assert some[:20] == list(damaged(20, seed=3))
    assert some[20:] == list(damaged(20, seed=3, first=20))
    assert some != list(damaged(40, seed=4))


def test_every_way_to_damage_takes_any_file():
    import random

    source = random.Random(1)
    for way in MUTATORS:
        for data in (b"", b"x", b"\xff\xfe\x00", b"k = 1;\n"):
            assert isinstance(way(data, source, ()), bytes)
            assert isinstance(mutated(data, source), bytes)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import os; os.system('true')", "os.system"),
        ("import os; os.kill(os.getpid(), 11)", "ended the process"),
        ("bytearray(8 * 1024**3)", "MemoryError"),
        ("open('/tmp/grnstudio-was-here', 'w')", "wrote /tmp"),
    ],
)
def test_what_a_file_must_not_do_is_noticed(code, message, monkeypatch):
    monkeypatch.setenv("GRNSTUDIO_FUZZ_HARM", code)
    with Campaign(PATIENCE) as campaign:
        verdict = campaign.tried(".harm", b"")
    assert verdict.outcome == "fault"
    assert message in verdict.message


def test_large_files_are_damaged_in_no_time():
    begun = time.monotonic()
    for seed in range(20):
        assert repeated_element(b"<species id='A'/>\n" * 50_000, Random(seed), ())
    assert time.monotonic() - begun < 30
