"""Whom an instrument or standing arrangement binds, by the words around its mention."""

from dataclasses import dataclass
from itertools import pairwise

from kg.annotated import POSSESSIVE, Annotated, Mention, MentionKind
from kg.extraction.matters import tokens_of
from kg.extraction.scene import DASHES, Scene, pair_agents
from kg.extraction.setting import Item
from kg.keys import slug
from kg.model import CountryCode, EntityId, country_id

__all__ = ["Parties", "name_words"]


def name_words(a: Annotated, name: str) -> frozenset[str]:
    """The content words of a name."""
    idle = a.words.get("stop", frozenset()) | a.words.get("det", frozenset())
    return frozenset(slug(name).split("-")) - idle


@dataclass(frozen=True)
class Parties:
    """Whom the words around a mention say that it binds."""

    mention: Mention
    scene: Scene

    def told(self) -> list[EntityId]:
        """The parties told: in the name, `between A and B`, `with B`, by who signed, by a possessor; the surest first."""
        named = [country_id(CountryCode(c)) for c in self.mention.attributes.get("countries", "").split()]
        named += self._joined() if len(named) == 1 else []
        if len(named) > 1:
            return named
        return [party for party in self._around(named) if not party.startswith("person/")]

    def _joined(self) -> list[EntityId]:
        """A body that a dash joins to a state in the name (`U.S.-ASEAN Strategic Partnership`)."""
        scene = self.scene
        for i, mention in scene.mentions(MentionKind.ORGANIZATION):
            beside = (scene.text(mention.start - 1), scene.text(mention.name_end))
            if (
                self.mention.name_start <= mention.start
                and mention.name_end <= self.mention.name_end
                and any(mark in DASHES for mark in beside)
            ):
                return list(scene.resolved.agents(i))
        return []

    def _around(self, named: list[EntityId]) -> list[EntityId]:
        owner = self._owner()
        body = [a for a in owner if a.startswith("organization/") and self._acting(a) == a]
        programme = self.mention.key == "programme"
        return (
            self._between()
            or self._with()
            or self._signers()
            or body
            or (list(map(self._acting, owner[:1])) if programme else [])
            or self._signed_by_bodies()
            or self._by_bodies()
            or (named if programme and not self._work(named) else [])
            or (self._whose() if programme else [])
            or (self._of_body() if self.mention.key != "agreement" else [])
            or self._several()
        )

    def _work(self, named: list[EntityId]) -> bool:
        """Whether it is a work or project that lies in one state of the text's pair: both may build it."""
        attributes = self.mention.attributes
        site = attributes.get("site") or self.scene.isa(int(attributes.get("head_end") or 0) - 1, "work-noun")
        return bool(site) and set(named) <= set(pair_agents(self.scene.resolved))

    def _several(self) -> list[EntityId]:
        """The states that sign, found or hold it, where the text's pair does not hold them (`A, B and C signed a treaty`)."""
        scene, resolved = self.scene, self.scene.resolved
        events = resolved.annotated.hits["event"]
        acts = any(at in events or scene.isa(at, "founding") for at in range(scene.start, self.mention.start))
        if self.mention.attributes.get("beyond") or not acts:
            return []
        acting = list(dict.fromkeys(self._acting(a) for a in scene.subject(self.mention.start)))
        if len(acting) > 1 and any(self._of_states(a) for a in acting):
            return [a for a in acting if a.startswith("country/") or self._of_states(a)]
        states = [a for a in acting if a.startswith("country/")]
        signs = any(self._signs(at) for at in range(scene.start, self.mention.start))
        others = signs and not set(states) <= set(pair_agents(resolved))
        return states if len(states) > (1 if others else max(1, len(pair_agents(resolved)))) else []

    def _of_states(self, agent: EntityId) -> bool:
        """Whether an agent is a body of states (`the European Union`)."""
        named = self.scene.resolved.organizations.get(agent)
        return named is not None and named.body is not None

    def _between(self) -> list[EntityId]:
        """`… between A and B`, or `between A and B, a memorandum …`."""
        scene = self.scene
        agents = self.named_between()
        kinds = ("between", "among", "of")
        if len(agents) < 2 and scene.any_of(self.mention.end, kinds):
            agents, _ = scene.after(self.mention.end + 1, 4)
        elif not agents and scene.text(at := self.mention.end) == "(":  # `accord tripartite (Togo, Bénin, Niger)`
            close = next((i for i in range(at, scene.end) if scene.text(i) == ")"), 0)
            agents = tuple(a for item in scene.items if at < item.start < close for a in item.agents)
        if len(agents) > 1:
            return self._signing(agents)
        before = self.mention.start - 1
        while scene.isa(before, "det"):
            before -= 1
        if scene.text(before) == ",":
            for at in range(before, scene.start - 1, -1):
                if scene.isa(at, "between"):
                    agents, end = scene.after(at + 1, 4)
                    return self._signing(agents) if len(agents) > 1 and end == before else []
        return []

    def named_between(self) -> tuple[EntityId, ...]:
        """Whom the name's own `between …` holds; of a possessor and its body (`Oman's Port Authority`) the body."""
        scene = self.scene
        first, last = tokens_of(self.mention, "parties") or (0, 0)
        if not (scene.isa(first, "between") or scene.isa(first, "among")):
            return ()
        held = [item for item in scene.items if first < item.start < last]
        owners = {item.index for item in held if scene.text(item.end) in POSSESSIVE}
        owners |= {b.index for a, b in pairwise(held) if a.agents[0].startswith("organization/") and self._owns(a, b)}
        return tuple(dict.fromkeys(a for item in held if item.index not in owners for a in item.agents))

    def _owns(self, body: Item, other: Item) -> bool:
        """Whether a body belongs to what is named after it (`the Institute of Ports of the Ministry of Transport`)."""
        scene = self.scene
        between = [i for i in range(body.end, other.start) if not scene.isa(i, "det")]
        return len(between) == 1 and (scene.isa(between[0], "of") or scene.isa(between[0], "under"))

    def _with(self) -> list[EntityId]:
        """`… with B`: B and the other state of the pair, or for a body beyond it the speaker's."""
        scene, resolved = self.scene, self.scene.resolved
        named = [a for a in self._inside() if a.startswith("organization/")]
        agents: tuple[EntityId, ...] = tuple(named)
        end = self.mention.end + self._signs(self.mention.end)  # `l'accord conclu avec B`
        when = scene.when_where if end > self.mention.end else frozenset[int]()
        while end in when or (scene.isa(end, "in") and end + 1 in when):
            end += 1  # `conclu en mai avec B`
        if not agents and scene.isa(end, "with"):
            agents, _ = scene.after(end + 1, 3)
        other, pair = [self._acting(a) for a in agents], pair_agents(resolved)
        if len(other) != 1:
            return other
        own = [a for a in scene.subject(self.mention.start) if a.startswith("organization/") and self._acting(a) == a]
        if agents[0].startswith("organization/") and own and not any(map(self._of_states, (*own, agents[0]))):
            bodies = (*own, agents[0] if self._is(agents[0], "ministry") else other[0])
            return list(dict.fromkeys(bodies))  # `A Group signed a memorandum with B Company`
        subject = [country_id(code) for a in scene.subject(self.mention.start) if (code := resolved.country_of(a))]
        if len(set(subject)) > 1:
            return list(dict.fromkeys([*subject, *other]))  # `A and B concluded an accord with C`
        beside = [p for p in pair if p not in other] if other[0] in pair else subject[:1] or [*pair]
        return [*other, *beside]

    def _of_body(self) -> list[EntityId]:
        """The body of the world whose mechanism or programme it is, by its name (`ASEAN Regional Platform`)."""
        scene = self.scene
        for i, mention in scene.mentions(MentionKind.ORGANIZATION):
            if self.mention.name_start <= mention.start and mention.end < self.mention.name_end and mention.key:
                return list(scene.resolved.agents(i))
        return []

    def _inside(self) -> list[EntityId]:
        """A body that `with` names within a capitalized name."""
        scene = self.scene
        for i, mention in scene.mentions(MentionKind.ORGANIZATION):
            before = mention.start - 1
            if self.mention.start < before < self.mention.name_end and scene.isa(before, "with"):
                return list(scene.resolved.agents(i))
        return []

    def _signers(self) -> list[EntityId]:
        """`… signed by A, B and C`, `… was concluded between A and B`: the states or bodies of several signers."""
        scene, near = self.scene, range(self.mention.end, min(self.mention.end + 14, self.scene.end))
        for at in near if scene.has("by", near.start, near.stop) or scene.has("between", near.start, near.stop) else ():
            between = scene.isa(at, "between")
            if (between or scene.isa(at, "by")) and any(self._signs(i) for i in range(self.mention.end, at)):
                agents = self._row(at + 1)
                if between:
                    return self._signing(agents) if len(agents) > 1 else []
                acting = list(dict.fromkeys(self._acting(a) for a in agents))
                return acting if len(acting) > 1 and all(not a.startswith("person/") for a in acting) else []
        return []

    def _row(self, first: int) -> tuple[EntityId, ...]:
        """Agents listed from a token on; of a possessor and its body (`Oman's Port Authority`) the body, none set in brackets."""
        scene = self.scene
        found: list[EntityId] = []
        end = 0
        for item in scene.items:
            owned = scene.text(item.start - 1) in POSSESSIVE and item.start == end
            apart = item.start - first > 6 if not end else not owned and not scene.resolved.annotated.joined(end, item.start)
            if item.start < first or scene.text(item.start - 1) == "(":
                continue
            if apart:
                break
            owner = scene.text(item.end) in POSSESSIVE
            end = item.end + owner
            found += () if owner else item.agents
        return tuple(dict.fromkeys(found))

    def _signs(self, at: int) -> bool:
        hit = self.scene.resolved.annotated.hits["event"].get(at)
        return hit is not None and hit.rows[0][0] == "signing"

    def _signed_by_bodies(self) -> list[EntityId]:
        """`A (AA) and B (BB) signed a memorandum`: the bodies, or those persons sign for; none where one signs for a state."""
        scene = self.scene
        verbs = [at for at in range(scene.start, self.mention.start) if self._signs(at)]
        if not verbs or self.mention.start - verbs[-1] > 8 or scene.text(verbs[-1] - 1) == ",":
            return []
        agents = [self._employer(a) for a in scene.subject(verbs[-1])]
        bodies = [a for a in agents if a.startswith("organization/")]
        return self._signing(tuple(bodies)) if len(bodies) > 1 and len(bodies) == len(agents) else []

    def _by_bodies(self) -> list[EntityId]:
        """`A and B will renew a contract on gas`: two companies or agencies that are the subject of the verb right before it."""
        scene, mention = self.scene, self.mention
        if mention.key not in ("agreement", "mechanism", "partnership") or mention.attributes.get("again"):
            return []
        agents = scene.subject(mention.start)
        groups = (scene.group(position) for position, item in enumerate(scene.items) if item.end < mention.start)
        end = next((end for group, end in groups if group == agents), None)
        if len(agents) < 2 or end is None or not 0 < mention.start - end <= 8:
            return []
        plain = not any(scene.text(i) in ",;:" for i in range(end, mention.start))
        own = all(a.startswith("organization/") and not self._is(a, "ministry") and not self._of_states(a) for a in agents)
        return self._signing(agents) if plain and own else []

    def _whose(self) -> list[EntityId]:
        """The body of states that a programme belongs to, told right behind its head or name (`le plan d'action de l'Union`)."""
        scene, mention = self.scene, self.mention
        head_end = int(mention.attributes["head_end"])
        for i, found in scene.mentions(MentionKind.ORGANIZATION):
            opens = found.start - 1
            while scene.isa(opens, "det"):
                opens -= 1
            behind = opens in (head_end, mention.name_end) and scene.isa(opens, "of")
            agents = scene.resolved.agents(i) if behind else ()
            if agents and self._of_states(agents[0]):
                return list(agents)
        return []

    def _employer(self, agent: EntityId) -> EntityId:
        """The body that a person's post belongs to, else the person."""
        return next((h.organization for h in self.scene.resolved.holdings if h.person == agent and h.organization), agent)

    def _owner(self) -> tuple[EntityId, ...]:
        """Who owns it (`Algeria's strategy`); `the Kingdom's` is that of the speaker's state."""
        scene, resolved = self.scene, self.scene.resolved
        at = self.mention.start - 1
        while scene.isa(at, "idle-modifier") or scene.isa(at, "instance") or scene.text(at)[:1].isdigit():
            at -= 1  # `Chile's 13th Five-Year Plan`
        if scene.text(at) not in POSSESSIVE:
            own = scene.isa(at, "its") and self.mention.name[:1].isupper() and not scene.has("with", scene.start, at)
            agents = scene.subject(at) if own else ()
            return agents if len(agents) == 1 and agents[0].startswith("country/") else ()  # `Chile presented its Vision 2050`
        for item in scene.items:
            if item.end == at:
                return item.agents[:1]
        return tuple(resolved.subjects[scene.number][:1]) if scene.isa(at - 1, "state-word") else ()

    def _signing(self, agents: tuple[EntityId, ...]) -> list[EntityId]:
        """The parties of several signers: ministries stand for their states, a department beside a body of its own does not."""
        acting = [self._acting(a) for a in agents]
        bodies = all(a.startswith("organization/") for a in acting)
        alike = bodies and len({self.scene.resolved.organizations[a].name for a in acting}) < len(acting)
        if alike or (bodies and all(self._is(a, "ministry") for a in acting)):
            return list(pair_agents(self.scene.resolved)) or acting  # `the Ministries of Health of the two countries`
        alone = [a for a, x in zip(agents, acting, strict=True) if a == x and a.startswith("organization/")]
        if alone:
            acting = [a if self._is(a, "department") else x for a, x in zip(agents, acting, strict=True)]
        return list(dict.fromkeys(acting))

    def _is(self, agent: EntityId, kind: str) -> bool:
        resolved = self.scene.resolved
        if not agent.startswith("organization/"):
            return False
        kinds = {slug(word) for word in resolved.annotated.words.get(kind, ())}
        return bool(name_words(resolved.annotated, resolved.organizations[agent].name) & kinds)

    def _acting(self, agent: EntityId) -> EntityId:
        """A minister or ministry signs for its state; any other body for itself."""
        if agent.startswith("organization/") and not self._is(agent, "ministry"):
            return agent
        code = self.scene.resolved.country_of(agent)
        return country_id(code) if code else agent
