"""Named queries over HTTP: the same rows as in process, in every format, page by page; plain words where something is wrong."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest

from kg.graph.queries import catalogue, run
from kg.graph.store import Store
from kg.web.answers import Answer, LimitError
from kg.web.questions import MEDIA_TYPES, answer, index
from tests.web.kept import asker, text, told

GIVEN = {"person": "arato", "document": "lisbon", "date": "2031", "fact": "statement/lisbon/1", "about": "energy"}


@pytest.fixture(scope="module")
def store() -> Store:
    return told()


def ask(store: Store, name: str, accept: str = "text/csv", most: int = 1000, language: str = "en", **parameters: str) -> Answer:
    return answer(store, name, accept, most, asker(f"/q/{name}", language, **parameters))


def detail(response: Answer) -> str:
    assert response.media_type == "application/problem+json"
    told_ = json.loads(text(response))
    assert told_["status"] == response.status
    return str(told_["detail"])


class Table(HTMLParser):
    """Cells of a page's tables, links and forms."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self.fields: list[str] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self._inside = True
        elif tag == "a":
            self.links.append(known["href"] or "")
        elif tag == "input":
            self.fields.append(known["name"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] += data.strip()


@pytest.mark.parametrize("name", [query.name for query in catalogue()])
def test_every_question_gives_what_it_gives_in_process(store: Store, name: str) -> None:
    query = next(each for each in catalogue() if each.name == name)
    given = {each.name: GIVEN[each.name] for each in query.parameters if not each.optional}
    expected = run(store, name, given)
    for form in MEDIA_TYPES:
        response = ask(store, name, "", format=form, **given)
        assert response.status == 200
        assert response.media_type == MEDIA_TYPES[form]
        assert text(response).encode() == expected.serialize(form)
        assert response.headers["X-Total-Count"] == str(len(expected.rows))
    page = ask(store, name, "text/html", **given)
    assert page.status == 200
    assert max(len(Table(text(page)).rows) - 1, 0) == len(expected.rows)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/json", "application/sparql-results+json"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "application/sparql-results+json"),
    ],
)
def test_the_form_is_that_of_accept(store: Store, accept: str, media_type: str) -> None:
    assert ask(store, "meetings", accept).media_type == media_type


def test_a_page_shows_and_links_what_it_tells(store: Store) -> None:
    page = Table(text(ask(store, "meetings", "text/html", country="JP")))
    assert page.rows[0][:3] == ["date", "participants", "place"]
    assert page.rows[1][:3] == ["2031-05-05", "Ada Quist; Ken Arato", "Lisbon"]
    assert "/page/document/lisbon" in page.links
    assert "/page/meeting/2031-05-05.JP-PT.arato-quist" in page.links
    assert {"country", "person", "topic", "from", "to"} <= set(page.fields)


def test_a_page_speaks_the_language_of_who_asks(store: Store) -> None:
    page = text(ask(store, "visits", "text/html", language="fr"))
    assert "Qui a visité quel pays" in page
    assert "Japon" in page
    assert "Japon" in text(ask(store, "visits", lang="fr"))
    assert "Japan" in text(ask(store, "visits"))


def test_rows_come_page_by_page_and_say_how_many_there_are(store: Store) -> None:
    whole = list(csv.reader(io.StringIO(text(ask(store, "statements")))))
    found, offset = [], 0
    for _ in range(10):
        response = ask(store, "statements", limit="2", offset=str(offset))
        found += list(csv.reader(io.StringIO(text(response))))[1:]
        assert response.headers["X-Total-Count"] == str(len(whole) - 1)
        if "Link" not in response.headers:
            break
        offset += 2
        assert response.headers["Link"] == f'</q/statements?offset={offset}&limit=2>; rel="next"'
    assert found == whole[1:]
    assert len(found) > 4


def test_a_page_goes_on(store: Store) -> None:
    first = text(ask(store, "statements", "text/html", limit="2"))
    assert "1–2" in first
    assert "/q/statements?limit=2&amp;offset=2" in first


@pytest.mark.parametrize(
    ("name", "parameters", "status", "told_"),
    [
        ("meetings", {"countri": "JP"}, 400, "no parameter 'countri'; its parameters: country"),
        ("meetings", {"country": "Jpan"}, 400, "'Jpan' is no country; give an ISO 3166-1 code.*the nearest: Japan"),
        ("meetings", {"from": "May"}, 400, "parameter from is 'May', expected a year, month or day"),
        ("meetings", {"person": "Ken Arata"}, 404, "no person is called 'Ken Arata' in this graph; the nearest: Ken Arato"),
        ("meetings", {"limit": "-1"}, 400, "limit is '-1', expected a number of rows"),
        ("meetings", {"offset": "x"}, 400, "offset is 'x'"),
        ("meetings", {"format": "exe"}, 400, "no format 'exe'; choose one of json, csv, tsv, xml, html"),
        ("holders", {}, 400, "holders needs the parameter 'date'"),
        ("metings", {}, 404, "no query 'metings'; the nearest: meetings"),
        ("evidence", {"fact": "statement/lisbon/99"}, 404, "this graph tells nothing of"),
        ("meetings", {"country": 'JP" } DROP ALL #'}, 400, "is no country"),
    ],
)
def test_a_bad_question_is_told_plainly(store: Store, name: str, parameters: dict[str, str], status: int, told_: str) -> None:
    response = ask(store, name, **parameters)
    assert response.status == status
    assert re.search(told_, detail(response)), detail(response)


def test_what_is_given_twice_is_refused(store: Store) -> None:
    twice = asker("/q/meetings") | {"parameters": [("country", "JP"), ("country", "PT")]}
    assert "'country' is given twice" in detail(answer(store, "meetings", "text/csv", 100, twice))


def test_a_person_sees_what_is_wrong_above_the_form(store: Store) -> None:
    response = ask(store, "meetings", "text/html", country="<b>Jpan</b>")
    assert response.status == 400
    page = text(response)
    assert "&lt;b&gt;Jpan&lt;/b&gt;" in page
    assert "<b>Jpan" not in page
    assert "country" in Table(page).fields


def test_a_question_that_needs_something_first_shows_its_form(store: Store) -> None:
    response = ask(store, "holders", "text/html")
    assert response.status == 200
    page = Table(text(response))
    assert "date" in page.fields
    assert not page.rows


def test_an_answer_that_is_too_long_is_refused_and_not_cut(store: Store) -> None:
    with pytest.raises(LimitError, match="more than 2 rows"):
        ask(store, "statements", most=2)


def test_the_index_lists_what_can_be_asked(store: Store) -> None:
    page = Table(text(index(store, "text/html", asker("/q"))))
    assert {f"/q/{query.name}" for query in catalogue()} <= set(page.links)
    listed = json.loads(text(index(store, "application/json", asker("/q"))))
    assert [each["name"] for each in listed] == [query.name for query in catalogue()]
    assert index(store, "image/png", asker("/q")).status == 406
