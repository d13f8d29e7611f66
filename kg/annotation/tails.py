"""What follows the head of a framework: years, subjects, parties, the places that a work leads to."""

from dataclasses import dataclass, replace

from kg.annotated import POSSESSIVE, Hit
from kg.annotation.behind import adjectives_end, named_programme, noun_list_end, pair_end, place_of, title_end, widened
from kg.annotation.brackets import bracket_alias, is_acronym, past_acronymed
from kg.annotation.context import Context
from kg.annotation.extents import past_aside, past_date, past_number, past_period, past_years
from kg.annotation.parties import party_run
from kg.annotation.relatives import covering, letting
from kg.annotation.runs import INSTRUMENTS, complement, right_run
from kg.annotation.subjects import fields, for_state, past_articles, subjects, subjects_of, topical, whose
from kg.annotation.works import past_project, past_work, project_told, tells_which

__all__ = ["Tail", "countries", "parties_at", "tail"]

_NO_VERB = ("det", "possessive", "two", "stop", "quantity", "be", "have")
"""Classes of words that tell no deed behind `to`."""


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a head, in tokens."""

    end: int
    """After all that belongs to the name."""
    dated: bool = False
    """Years or a date belong to it."""
    pieces: tuple[tuple[int, int], ...] = ()
    """Its subjects; several for a list."""
    parties: tuple[int, int] | None = None
    """What stands between `between` or `with` and its subject."""
    purpose: bool = False
    """Its subject is what it serves (`to reduce emissions`)."""
    clause: bool = False
    """Its subject is told by a clause (`which covers ports`)."""
    short: tuple[str, ...] = ()
    """Its short form, where a bracket parts head and complement (`memorandum (MoU) on ports`)."""
    opens: int | None = None
    """Where its subject opens with a preposition, if the subject does not follow the head at once."""
    told: bool = False
    """It says by itself which thing it is (`the road to Solba`)."""
    fields: bool = False
    """Its subjects follow a word for fields (`in the fields of health and energy`)."""


def tail(c: Context, hit: Hit, limit: int, *, capital: bool) -> Tail:
    """All that follows a head and belongs to its name."""
    end = past_years(c, hit.end, limit)
    if "site" in hit.rows[0][1]:
        last = past_number(c, end) if capital else past_work(c, end, limit)
        return Tail(last, told=tells_which(c, end, last) and not (hit.singular and c.isa(end, "of")))
    if "world" in hit.rows[0][1].split(",") and not c.capital(past_articles(c, end + 1)) and end + 1 not in c.date_at:
        return Tail(end)  # `the Indoor Air Act for working families`: complete by itself
    work = past_project(c, hit, limit) if hit.rows[0][0] == "programme" and not capital else hit.end
    if work > hit.end and project_told(c, hit, work):
        return Tail(work, pieces=((hit.end, work),), told=True)
    pair = pair_end(c, end)
    if pair > end:
        found = _following(c, hit, pair, limit, capital=capital)
        about = c.isa(pair, "of") and (c.isa(pair + 1, "shared") or topical(c, pair + 1, pair + 3))
        return replace(found, dated=False) if about or hit.rows[0][0] != "mechanism" else Tail(pair)
    if c.isa(end, "of") and end + 1 in c.date_at:
        dated = c.date_at[end + 1].end
        found = _following(c, hit, dated, limit, capital=capital) if hit.rows[0][0] == "agreement" else Tail(dated)
        return replace(found, dated=True) if found.pieces and not found.purpose else Tail(dated, dated=True)
    if end == hit.end and hit.rows[0][0] == "agreement":
        apart = _apart(c, hit, limit, capital=capital)
        if apart is not None:
            return apart
    land = c.country(end) if c.words.get("name-joint") and end == hit.end and not c.capital(end) else None
    owned = _following(c, hit, land.end, limit, capital=capital) if land is not None and land.use == "adjective" else None
    if owned is not None and land is not None and owned.pieces and owned.end > land.end and hit.rows[0][0] == "programme":
        return replace(owned, dated=False)  # `Plan kataran pour les mines`
    found = _qualified(c, hit, limit) or _following(c, hit, end, limit, capital=capital)
    if found.parties is None and hit.rows[0][0] in INSTRUMENTS:
        found = _resumed(c, hit, found, limit)
    if found.end == end and capital and hit.rows[0][0] == "programme" and (last := title_end(c, end, limit)) > end:
        return replace(found, end=past_years(c, last, limit), dated=True)
    if capital and found.end > hit.end and (last := past_acronymed(c, found.end)) > found.end:
        found = replace(found, end=last)
    if work > found.end == hit.end:
        return Tail(work, pieces=((hit.end, work),))
    if found.end == hit.end and (last := noun_list_end(c, hit.end)) > hit.end:
        inner = past_articles(c, last + 1)
        if capital and c.isa(last, "of") and not c.capital(inner) and complement(c, inner, limit) > inner:
            last = complement(c, inner, limit)  # `Programme de réhabilitation et de renforcement de l'eau`
        more = _following(c, hit, last, limit, capital=capital)
        found = replace(more, dated=False) if more.pieces else replace(found, end=last)
    if found.parties is None and found.opens is None and (pair := pair_end(c, found.end)) > found.end:
        return replace(found, end=pair)  # `commission des frontières Gabon-Cameroun`
    period = past_period(c, found.end, limit)
    if found.parties and not found.pieces:
        told = found.parties[1]
        period = past_period(c, told, limit)
        return replace(found, end=period, dated=True, opens=told) if period > told else found
    return replace(found, end=period, dated=True) if period > found.end else found


def _qualified(c: Context, hit: Hit, limit: int) -> Tail | None:
    """A head whose last noun a topic's adjective follows (`accord de coopération culturelle`); None where none does."""
    for at in range(hit.end - 2, hit.end):
        topic = c.hit("topic", at)
        if topic is not None and topic.end > hit.end and topical(c, at, topic.end) and not c.isa(topic.end - 1, "for"):
            end = _joined_field(c, topic.end)
            more = fields(c, end, limit) if end == topic.end else []
            end = more[0][1] if len(more) == 1 else end  # `de coopération judiciaire` + `en matière civile`
            return Tail(end, pieces=((at, end),))
    own = c.hit("topic", hit.end) if c.isa(hit.end, "field-adjective") else None
    return Tail(own.end, pieces=((hit.end, own.end),)) if own is not None else None


