"""Classes of words: asked for one token, a range, several at once; what no word of a text is of is empty."""

from kg.annotated import Classes


def classes() -> Classes:
    return Classes({"det": {0, 4}, "and": {2}})


def test_a_class_that_no_word_is_of_has_no_token() -> None:
    found = classes()
    assert not found["be"]
    assert not found.any("be", 0, 10)


def test_a_range_is_half_open() -> None:
    found = classes()
    assert found.any("det", 4, 5)
    assert not found.any("det", 1, 4)
    assert not found.any("and", 2, 2)


def test_several_classes_are_the_tokens_of_any_of_them() -> None:
    found = classes()
    assert found.either(("det", "and")) == {0, 2, 4}
    assert found.either(("and", "be")) == {2}
    assert found.either(("det", "and")) is found.either(("det", "and"))
