"""What is worked out once is worked out at its first reading, for each instance by itself."""

from dataclasses import dataclass, field

from kg.once import once


@dataclass(frozen=True)
class Line:
    text: str
    asked: list[str] = field(default_factory=list)

    @once
    def words(self) -> list[str]:
        """The words of it."""
        self.asked.append(self.text)
        return self.text.split()


def test_made_at_the_first_reading_and_kept() -> None:
    line = Line("talks in Lima")
    assert line.asked == []
    assert line.words == ["talks", "in", "Lima"]
    assert line.words is line.words
    assert line.asked == ["talks in Lima"]


def test_each_instance_has_its_own() -> None:
    one, two = Line("Lima"), Line("Quito")
    assert (one.words, two.words) == (["Lima"], ["Quito"])


def test_the_class_shows_what_it_is() -> None:
    assert Line.words.__doc__ == "The words of it."
