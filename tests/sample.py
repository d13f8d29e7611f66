"""Two texts and what they say, made by hand: for tests of what stands behind reading. All persons are invented."""

from collections.abc import Sequence

from kg.model import (
    Cooperation,
    CountryCode,
    Document,
    DocumentFacts,
    DocumentId,
    EntityId,
    Event,
    EventStatus,
    EventType,
    Framework,
    FrameworkKind,
    Organization,
    PartialDate,
    Person,
    Place,
    Post,
    Span,
    Statement,
    Tenure,
    TenureStatus,
    TopicId,
)

__all__ = ["sample"]

MA, FR, PT = (EntityId(f"country/{code}") for code in ("MA", "FR", "PT"))
IDA, OLE, ZOE = EntityId("person/ida-sorn"), EntityId("person/ole-brack"), EntityId("person/zoe-quell")
MINISTER, OTHER = EntityId("post/minister-of-justice.MA"), EntityId("post/minister-of-justice.FR")
GROUP, MEMO = EntityId("framework/joint-group-on-justice"), EntityId("framework/memorandum-on-extradition")
RABAT, AGENCY = EntityId("place/rabat.MA"), EntityId("organization/agency-for-borders")
JUSTICE, EXTRADITION = TopicId("justice"), TopicId("extradition")

_TALKS = """Ministers of Justice meet in Rabat
Moroccan Minister of Justice Ida Sorn met her French counterpart, Ole Brack, in Rabat on 3 May 2024.
They signed a Memorandum on Extradition within the Joint Group on Justice (JGJ).
“Our cooperation on justice is <close> & frank,” Sorn said.
"""
_VISIT = """Zoé Quell, head of the Agency for Borders of Portugal, will visit Morocco in 2025.\r
Portugal and Morocco cooperate on migration.\r
"""