def _joined_field(c: Context, at: int) -> int:
    """Token after a field that `and of` joins to the one before it (`en matière de santé et de production animale`)."""
    listed = adjectives_end(c, at - 1) if at > 0 else at
    if listed > at and c.words.get("name-joint"):
        return listed  # `coopération économique, technique et culturelle`
    inner = past_articles(c, at + 2)
    own = past_articles(c, at + 1)
    if c.isa(at, "of") and not c.capital(own) and (field := c.hit("topic", own)) is not None and topical(c, own, field.end):
        return field.end  # `coopération en matière de développement` + `de l'artisanat`
    if not (c.isa(at, "and") and c.isa(at + 1, "of")):
        return at
    field = c.hit("topic", inner)
    return field.end if field is not None and topical(c, inner, field.end) else at


def _following(c: Context, hit: Hit, end: int, limit: int, *, capital: bool) -> Tail:
    """What follows a head and its years at once: parties, subjects, a capitalized complement."""
    dated = end > hit.end
    parties = _parties(c, end, limit)
    after = parties[1] if parties else end
    after += bool(parties) and c.fold(after) == "," and c.isa(after + 1, "on")  # `between A and B, on trade`
    after, parted = past_aside(c, hit, after)
    goal = after + 1 + any(c.isa(after + 1, kind) for kind in ("in", "on", "to", "of"))
    listed = after + (c.fold(after) == ",") + 1
    plain = not capital or is_acronym(c, hit) or (c.isa(hit.end - 1, "text-noun") and bool(c.words.get("name-joint")))
    if c.isa(after, "aim") and hit.singular is None and plain and (last := complement(c, goal, limit)) > goal:
        return Tail(last, dated, ((after + 1, last),), parties, clause=c.isa(after + 1, "of"))
    if c.isa(after, "purpose") and (last := _purpose(c, after, limit)) > after:
        return Tail(last, dated, ((after + 1, last),), parties, purpose=True)
    if c.isa(listed - 1, "enumerating") and c.isa(listed, "on") and (pieces := subjects_of(c, listed + 1, limit)):
        return Tail(pieces[-1][1], dated, tuple(pieces), parties, opens=listed)  # `memoranda, namely on ports and on trade`
    if for_state(c, after):
        return Tail(end, dated, (), parties)  # `signed the Memorandum for Kenya`
    if c.isa(after, "subject") and past_period(c, after, limit) == after:
        named = _titled(c, end, limit) if capital and not parties and hit.singular is None else end
        pieces = [(after + 1, named)] if named > after + 1 else subjects_of(c, after + 1, limit)
        if pieces and not (parties and _merely_for(c, after, pieces[0])) and not whose(c, after, pieces[0]):
            return Tail(max(named, pieces[-1][1]), dated, tuple(pieces), parties, opens=after if parted else None)
    if hit.rows[0][0] in INSTRUMENTS:
        pieces = fields(c, after, limit)
        if pieces:
            return Tail(pieces[-1][1], dated, tuple(pieces), parties, fields=True)
        covered = covering(c, after, limit) or (letting(c, hit, after, limit) if not parties else None)
        if covered is not None and plain and hit.singular is None:
            return Tail(covered[1], dated, (covered,), parties, clause=True)
    if (hit.rows[0][0] == "agreement" or "to" in hit.rows[0][1].split(",")) and (last := _purpose(c, after, limit)) > after:
        return Tail(last, dated, ((after + 1, last),), parties, purpose=True)
    served = _instrument_of(c, hit, end, limit) if parties is None else None
    if served is not None:
        return replace(served, pieces=((past_articles(c, end + 1), served.end),), dated=dated)
    if parties is None and hit.rows[0][0] == "agreement" and not capital and (last := place_of(c, end)) > end:
        found = _following(c, hit, last, limit, capital=False)  # `déclaration de Metz sur l'eau`
        return replace(found, dated=False, pieces=((end + 1, found.end),))
    if parties is None and c.isa(end, "of"):
        last = right_run(c, end, limit) if capital else end
        inner = past_articles(c, end + 1)
        plain = not (c.country(inner) or inner in c.date_at)
        session = hit.rows[0][0] == "agreement" and any(c.isa(i, "session") for i in range(inner, inner + 3))
        told = topical(c, inner, inner + (5 if c.words.get("name-joint") else 3)) or c.hit("framework", inner) is not None
        told = told or ((own := c.hit("topic", inner)) is not None and topical(c, inner, own.end))
        shared = hit.rows[0][0] == "mechanism" and c.isa(inner, "shared") and inner == end + 1  # `Conseil de coordination`
        told = told or (shared and bool(c.words.get("name-joint")))
        joint = hit.rows[0][0] == "programme" and any(c.isa(i, "cooperation") for i in range(inner, inner + 4))
        near = inner + (5 if hit.rows[0][0] != "agreement" and c.words.get("name-joint") else 2)
        kind = plain and (
            named_programme(c, hit, inner)
            or topical(c, inner, near)
            or joint
            or _names_kind(c, hit, end + 1)
            or (shared and told)
        )
        if last == end and (session or (told if capital else kind)):  # `minutes of the third session`
            last = complement(c, inner, limit)
            last = max(last, adjectives_end(c, last - 1) if c.words.get("name-joint") else last)
        if last > end:
            head = c.hit("framework", inner) if shared or hit.rows[0][0] == "mechanism" else None
            whole = tail(c, widened(c, head), limit, capital=capital).end if head and head.rows[0][0] == "mechanism" else last
            last = max(last, whole)  # `Haut Conseil de la Commission mixte de coopération`
            return Tail(last, dated, ((inner, last),) if not capital else (), None)
    begun = capital and parties is None and end == hit.end and any(c.isa(i, "of") for i in range(end - 3, end))
    if begun and c.fold(end) == "," and (last := right_run(c, end - 1, limit)) > end:
        return Tail(last)  # `Treaty of Friendship, Good Neighbourhood and Cooperation`
    if capital and parties is None:
        return Tail(max(end, right_run(c, end, limit) if not (c.capital(end) and c.tokens[end].word) else end), dated)
    return Tail(end, dated, (), parties)


