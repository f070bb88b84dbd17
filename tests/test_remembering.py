"""What was asked once is not worked out again, and is the same answer."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from geomap.gazetteer.memory import Memory, Recurring
from geomap.model import Mention
from geomap.resolve import Gazetteer
from geomap.resolve.resolver import Resolver

if TYPE_CHECKING:
    import pytest


def test_a_full_memory_starts_anew() -> None:
    memory: Memory[int, str] = Memory(2)
    for number in range(3):
        assert memory.keep(number, f"answer {number}") == f"answer {number}"
    assert memory.get(2) == "answer 2"
    assert memory.get(0) is None
    assert len(memory) == 1


def test_what_is_found_once_is_not_kept_and_what_comes_again_is() -> None:
    memory: Memory[str, str] = Recurring(2)
    for name in ("Mosul", "Hit", "Mosul"):
        assert memory.get(name) is None
        assert memory.keep(name, "a place") == "a place"
    assert dict(memory) == {"Mosul": "a place"}
    for number in range(5):
        memory.keep(f"once {number}", "")
    assert dict(memory) == {"Mosul": "a place"}


def test_a_name_said_a_hundred_times_in_the_same_words_is_resolved_once_a_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []
    resolve = Resolver.resolve

    def counted(self: Resolver, text: str, *more: object) -> object:
        asked.append(text)
        return resolve(self, text, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(Resolver, "resolve", counted)
    sentence = "Rockets fell on Rafah.\n"
    text = sentence * 100
    at = sentence.index("Rafah")
    mentions = [Mention(n * len(sentence) + at, n * len(sentence) + at + 5, "Rafah") for n in range(100)]
    answers = Gazetteer.open().resolve_document(text, mentions)
    assert len(answers) == 100
    assert all(answer == answers[0] for answer in answers)
    assert len(asked) < 10


def test_a_name_said_in_other_words_is_resolved_by_those() -> None:
    text = "Rafah is closed. The crossing at Rafah, in Egypt, is closed. Rafah is closed."
    starts = [at for at in range(len(text)) if text.startswith("Rafah", at)]
    gazetteer = Gazetteer.open()
    together = gazetteer.resolve_document(text, [Mention(at, at + 5, "Rafah") for at in starts])
    assert together[1].place is not None
    assert "Egypt" in together[1].reason
    assert together[0] == together[2]


def test_an_answer_says_the_same_of_its_candidates_in_another_process() -> None:
    answer = Gazetteer.open().resolve("San Juan")
    packed = pickle.dumps(answer)
    # The reasons themselves, and no gazetteer to word them.
    assert len(packed) < 20_000
    again = pickle.loads(packed)
    assert again == answer
    assert len(answer.candidates) > 1
    assert [one.reason for one in again.candidates] == [one.reason for one in answer.candidates]
    assert all(one.place.name in one.reason for one in answer.candidates)
