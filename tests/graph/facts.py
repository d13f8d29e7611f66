"""Three documents with invented people, and what they say: a test graph small enough to know by heart."""

from dataclasses import replace

from kg.graph.store import Store
from kg.identified import Decision, Identity, Member, Verdict
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

C, E, T = CountryCode, EntityId, TopicId

TALKS_TEXT = """\
Aino Halla, Foreign Minister of Finland, met her Chilean counterpart Bruno Quispe in Helsinki on 3 March 2024.
They discussed migration under the Finland-Chile Joint Dialogue (FCJD).
Halla said that "cyberspace has no borders". She will visit Chile.
Finland and Chile cooperate on cybersecurity.
In 2023 the two countries signed the Helsinki Memorandum on Mobility.
Before her, Tove Rask was Foreign Minister.
"""
LETTRE_TEXT = """\
M. Bruno Quispe, ministre des Affaires étrangères du Chili, a reçu mardi à Santiago Aino Halla.
Il s'est félicité de la coopération en matière de sécurité avec l'ONU.
Mme Halla effectue une visite au Chili. Elle participera à la Conférence d'Atacama en mai 2024.
"""
CALL_TEXT = """\
Aino Halla spoke by phone with Ilse Baumgart on migration.
A meeting was proposed. Kenya's minister Wanjiru Otieno is to host it.
"""


def at(text: str, words: str) -> Span:
    """Where words stand, once."""
    assert text.count(words) == 1, words
    start = text.index(words)
    return Span(start, start + len(words))


def talks() -> DocumentFacts:
    """An English text with a date."""

    def read(words: str, rule: str, confidence: float = 0.9) -> dict[str, object]:
        return {"evidence": (at(TALKS_TEXT, words),), "rule": rule, "confidence": confidence}

    met = "Aino Halla, Foreign Minister of Finland, met her Chilean counterpart Bruno Quispe in Helsinki on 3 March 2024."
    discussed = "They discussed migration under the Finland-Chile Joint Dialogue (FCJD)."
    halla, quispe, rask = E("person/aino-halla"), E("person/bruno-quispe"), E("person/tove-rask")
    finland, chile = E("country/FI"), E("country/CL")
    return DocumentFacts(
        document=Document(
            DocumentId("news/talks in Helsinki"),
            TALKS_TEXT,
            "en",
            title="Talks",
            source="https://example.org/talks",
            published=PartialDate(2024, 3, 4),
        ),
        countries=(C("FI"), C("CL")),
        persons=(
            Person(id=halla, name="Aino Halla", aliases=("Halla",), country=C("FI"), country_reason="own-words"),
            Person(id=quispe, name="Bruno Quispe", country=C("CL"), country_reason="counterpart"),
            Person(id=rask, name="Tove Rask"),
        ),
        places=(Place(id=E("place/helsinki.FI"), name="Helsinki", gazetteer="helsinki.FI"),),
        posts=(
            Post(id=E("post/foreign-minister-FI"), name="Foreign Minister", country=C("FI")),
            Post(id=E("post/foreign-minister-CL"), name="Foreign Minister", country=C("CL")),
        ),
        frameworks=(
            Framework(
                id=E("framework/joint-dialogue"),
                name="Finland-Chile Joint Dialogue",
                aliases=("FCJD",),
                kind=FrameworkKind.MECHANISM,
                parties=(finland, chile),
                topics=(T("migration"),),
                **read(discussed, "framework.named"),
            ),
            Framework(
                id=E("framework/memorandum"),
                name="Helsinki Memorandum on Mobility",
                kind=FrameworkKind.AGREEMENT,
                parties=(finland, chile),
                **read("In 2023 the two countries signed the Helsinki Memorandum on Mobility.", "framework.named"),
            ),
        ),
        tenures=(
            Tenure(
                holder=halla,
                post=E("post/foreign-minister-FI"),
                status=TenureStatus.CURRENT,
                as_of=PartialDate(2024, 3, 4),
                **read(met, "tenure.appositive", 1.0),
            ),
            Tenure(
                holder=quispe,
                post=E("post/foreign-minister-CL"),
                status=TenureStatus.CURRENT,
                as_of=PartialDate(2024, 3, 4),
                **read(met, "tenure.counterpart"),
            ),
            Tenure(
                holder=rask,
                post=E("post/foreign-minister-FI"),
                status=TenureStatus.FORMER,
                **read("Before her, Tove Rask was Foreign Minister.", "tenure.former"),
            ),
        ),
        events=(
            Event(
                id=E("meeting/1"),
                type=EventType.MEETING,
                status=EventStatus.HELD,
                participants=(halla, quispe),
                place=E("place/helsinki.FI"),
                date=PartialDate(2024, 3, 3),
                topics=(T("migration"),),
                frameworks=(E("framework/joint-dialogue"),),
                evidence=(at(TALKS_TEXT, met), at(TALKS_TEXT, discussed)),
                rule="meeting.met",
                confidence=0.95,
            ),
            Event(
                id=E("visit/1"),
                type=EventType.VISIT,
                status=EventStatus.PLANNED,
                visitors=(halla,),
                host=C("CL"),
                **read("She will visit Chile.", "visit.will-visit"),
            ),
            Event(
                id=E("signing/1"),
                type=EventType.SIGNING,
                status=EventStatus.HELD,
                signatories=(finland, chile),
                instrument=E("framework/memorandum"),
                date=PartialDate(2023),
                **read("In 2023 the two countries signed the Helsinki Memorandum on Mobility.", "signing.signed"),
            ),
        ),
        cooperations=(
            Cooperation(
                parties=(finland, chile),
                topics=(T("cybersecurity"),),
                **read("Finland and Chile cooperate on cybersecurity.", "cooperation.cooperate"),
            ),
        ),
        statements=(
            Statement(
                speaker=halla,
                topics=(T("cybersecurity"),),
                stance="informs",
                quote=at(TALKS_TEXT, "cyberspace has no borders"),
                **read('Halla said that "cyberspace has no borders".', "statement.said"),
            ),
        ),
    )


