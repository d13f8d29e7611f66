"""Pages: what a thing is and what it rests on, in two languages, whatever its words try to do."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg import resources
from kg.graph import dossier
from kg.graph.queries import catalogue
from kg.graph.search.texts import KINDS
from kg.graph.store import Store
from kg.graph.terms import display_hints
from kg.web import welcome as front
from kg.web.answers import Answer
from kg.web.linked import dereferenced
from kg.web.questions import answer
from kg.web.searching import results
from kg.web.things import thing
from kg.web.welcome import editor, welcome
from kg.web.words import preferred
from tests.web.kept import asker, hostile, text, told


@pytest.fixture(scope="module")
def store() -> Store:
    return told()


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return hostile(tmp_path_factory.mktemp("hostile"))


def page_of(store: Store, below: str, language: str = "en", **more: object) -> str:
    answer_ = thing(store, below, asker(f"/page/{below}", language), **more)  # type: ignore[arg-type]
    assert answer_.status == 200, text(answer_)
    assert answer_.media_type == "text/html; charset=utf-8"
    return text(answer_)


class Sound(HTMLParser):
    """Fails where an element is not closed, a link leads outside, or a script or handler stands in the page."""

    EMPTY = frozenset({"meta", "link", "input", "br"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open
        assert len(self.ids) == len(set(self.ids)), "an id stands twice"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        assert not [name for name in known if name.startswith("on") or name == "style"]
        assert tag not in ("img", "iframe", "object", "style")
        if tag == "script":
            assert known == {"src": "/static/page.js", "defer": ""}
        for name in ("href", "src", "action"):
            if name in known:
                assert re.match(r"[/#]|https?://", known[name]) or known[name] == "", known[name]
                self.links.append(known[name])
        if "id" in known:
            self.ids.append(known["id"])
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        assert "script" not in self.open or not data.strip()
        self.words.append(data)


def test_the_page_of_a_person_tells_what_is_known_and_where_it_was_read(store: Store) -> None:
    page = page_of(store, "person/ada-quist")
    sound = Sound(page)
    words = " ".join("".join(sound.words).split())
    assert "https://w3id.org/bicoop/id/person/ada-quist" in words
    assert "received her Japanese counterpart, Ken Arato, in Lisbon on Monday" in words
    assert re.search(r"\b0\.\d\d\b", words)  # a confidence, whatever it was measured as
    assert "meeting.verb-object" in words
    assert {"/page/person/ken-arato", "/page/country/PT", "/page/document/lisbon#p0-122"} <= set(sound.links)
    assert "/data/person/ada-quist.ttl" in sound.links


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_kind_of_thing_has_a_sound_page(store: Store, language: str) -> None:
    rows = store.query("SELECT DISTINCT ?thing ?kind { ?thing a ?kind } ORDER BY ?kind ?thing").rows
    seen: dict[str, str] = {}
    for node, kind in rows:
        if node.value.startswith(store.settings.base):  # type: ignore[union-attr]
            seen.setdefault(kind.value, node.value.removeprefix(store.settings.base))  # type: ignore[union-attr]
    assert len(seen) >= 20
    for below in dict.fromkeys(seen.values()):
        Sound(page_of(store, below, language))


def test_a_document_shows_its_text_with_the_passages_that_facts_rest_on(store: Store) -> None:
    page = page_of(store, "document/lisbon")
    sound = Sound(page)
    assert "p0-122" in sound.ids
    text_ = store.text(next(each.sha256 for each in store.documents() if each.id == "lisbon"))
    assert text_ is not None
    assert " ".join(text_.split()) in " ".join("".join(sound.words).split())
    for below in {link for link in sound.links if link.startswith("/page/passage/")}:
        assert "<blockquote" in page_of(store, below.removeprefix("/page/"))


def test_a_long_section_is_told_page_by_page(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.web.things._SIZE", 1)
    monkeypatch.setattr("kg.web.things._LONG", 1)
    whole = page_of(store, "country/JP")
    assert "section=Statements" in whole
    first = page_of(store, "country/JP", section="Statements")
    second = page_of(store, "country/JP", section="Statements", number=1)
    assert first.count("<article") == 1
    assert "page=2" in first
    assert second != first


def test_an_old_address_leads_to_the_new_one_and_none_to_the_nearest(store: Store) -> None:
    moved = thing(store, "person/lisbon/ken-arato", asker())
    assert (moved.status, moved.headers["Location"]) == (301, "/page/person/ken-arato")
    missing = thing(store, "person/ken-arat", asker())
    assert missing.status == 404
    assert "ken-arato" in text(missing)


def test_the_front_page_leads_everywhere(store: Store) -> None:
    sound = Sound(text(welcome(store, asker())))
    assert {f"/q/{query.name}" for query in catalogue()} <= set(sound.links)
    assert {"/sparql", "/openapi.json", "/search"} <= set(sound.links)
    assert "2" in sound.words


def test_sparql_by_hand(store: Store) -> None:
    asked = editor(store, "SELECT ?who { ?who a bc:Person } ORDER BY ?who", "union", None, asker("/sparql"))
    assert "/page/person/ada-quist" in Sound(text(asked)).links
    assert "yes" in text(editor(store, "ASK {}", "union", None, asker("/sparql")))
    assert "subject" in text(editor(store, "CONSTRUCT WHERE { ?s a bc:Person }", "union", None, asker("/sparql")))
    wrong = editor(store, "SELECT <script>", "union", None, asker("/sparql"))
    assert wrong.status == 400
    assert "not well-formed" in text(wrong)
    Sound(text(wrong))
    assert "SERVICE is refused" in text(editor(store, "SELECT * { SERVICE <http://x/> {} }", "union", None, asker("/sparql")))


def test_what_is_searched_is_marked_and_leads_on(store: Store) -> None:
    page = text(results(store, asker("/search", q="renewable energy")))
    sound = Sound(page)
    assert "<mark>renewable energy</mark>" in page or "<mark>renewable</mark>" in page
    assert "/page/document/lisbon" in sound.links
    assert [link for link in sound.links if link.startswith("/page/statement/")]
    assert "Aucun" not in text(results(store, asker("/search", "fr", q="énergie", lang="fr")))
    assert "Nothing was found" in text(results(store, asker("/search", q="zzz")))
    assert results(store, asker("/search")).status == 200
    assert results(store, asker("/search", q="-")).status == 400


def harmless(answer_: Answer) -> None:
    page = text(answer_)
    Sound(page)
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "49" not in page
    assert "javascript:" not in "".join(Sound(page).links)
    assert answer_.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in answer_.headers["Content-Security-Policy"]


@pytest.mark.parametrize("below", ["person/x", "statement/d/1", "document/d", "passage/d/0-9"])
def test_hostile_words_stay_words(harmful: Store, below: str) -> None:
    harmless(thing(harmful, below, asker(f"/page/{below}")))


def test_hostile_words_stay_words_in_answers_and_requests(harmful: Store) -> None:
    harmless(answer(harmful, "statements", "text/html", 100, asker("/q/statements")))
    harmless(editor(harmful, "SELECT * { ?s ?p ?o }", "union", None, asker("/sparql")))
    script = "<script>alert(1)</script>"
    harmless(editor(harmful, f"SELECT '{script}'", "union", None, asker("/sparql", q=script)))
    harmless(dereferenced(harmful, f"person/{script}", "text/html", asker(f"/id/{script}")))
    harmless(answer(harmful, script, "text/html", 100, asker(f"/q/{script}", **{script: script})))
    harmless(results(harmful, asker("/search", q="script alert")))
    harmless(results(harmful, asker("/search", q=script, kind=script)))
    harmless(answer(harmful, "meetings", "text/html", 100, asker("/q/meetings", person=script)))


@pytest.mark.parametrize(
    ("asked", "accept", "language"),
    [
        (None, "", "en"),
        ("fr", "en", "fr"),
        ("xx", "fr-CA, en;q=0.5", "fr"),
        (None, "de, fr;q=0.3, en;q=0.2", "fr"),
        (None, "de", "en"),
        (None, "*", "en"),
        (None, "en;q=0.1, fr;q=oops", "en"),
    ],
)
def test_the_language_of_a_page(asked: str | None, accept: str, language: str) -> None:
    assert preferred(asked, accept) == language


def test_every_word_of_the_pages_is_there_in_french_and_none_is_left_over() -> None:
    words = {"Not found", "Method not allowed", "The answer is too long", "The query cannot be answered"}
    words |= {"The query needs too much memory", "The query took too long", "The server is busy"}
    for path in resources.web("templates").glob("*.html"):
        words |= set(re.findall(r'_\("([^"]+)"\)', path.read_text(encoding="utf-8")))
    words |= {name for name, _ in front._EXAMPLES} | set(front._COUNTED)
    words |= {node.value.rpartition("#")[2] for node in display_hints()}
    words |= {dossier._ROLE_NAMES.get(each, each) for each in dossier._ROLES}
    words |= {*dossier._SECTIONS.values(), *dossier._SHORTCUTS.values(), *dossier._ABOUT.values()}
    words |= set(KINDS)
    words |= {"wider topic", "narrower topic", "Classes", "Properties", "Closed lists"}
    words |= {"domain", "range", "subClassOf", "subPropertyOf"}
    for query in catalogue():
        words.add(query.question)
        words |= {word for each in query.parameters if each.name != "lang" for word in (each.name, each.help)}
        words |= {word for each in query.columns for word in (each.name, each.help)}
    table = {row.cells[0] for row in resources.table("interface/fr.tsv", ("en", "fr"))}
    assert words - table == set()
    assert table - words == set()


def test_static_files_ask_nobody_else() -> None:
    for path in sorted(Path(resources.web("static")).iterdir()):
        assert not re.search(r"https?://|@import|url\(|fetch|eval|innerHTML", path.read_text(encoding="utf-8"))
