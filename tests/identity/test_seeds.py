"""The two seeds together: what both tell of is one, and who followed whom in an office is two."""

from collections import Counter

import pytest

from kg import resources
from kg.identified import Identity
from kg.identity.identify import identify
from kg.identity.profile import DocumentProfile, profile
from kg.pipeline import extract, read

SEEDS = sorted((resources.ontology().parent / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def profiles() -> list[DocumentProfile]:
    return [profile(extract(read(path))) for path in SEEDS]


@pytest.fixture(scope="module")
def identity(profiles: list[DocumentProfile]) -> Identity:
    return identify(profiles)


@pytest.mark.skipif(len(SEEDS) != 2, reason="the seeds are not beside the package")
def test_what_both_tell_of_is_one(identity: Identity) -> None:
    """A minister, a king and a president; a declaration and a group; their posts; the signing."""
    documents = Counter(key for key in {(m.document, k) for m, k in identity.canonical.items()} for key in [key[1]])
    shared = Counter(key.partition("/")[0] for key, count in documents.items() if count == 2)
    assert shared["person"] == 3
    assert shared["framework"] == 2
    assert shared["post"] >= 3
    assert shared["signing"] == 1
    assert shared["meeting"] == 0


@pytest.mark.skipif(len(SEEDS) != 2, reason="the seeds are not beside the package")
def test_an_office_has_two_holders(identity: Identity, profiles: list[DocumentProfile]) -> None:
    holders = {
        identity.canonical[type(m)(m.document, held.holder)]
        for p in profiles
        for held in p.tenures
        for m in identity.canonical
        if m.document == p.document and m.entity == held.post and identity.canonical[m] == "post/FR.minister-of-the-interior"
    }
    assert len(holders) == 2
