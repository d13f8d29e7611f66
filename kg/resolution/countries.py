"""The country of a person, in a fixed order of strength; it keeps its reason, and stays open where only frequency speaks.

0 own-words      `Argentine Economy Minister`, `Minister … of Suriname`, `on the Jordanian side: A, B`
1 portfolio      the post is of a body that has a country; the office is one that only one state has
2 counterpart    `his Dutch counterpart` stands across from the antecedent
3 paired         `King A and French President B`; two holders of one office joined by `and`
4 opposite       who meets officials of one state of the pair, or visits it, is of the other; a delegation is its leader's
5 home           officials whom the text does not mark, where it marks those of one state of the pair alone
"""

from collections.abc import Mapping

from kg.annotated import Annotated
from kg.model import CountryCode, EntityId
from kg.resolution.across import by_counterpart, by_delegation, by_pairing, by_place, by_stance, by_visit, by_where
from kg.resolution.beside import by_company, by_hosting, by_included, by_interlocutors, by_message, by_possessive, by_signing
from kg.resolution.home import by_home, by_seat
from kg.resolution.meetings import by_meeting
from kg.resolution.organizations import Body
from kg.resolution.own_state import by_acting, by_behalf, by_body, by_description, by_leading, by_office, by_side, by_title_again
from kg.resolution.pair import Officials
from kg.resolution.people import Cluster
from kg.resolution.teams import by_team

__all__ = ["assign_countries", "share_counterparts"]


def share_counterparts(
    annotated: Annotated, clusters: dict[EntityId, Cluster], person_of: dict[int, EntityId], pair: tuple[CountryCode, ...]
) -> None:
    """Fill what counterparts tell, before references are resolved: `the Mongolian prime minister` may be one."""
    by_counterpart(Officials(annotated, clusters, person_of, pair))


def assign_countries(
    annotated: Annotated,
    clusters: dict[EntityId, Cluster],
    person_of: dict[int, EntityId],
    pair: tuple[CountryCode, ...],
    bodies: tuple[dict[EntityId, Body], dict[int, tuple[EntityId, ...]]],
    refers: Mapping[int, tuple[EntityId, ...]],
) -> None:
    """Fill the countries of people, the strongest sign first. `refers` are the references as far as they are resolved."""
    officials = Officials(annotated, clusters, person_of, pair)
    by_body(officials, *bodies)
    by_leading(officials)
    by_team(officials)
    by_acting(officials)
    by_behalf(officials)
    by_side(officials)
    by_included(officials)
    by_office(officials)
    by_title_again(officials)
    by_where(officials)
    by_seat(officials)
    for _ in range(2):
        by_counterpart(officials)
        by_message(officials, refers)
        by_pairing(officials)
        by_place(officials)
        by_interlocutors(officials)
        by_visit(officials, refers)
        by_meeting(officials, refers)
        by_delegation(officials)
        by_company(officials)
        by_possessive(officials)
        by_signing(officials)
        by_hosting(officials)
    by_stance(officials)
    by_description(officials, refers)
    by_home(officials)
    by_counterpart(officials)
    by_pairing(officials)
    by_meeting(officials, refers)
