"""A profile holds what comparison needs, and comes back from JSON as it was."""

import json

import pytest

from kg.identity.profile import from_json, profile, to_json
from tests.sample import sample


@pytest.mark.parametrize("facts", sample(), ids=lambda f: f.document.id)
def test_a_profile_comes_back_from_json(facts) -> None:  # type: ignore[no-untyped-def]
    told = profile(facts)
    assert from_json(json.loads(json.dumps(to_json(told)))) == told
    assert {p.id for p in told.persons} == {p.id for p in facts.persons}
    assert {e.id for e in told.events} == {e.id for e in facts.events}


@pytest.mark.parametrize("plain", [{}, {"version": 1}, {"version": 2, "document": "a", "language": "en"}])
def test_anything_else_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="profile"):
        from_json(plain)