class _Cutter:
    """Finds words in a text and gives their spans."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, words: str) -> Span:
        start = self.text.index(words)
        return Span(start, start + len(words))

    def mentions(self, pairs: Sequence[tuple[str, EntityId]]) -> tuple[tuple[Span, EntityId], ...]:
        return tuple(sorted((self(words), entity) for words, entity in pairs))


def sample() -> tuple[DocumentFacts, DocumentFacts]:
    """Facts of the two texts."""
    return _talks(), _visit()


def _talks() -> DocumentFacts:
    cut = _Cutter(_TALKS)
    met = cut("Moroccan Minister of Justice Ida Sorn met her French counterpart, Ole Brack, in Rabat on 3 May 2024.")
    signed = cut("They signed a Memorandum on Extradition within the Joint Group on Justice (JGJ).")
    told = cut("“Our cooperation on justice is <close> & frank,” Sorn said.")
    day = PartialDate(2024, 5, 3)
    return DocumentFacts(
        document=Document(DocumentId("news/talks"), _TALKS, "en", 'Talks <in> "Rabat"', "https://example.org/talks?a=1&b=2", day),
        countries=(CountryCode("MA"), CountryCode("FR")),
        persons=(
            Person(id=IDA, name="Ida Sorn", aliases=("Sorn",), country=CountryCode("MA")),
            Person(id=OLE, name="Ole Brack", country=CountryCode("FR")),
        ),
        places=(Place(id=RABAT, name="Rabat", gazetteer="rabat.MA"),),
        posts=(
            Post(id=MINISTER, name="Minister of Justice", country=CountryCode("MA")),
            Post(id=OTHER, name="Minister of Justice", country=CountryCode("FR")),
        ),
        frameworks=(
            Framework(
                id=MEMO, name="Memorandum on Extradition", kind=FrameworkKind.AGREEMENT, parties=(FR, MA), topics=(EXTRADITION,),
                evidence=(signed,), rule="framework.head-noun", confidence=0.9,
            ),
            Framework(
                id=GROUP, name="Joint Group on Justice", aliases=("JGJ",), kind=FrameworkKind.MECHANISM, parties=(FR, MA),
                topics=(JUSTICE,), evidence=(signed,), rule="framework.head-noun", confidence=0.85,
            ),
        ),
        tenures=(
            Tenure(
                holder=IDA, post=MINISTER, status=TenureStatus.CURRENT, as_of=day,
                evidence=(cut("Moroccan Minister of Justice Ida Sorn"),), rule="post.before-name", confidence=0.95,
            ),
            Tenure(
                holder=OLE, post=OTHER, status=TenureStatus.CURRENT, as_of=day,
                evidence=(cut("Moroccan Minister of Justice Ida Sorn met her French counterpart, Ole Brack"),),
                rule="post.counterpart", confidence=0.9,
            ),
        ),
        events=(
            Event(
                id=EntityId("meeting/1"), type=EventType.MEETING, status=EventStatus.HELD, participants=(IDA, OLE), place=RABAT,
                date=day, topics=(JUSTICE,), evidence=(met,), rule="meeting.met", confidence=0.95,
            ),
            Event(
                id=EntityId("signing/1"), type=EventType.SIGNING, status=EventStatus.HELD, signatories=(IDA, OLE),
                instrument=MEMO, occasion=EntityId("meeting/1"), frameworks=(GROUP,), topics=(EXTRADITION,),
                evidence=(met, signed), rule="signing.signed", confidence=0.8,
            ),
        ),
        cooperations=(
            Cooperation(
                parties=(FR, MA), topics=(JUSTICE,), frameworks=(GROUP,), evidence=(told,), rule="cooperation.our",
                confidence=0.7,
            ),
        ),
        statements=(
            Statement(
                speaker=IDA, topics=(JUSTICE,), stance="stresses", quote=cut("Our cooperation on justice is <close> & frank"),
                evidence=(told,), rule="statement.quoted", confidence=0.9,
            ),
        ),
        mentions=cut.mentions(
            (
                ("Moroccan Minister of Justice", MINISTER), ("Moroccan", MA), ("Ida Sorn", IDA), ("French", FR),
                ("Ole Brack", OLE), ("Rabat", RABAT), ("Memorandum on Extradition", MEMO), ("Joint Group on Justice", GROUP),
                ("JGJ", GROUP),
            )
        ),
    )  # fmt: skip


def _visit() -> DocumentFacts:
    cut = _Cutter(_VISIT)
    visit = cut("Zoé Quell, head of the Agency for Borders of Portugal, will visit Morocco in 2025.")
    post = EntityId("post/head")
    return DocumentFacts(
        document=Document(DocumentId("visit"), _VISIT, "en"),
        countries=(CountryCode("PT"), CountryCode("MA")),
        persons=(Person(id=ZOE, name="Zoé Quell", country=CountryCode("PT")),),
        organizations=(Organization(id=AGENCY, name="Agency for Borders", country=CountryCode("PT")),),
        posts=(Post(id=post, name="head", country=CountryCode("PT"), organization=AGENCY),),
        tenures=(
            Tenure(
                holder=ZOE, post=post, status=TenureStatus.CURRENT, rule="post.after-name", confidence=0.9,
                evidence=(cut("Zoé Quell, head of the Agency for Borders of Portugal"),),
            ),
        ),
        events=(
            Event(
                id=EntityId("visit/1"), type=EventType.VISIT, status=EventStatus.PLANNED, visitors=(ZOE,), host=CountryCode("MA"),
                date=PartialDate(2025), evidence=(visit,), rule="visit.will-visit", confidence=0.9,
            ),
        ),
        cooperations=(
            Cooperation(
                parties=(MA, PT), topics=(TopicId("migration"),), rule="cooperation.cooperate", confidence=0.9,
                evidence=(cut("Portugal and Morocco cooperate on migration."),),
            ),
        ),
        mentions=cut.mentions((("Zoé Quell", ZOE), ("Agency for Borders", AGENCY), ("Portugal", PT), ("Morocco", MA))),
    )  # fmt: skip