def _titled(c: Context, at: int, limit: int) -> int:
    """Token after a subject in capitals, with what goes on in lower case (`on the Establishment of cultural Centres`)."""
    end = right_run(c, at, limit)
    if end == at:
        return at
    if c.isa(end, "of") and (last := complement(c, end + 1, limit)) > end + 1 and not c.country(past_articles(c, end + 1)):
        return last
    pieces = fields(c, end, limit)
    return pieces[-1][1] if pieces else end


def _resumed(c: Context, hit: Hit, found: Tail, limit: int) -> Tail:
    """The tail with the subject that its parties part from it (`agreement on cooperation between A and B in energy`)."""
    parties = _parties(c, found.end, limit) if found.end > hit.end and not found.purpose and len(found.pieces) < 2 else None
    if parties is None:
        return found
    after = parties[1]
    pieces = subjects(c, after, limit)
    if not pieces or _merely_for(c, after, pieces[0]):
        return found
    return replace(found, end=pieces[-1][1], parties=parties, pieces=(*found.pieces, (pieces[0][0], pieces[-1][1])))


def _merely_for(c: Context, at: int, piece: tuple[int, int]) -> bool:
    """Whether `for` after parties tells no subject: neither a topic nor what is to be done (`for the building of a port`)."""
    done = any(c.isa(i, "of") for i in range(*piece))
    while_long = any(c.isa(i, "quantity") or c.hit("calendar", i) for i in range(*piece))
    return c.isa(at, "for") and not topical(c, *piece) and (while_long or not done)