def lettre() -> DocumentFacts:
    """A French text without a date; its weekday stays open."""

    def read(words: str, rule: str) -> dict[str, object]:
        return {"evidence": (at(LETTRE_TEXT, words),), "rule": rule, "confidence": 0.8}

    halla, quispe, un = E("person/aino-halla"), E("person/bruno-quispe"), E("organization/un")
    received = "M. Bruno Quispe, ministre des Affaires étrangères du Chili, a reçu mardi à Santiago Aino Halla."
    return DocumentFacts(
        document=Document(DocumentId("lettre"), LETTRE_TEXT, "fr"),
        countries=(C("CL"),),
        persons=(
            Person(id=quispe, name="Bruno Quispe", country=C("CL"), country_reason="own-words"),
            Person(id=halla, name="Aino Halla", aliases=("Halla",)),
        ),
        organizations=(Organization(id=un, name="ONU", body="un"),),
        places=(Place(id=E("place/santiago"), name="Santiago"),),
        posts=(Post(id=E("post/ministre-CL"), name="ministre des Affaires étrangères", country=C("CL")),),
        tenures=(
            Tenure(
                holder=quispe,
                post=E("post/ministre-CL"),
                status=TenureStatus.CURRENT,
                **read(received, "tenure.appositive"),
            ),
        ),
        events=(
            Event(
                id=E("meeting/1"),
                type=EventType.MEETING,
                status=EventStatus.HELD,
                participants=(quispe, halla),
                place=E("place/santiago"),
                **read(received, "meeting.received"),
            ),
            Event(
                id=E("visit/1"),
                type=EventType.VISIT,
                status=EventStatus.HELD,
                visitors=(halla,),
                host=C("CL"),
                occasion=E("conference/1"),
                **read("Mme Halla effectue une visite au Chili.", "visit.paid"),
            ),
            Event(
                id=E("conference/1"),
                type=EventType.CONFERENCE,
                status=EventStatus.PLANNED,
                participants=(halla,),
                name="Conférence d'Atacama",
                date=PartialDate(2024, 5),
                **read("Elle participera à la Conférence d'Atacama en mai 2024.", "conference.attend"),
            ),
        ),
        cooperations=(
            Cooperation(
                parties=(E("country/CL"), un),
                topics=(T("security"),),
                **read("Il s'est félicité de la coopération en matière de sécurité avec l'ONU.", "cooperation.with"),
            ),
        ),
        statements=(
            Statement(
                speaker=quispe,
                topics=(T("security"),),
                stance="welcomes",
                **read("Il s'est félicité de la coopération en matière de sécurité avec l'ONU.", "statement.welcomed"),
            ),
        ),
    )


