"""What loading a lexicon leaves behind for the search for cyclic garbage."""

import gc

from kg.annotation.lexicon import Lexicon


def test_a_lexicon_counts_as_old() -> None:
    Lexicon.of.cache_clear()
    gc.disable()  # as while a text is read
    try:
        lexicon = Lexicon.of("en")
        assert not any(held is lexicon.words for held in gc.get_objects(generation=0))
        assert gc.get_freeze_count() == 0
    finally:
        gc.enable()


def test_what_somebody_froze_stays_frozen() -> None:
    Lexicon.of.cache_clear()
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        Lexicon.of("en")
        assert gc.get_freeze_count() >= frozen - 1000  # what was freed meanwhile is gone
    finally:
        gc.unfreeze()