def parties_at(c: Context, at: int) -> tuple[int, int] | None:
    """What stands between `between` at a token and the end of the two names after it; None where it names none."""
    opens = c.isa(at, "between") or c.isa(at, "among") or _of_two(c, at)
    last = party_run(c, at + 1, c.sentences[c.sentence_at[at]].end) if opens else at
    return (at, last) if last > at + 1 else None


def _of_two(c: Context, at: int) -> bool:
    """Whether `of` and the names of two states stand at a token (`the Joint Commission of Chile and Peru`)."""
    if not c.isa(at, "of") or (one := c.country(past_articles(c, at + 1))) is None or one.use != "name":
        return False
    two = c.country(past_articles(c, one.end + 1)) if c.isa(one.end, "and") else None
    return two is not None and two.use == "name"


def _parties(c: Context, at: int, limit: int) -> tuple[int, int] | None:
    """What stands between `between` or `with` at a token and a subject, in tokens; None where neither names parties."""
    last = _partner(c, at + 1, limit) if c.isa(at, "with") else at
    return parties_at(c, at) or ((at, last) if last > at + 1 else None)


def _instrument_of(c: Context, hit: Hit, at: int, limit: int) -> Tail | None:
    """The tail of an agreement with a subject that another one serves (`executive programme of the agreement on health`)."""
    inner = past_articles(c, at + 1)
    amends = c.isa(at, "to")  # `protocole additionnel à la convention`
    joined = (c.isa(at, "of") or amends) and hit.rows[0][0] in ("programme", "agreement")
    while joined and (c.isa(inner, "idle-modifier") or (c.tokens[inner].text.isdigit() and len(c.tokens[inner].text) == 4)):
        inner += 1  # `protocol to the 1998 tax treaty`
    served = c.hit("framework", inner) if joined else None
    if joined and served is None and c.isa(inner - 1, "det") and c.hit("topic", inner):
        served = c.hit("framework", inner + 1)  # `implementation programme of the cultural agreement`
    if served is None or served.rows[0][0] != "agreement" or served.singular is not None or served.end > limit:
        return None
    found = tail(c, served, limit, capital=c.capital(inner))
    if not found.pieces and found.parties is None and (amends or topical(c, inner, served.end)):
        return Tail(served.end)
    return found if found.pieces and found.opens is None and not found.purpose else None