def call() -> DocumentFacts:
    """An English text of 2025 with a call, and a meeting that is only proposed."""

    def read(words: str, rule: str) -> dict[str, object]:
        return {"evidence": (at(CALL_TEXT, words),), "rule": rule, "confidence": 0.7}

    halla, baumgart, otieno = E("person/aino-halla"), E("person/ilse-baumgart"), E("person/wanjiru-otieno")
    return DocumentFacts(
        document=Document(DocumentId("call"), CALL_TEXT, "en", published=PartialDate(2025, 1)),
        countries=(C("KE"),),
        persons=(
            Person(id=halla, name="Aino Halla", country=C("FI"), country_reason="own-words"),
            Person(id=baumgart, name="Ilse Baumgart", country=C("AT"), country_reason="own-words"),
            Person(id=otieno, name="Wanjiru Otieno", country=C("KE"), country_reason="portfolio"),
        ),
        posts=(Post(id=E("post/minister-KE"), name="minister", country=C("KE")),),
        tenures=(
            Tenure(
                holder=otieno,
                post=E("post/minister-KE"),
                status=TenureStatus.CURRENT,
                as_of=PartialDate(2025, 1),
                **read("Kenya's minister Wanjiru Otieno is to host it.", "tenure.genitive"),
            ),
        ),
        events=(
            Event(
                id=E("call/1"),
                type=EventType.CALL,
                status=EventStatus.HELD,
                participants=(halla, baumgart),
                topics=(T("migration"),),
                **read("Aino Halla spoke by phone with Ilse Baumgart on migration.", "call.spoke"),
            ),
            Event(
                id=E("meeting/1"),
                type=EventType.MEETING,
                status=EventStatus.PROPOSED,
                participants=(otieno, halla),
                evidence=(
                    at(CALL_TEXT, "A meeting was proposed."),
                    at(CALL_TEXT, "Kenya's minister Wanjiru Otieno is to host it."),
                ),
                rule="meeting.proposed",
                confidence=0.5,
            ),
        ),
    )


def documents() -> tuple[DocumentFacts, ...]:
    """All three."""
    return (talks(), lettre(), call())


def filled(store: Store) -> Store:
    """A store with all three, finished."""
    for facts in documents():
        store.add(facts)
    store.finish()
    return store


def retold(identifier: str, published: PartialDate, **changes: object) -> DocumentFacts:
    """The call once more, by another document."""
    facts = call()
    document = replace(facts.document, id=DocumentId(identifier), published=published)
    tenure = replace(facts.tenures[0], as_of=published)
    return replace(facts, document=document, tenures=(tenure,), **changes)


def collection() -> tuple[DocumentFacts, ...]:
    """The call told by three documents: one has another date and place for it, one another minister."""
    told = call().events[0]
    other_minister = Person(id=call().persons[2].id, name="Juma Kip", country=C("KE"), country_reason="portfolio")
    return (
        retold("first", PartialDate(2025, 1), events=(replace(told, date=PartialDate(2025, 1, 10)),)),
        retold("second", PartialDate(2025, 6, 3), events=(replace(told, date=PartialDate(2025, 1, 11)),)),
        retold(
            "third",
            PartialDate(2026, 2),
            persons=(*call().persons[:2], other_minister),
            events=(replace(told, date=PartialDate(2025, 1)),),
        ),
    )


def identity() -> Identity:
    """Who is one with whom in the collection: all but the minister of the third, and of Baumgart one is undecided."""
    facts = collection()
    members = [Member(each.document.id, thing) for each in facts for thing in (each.events[0].id, each.posts[0].id)]
    members += [Member(each.document.id, person.id) for each in facts for person in each.persons]
    keys = {member: member.entity for member in members}
    keys[Member(DocumentId("third"), facts[0].persons[2].id)] = "person/juma-kip"
    halla, baumgart = facts[0].persons[0].id, facts[0].persons[1].id
    one, two, three = (each.document.id for each in facts)
    del keys[Member(three, baumgart)]
    return Identity(
        keys,
        (
            Decision(Member(one, halla), Member(two, halla), Verdict.SAME, 1.0, "same full name", "person.full-name"),
            Decision(
                Member(one, halla), Member(three, halla), Verdict.SAME, 1.0, "decided by hand", None, "2026-03-01T08:00:00Z"
            ),
            Decision(Member(two, baumgart), Member(three, baumgart), Verdict.UNDECIDED, 0.6, "no country told", "person.surname"),
        ),
    )


def collected(store: Store) -> Store:
    """A store with the collection, finished."""
    for facts in collection():
        store.add(facts)
    store.finish(identity())
    return store