def _names_kind(c: Context, hit: Hit, at: int) -> bool:
    """Whether what follows `of` says what kind of instrument it is (`a treaty of friendship`): a bare noun in lower case."""
    token = c.tokens[at] if at < len(c.tokens) else None
    return (
        hit.rows[0][0] == "agreement"
        and token is not None
        and token.word
        and not token.capital
        and not any(c.isa(at, kind) for kind in ("det", "possessive", "stop", "quantity", "two", "idle-modifier"))
        and not c.hit("office", at)
        and not c.hit("framework", at)
    )


def _apart(c: Context, hit: Hit, limit: int, *, capital: bool) -> Tail | None:
    """The subject that a bracket or the word of signing parts from its head: `memorandum (MoU) on ports`,
    `a memorandum was signed between A and B on ports`; None where it is not parted."""
    end, short = bracket_alias(c, hit.end)
    dated = past_date(c, end)
    if dated > end and any(c.isa(dated, kind) for kind in ("subject", "between", "with", "in", "to")):
        found = _following(c, hit, dated, limit, capital=False)
        if found.pieces:
            return replace(found, dated=False, short=short, opens=found.parties[1] if found.parties else dated)
    if short and capital and c.hit("framework", end - 2) is None:
        return None  # a short form of its own closes the name (`Letter of Agreement (LOA) on …`); `MoU` does not
    enumerated = c.isa(end + (c.fold(end) == ","), "enumerating")
    if short and (enumerated or any(c.isa(end, kind) for kind in ("subject", "between", "with", "in", "to"))):
        found = _following(c, hit, end, limit, capital=capital)
        if found.pieces:
            opens = found.parties[1] if found.parties else found.opens or end
            return replace(found, short=short, opens=opens)
        if found.parties:
            return replace(found, short=short)
    signing = _signing(c, end)
    bare = (told := c.hit("event", end)) is not None and told.rows[0][1] == "sign-active"  # `the accord signed in May, on ports`
    for at in range(signing, min(signing + 30, limit)) if signing > end else ():
        another = c.hit("framework", at)
        journey = (c.hit("event", at) or hit).rows[0][0] in ("visit", "meeting")  # `will be signed during a visit for …`
        ends = c.fold(at) in (";", ":") or (c.fold(at) == "," and bare)
        if ends or journey or (another is not None and another.rows[0][0] in INSTRUMENTS):
            break
        officer = c.ending("office", at) is not None or c.isa(at - 1, "charge")  # `by the Minister for Energy`
        if c.isa(at, "subject") and not officer:
            pieces = subjects_of(c, at + 1, limit)
            dated_at = at - 1 in c.date_at and c.isa(at, "on")  # `the agreement signed on 3 May 2031 on the return of statues`
            if pieces and (dated_at or all(topical(c, *piece) for piece in pieces)):
                return Tail(pieces[-1][1], False, tuple(pieces), None, short=short, opens=at)
        listed = fields(c, at, limit)
        if listed:
            return Tail(listed[-1][1], False, tuple(listed), None, short=short, opens=at, fields=True)
        last = _purpose(c, at, limit)
        if last > at and (at == signing or c.capital(at - 1) or at - 1 in c.date_at or c.fold(at - 1) == ")"):
            return Tail(last, False, ((at + 1, last),), None, purpose=True, short=short, opens=at)
    parties = parties_at(c, signing) if signing > end else None
    if parties is None or any(_officer(c, i, parties[1]) for i in range(*parties)):
        return None
    return Tail(parties[1], short=short, opens=signing)  # `an agreement was signed between A and B`


def _officer(c: Context, at: int, limit: int) -> bool:
    """Whether an officer is named at a token, and no body that an office names (`Prince Faro University`)."""
    titled = c.hit("office", at) or c.hit("honorific", at)
    return titled is not None and not any(c.hit("organization", i) for i in range(at, min(at + 4, limit)))


def _signing(c: Context, at: int) -> int:
    """Token after `was signed`, where it follows at a token; the token itself where it does not."""
    passive = False
    for here in range(at, at + 4):
        found = c.hit("event", here)
        told = passive or here == at or (found is not None and found.rows[0][1] == "sign-passive")
        if found is not None and found.rows[0][0] == "signing" and told:
            return found.end - c.isa(found.end - 1, "between")
        passive = passive or c.isa(here, "be")
        if not c.hit("auxiliary", here) and not any(c.isa(here, kind) for kind in ("adverb", "be", "have")):
            break
    return at


def _purpose(c: Context, at: int, limit: int) -> int:
    """Token after what an instrument is to do (`to exchange data`); the token itself where that is not told."""
    goal = at + 2 * (c.isa(at, "in") and c.isa(at + 1, "in-order"))
    verb = goal + 1
    if (
        not (c.isa(goal, "to") or c.isa(goal, "purpose"))
        or verb >= limit
        or not c.tokens[verb].word
        or c.capital(verb)
        or verb in c.date_at
    ):
        return at
    occasion = c.isa(verb, "no-field") and c.isa(verb + 1, "of")  # `en présence de`
    if any(c.isa(verb, kind) for kind in _NO_VERB) or c.country(verb) or occasion:
        return at
    last = complement(c, verb, limit, 14)
    return last if last > verb + 1 else at


def _partner(c: Context, at: int, limit: int) -> int:
    """Token after the state, body or officer that `with` names, where a subject follows; the token itself where it names none.

    `with Kenya on …`, `with Malaysia's Foreign Minister Omar Diallo on …`
    """
    here = past_articles(c, at)
    last = here
    told = False
    while last < min(here + 14, limit) and not c.isa(last, "subject"):
        found = c.country(last) or c.hit("body", last) or c.hit("office", last) or c.hit("organization", last)
        small = c.isa(last, "of") or c.isa(last, "det") or c.isa(last, "possessive") or c.isa(last, "and")
        joined = (c.dash(last) and c.tokens[last].glued) or c.fold(last) == "&"  # `with the Awa-Bamba Company`
        if found is None and not (c.capital(last) or small or joined or c.tokens[last].text in POSSESSIVE):
            break
        told = told or found is not None
        last = found.end if found is not None else last + 1
    return last if told and (c.isa(last, "subject") or c.isa(last, "to") or fields(c, last, limit)) else at


def countries(c: Context, start: int, end: int) -> list[str]:
    """ISO codes of the states named within a range of tokens, each once, in order."""
    codes: list[str] = []
    at = start
    while at < end:
        found = c.country(at)
        joined = found is not None and (found.use != "combining" or c.country(found.end + 1) is not None)
        if found is not None and found.end <= end and joined:
            if found.code not in codes:
                codes.append(found.code)
            at = found.end
        else:
            at += 1
    return codes
