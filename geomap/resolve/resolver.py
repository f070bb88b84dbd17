"""One text to one answer: the readings of a phrase, tried from the surest to the loosest."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.gazetteer.kinds import Fit, fit
from geomap.gazetteer.memory import Recurring
from geomap.gazetteer.names import MAX_NAME, fold
from geomap.model import Kind, Resolution, Status
from geomap.resolve import candidates, coordinates, nearby, phrases, pluscodes, relations, unnamed
from geomap.resolve.candidates import How, Match
from geomap.resolve.containers import Container, agreeing, read_container
from geomap.resolve.decision import Asked, Judge, coordinate, unresolved
from geomap.resolve.facilities import CITY, Facilities
from geomap.resolve.geography import Geography
from geomap.resolve.guesses import Guesses
from geomap.resolve.leanings import Leanings
from geomap.resolve.likeness import SOUNDS_SURE
from geomap.resolve.phrases import clean, only_generic, strip_generic_name
from geomap.resolve.related import Relater
from geomap.resolve.search import Search, told
from geomap.resolve.two_names import answer_either
from geomap.resolve.wording import stands_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geomap.gazetteer.index import Index

FACILITY_M = 50_000.0
"""As far from a town as a facility lies that is called after it."""
MAX_DEPTH = 3
"""Relations and containers within each other: "outskirts of X in western Y"."""

LONGEST_SHORTENED = 6
"""Letters and stop of a name that is shortened, of which the stop is a part: "Calif."."""


class Resolver:
    """Resolves phrases by an index."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.geography = Geography(index)
        self.judge = Judge(index, self.geography)
        self.leanings = Leanings(index, self.geography)
        self._facilities = Facilities(index, self.judge)
        self._relater = Relater(index, self.judge)
        self._guesses = Guesses(index, self.judge, self._facilities)
        self.container = lru_cache(maxsize=1 << 12)(self._container)
        # A document's names are asked for again by the light of the others, with the same candidates.
        self._named: Recurring[tuple[str, str], list[Match]] = Recurring(1 << 11)

    def resolve(self, text: str, asked: Asked) -> Resolution:
        """Resolve one phrase under the conditions asked."""
        if len(text) > MAX_NAME and len(text.strip()) > MAX_NAME:
            return unresolved(text, f"longer than {MAX_NAME} characters, so it is no place name")
        phrase = clean(text)
        if len(phrase) < LONGEST_SHORTENED and text.rstrip().endswith("."):
            phrase += "."
        key = fold(phrase)
        if not key:
            return unresolved(text, "there is no name in it")
        search = Search(self.judge, self.geography)
        answer = None
        # "The base" and "central" name nothing, though somewhere a village may be called so.
        if not only_generic(phrase):
            answer = self._read(phrase, key, asked, search, 0)
            if answer is None and not self._is_elsewhere(asked, search):
                guess = self._guessed(phrase, key, asked, search)
                # A name that stands elsewhere is taken for another's only where that is beyond doubt.
                if guess is not None and (guess.status is Status.RESOLVED or not search.refused):
                    answer = guess
        answer = answer or search.failed(text)
        return answer if answer.query == text else replace(answer, query=text)

    def related(
        self,
        phrase: str,
        relation: relations.Relation,
        asked: Asked,
        resolve: Callable[[str, Asked], Resolution | None],
    ) -> Resolution | None:
        """Answer a phrase by a relation to places that `resolve` finds; ``None`` where it does not."""
        return self._relater.answer(phrase, relation, asked, resolve)

    @staticmethod
    def _is_elsewhere(asked: Asked, search: Search) -> bool:
        """Tell whether a name is that of a place elsewhere, and no other spelling of one here.

        Every village's name is that of some other village in the world, differently spelled: within
        a unit less than a country, a name that sounds alike is the better answer, unless everybody
        knows the other place: "Boston, Anbar".
        """
        if not search.refused:
            return False
        smallest = next((container.senses for container in asked.containers if container.senses), ())
        bound = bool(smallest) and all(sense.kind is not Kind.COUNTRY for sense in smallest)
        if bound and any(sense.kind is Kind.ADMIN2 for sense in smallest):
            return False
        known = (match for match, _ in search.refused.values() if match.how is not How.SOUND)
        return not bound or any((match.place.population or 0) >= CITY for match in known)

    def _read(self, phrase: str, key: str, asked: Asked, search: Search, depth: int) -> Resolution | None:
        """Try the readings that need no guess; ``None`` if there is none."""
        matches = self._exact(phrase, key, asked)
        answer = self._facilities.of_city(phrase, matches, key, asked) if matches else None
        if answer is None:
            answer = search.decide(phrase, matches, asked)
        if answer is not None:
            return answer
        if any(char.isdecimal() for char in phrase):
            written = coordinates.read(phrase)
            if written is not None:
                if written.fault:
                    return unresolved(phrase, written.fault)
                return coordinate(phrase, written.lat, written.lon, written.radius_m, written.form)
            beside = self._plus_code(phrase, asked, search, depth)
            if beside is not None:
                return beside
        if depth >= MAX_DEPTH:
            return self._by_core(phrase, key, asked, search)
        called = phrases.known_as(phrase)
        if called is not None:
            return self._read(called, fold(called), asked, search, depth + 1)
        answer = self._capital(phrase, asked, search)
        if answer is not None:
            return answer
        relation = relations.parse(phrase)
        if relation is not None:
            answer = self._relater.answer(
                phrase,
                relation,
                asked,
                lambda name, under: self._read(clean(name), fold(name), under, search, depth + 1),
            )
            if answer is not None:
                # "Rutbah, near the Syrian border" is no border of Rutbah.
                drawn = answer.status is not Status.UNRESOLVED
                return answer if drawn else self._near(phrase, asked, depth) or answer
        return (
            self._placed(phrase, asked, search, depth)
            or self._bracketed(phrase, asked, search, depth)
            or answer_either(
                phrase,
                lambda name: self._read(name, fold(name), asked, search, depth + 1),
                lambda name: self._guesses.guess(name, fold(name), asked, search),
            )
            or self._by_core(phrase, key, asked, search)
            or self._contained(phrase, asked, depth, sure=False)
            or self._by_variant(phrase, asked, search)
            or unnamed.answer(
                phrase,
                list(unnamed.read_part(phrase, lambda name: self._is_known(name, asked))),
                lambda name: search.decide(name, self._exact(clean(name), fold(name), asked), asked),
                lambda _: None,
            )
        )

    def _placed(self, phrase: str, asked: Asked, search: Search, depth: int) -> Resolution | None:
        """Read "name in container", "name near another", or what has no name and is in one, or near it."""
        told = list(unnamed.read(phrase, self._is_country)) if " " in phrase else []
        beside = None if told or depth >= MAX_DEPTH else self._near(phrase, asked, depth)
        if beside is not None:
            return beside
        answer = self._contained(phrase, asked, depth, sure=True, named=not told)
        if answer is not None or not told:
            return answer
        return unnamed.answer(
            phrase,
            told,
            lambda name: self._read(clean(name), fold(name), asked, search, depth + 1),
            lambda name: self._by_core(name, fold(name), asked, search),
        )

    def _near(self, phrase: str, asked: Asked, depth: int) -> Resolution | None:
        """Read "name near another": the name must lie near it; if none is sure to, that stands for it."""
        # What is near need not be of the kind that is asked for, nor near what the caller names.
        anywhere = replace(asked, kinds=frozenset(), near=None)
        for reading in nearby.read(phrase):
            search = Search(self.judge, self.geography)
            where = self._read(clean(reading.where), fold(reading.where), anywhere, search, depth + 1)
            spots = nearby.spots(where) if where is not None else ()
            if where is None or not spots:
                continue
            name, found = clean(reading.name), {}
            for spot in spots:
                inner = replace(asked, near=spot)
                answer = self._read(name, fold(name), inner, search, depth + 1)
                if answer is None:
                    answer = self._guesses.guess(name, fold(name), inner, search)
                place = answer.place if answer is not None else None
                if answer is None or place is None or self.judge.refuse(place, asked) is not None:
                    continue
                if nearby.plausible(answer, where):
                    found[place.id] = answer
            if len(found) == 1:
                return next(iter(found.values()))
            if where.place is not None and self.judge.refuse(where.place, asked) is None:
                return stands_for(where, f'no one place called "{name}" is known there')
        return None

    def _is_known(self, name: str, asked: Asked) -> bool:
        """Tell whether a name is that of a place that is known for itself, and no quarter of some city."""
        found = [match.place for match in self._exact(clean(name), fold(name), asked)]
        known = (place for place in found if place.kind is not Kind.QUARTER)
        return any(place.kept_by_hand or (place.population or 0) >= CITY for place in known)

    def _is_country(self, words: str) -> bool:
        return bool(self.geography.countries_named(words))

    def _plus_code(self, phrase: str, asked: Asked, search: Search, depth: int) -> Resolution | None:
        """Read "74X9+QR Mosul": a plus code that is short because the place beside it is named."""
        match = pluscodes.SHORT.fullmatch(phrase)
        if match is None or depth >= MAX_DEPTH:
            return None
        name = clean(match["near"])
        near = self._read(name, fold(name), asked, search, depth + 1)
        if near is None or near.lat is None or near.lon is None:
            return near if near is None else replace(near, query=phrase)
        code = pluscodes.lengthened(match["code"], near.lat, near.lon)
        written = coordinates.read(code)
        if written is None or written.fault:
            return None
        form = f"plus code {code} beside {near.name}"
        return coordinate(phrase, written.lat, written.lon, written.radius_m, form)

    def _exact(self, phrase: str, key: str, asked: Asked) -> Sequence[Match]:
        """Find places of this name, with a generic word where a kind is asked for that none has."""
        matches = self._named.get((phrase, key))
        if matches is None:
            matches = self._named.keep((phrase, key), self._find_named(phrase, key))
        kinds = asked.context.kinds | asked.kinds
        if matches and kinds and all(fit(match.place.kind, kinds) is Fit.NOT for match in matches):
            more = candidates.without_generic(self.index, key, phrase)
            return [*matches, *(match for match in more if fit(match.place.kind, kinds) is not Fit.NOT)]
        return matches

    def _find_named(self, phrase: str, key: str) -> list[Match]:
        matches = candidates.exact(self.index, key, phrase)
        if matches and not any(match.place.kept_by_hand for match in matches):
            # "Omar" is some village's name to the letter; reports mean the field al-Omar.
            matches += candidates.kept(self.index, key, phrase)
        return matches

    def _capital(self, phrase: str, asked: Asked, search: Search) -> Resolution | None:
        """Read "the capital of Iraq", "capitale irachena"."""
        words = phrases.capital_of(phrase)
        if words is None:
            return None
        countries = [place for place, _ in self.index.exact(fold(words)) if place.kind is Kind.COUNTRY]
        if len(countries) != 1:
            return None
        key = fold(f"capital of {countries[0].name}")
        return search.decide(phrase, candidates.exact(self.index, key), asked)

    def _by_core(self, phrase: str, key: str, asked: Asked, search: Search) -> Resolution | None:
        matches = candidates.without_generic(self.index, key, phrase)
        if not matches:
            return None
        fitting = [
            match for match in matches if not match.kinds or fit(match.place.kind, match.kinds) is not Fit.NOT
        ]
        if fitting and not self._named_after_another(matches, fitting, asked):
            answer = self._facilities.of_city(phrase, fitting, key, asked)
            return answer or search.decide(phrase, fitting, asked)
        matches = [match for match in matches if match not in fitting]
        passing = [match for match in matches if self.judge.refuse(match.place, asked) is None]
        if not passing:
            return search.decide(phrase, matches, asked)
        # Some village of the world has any name; a base or a province is looked for around a known one.
        known = [match for match in passing if match.place.kept_by_hand or self._well_known(match, asked)]
        sounding = [
            m
            for m in self._guesses.sounding(key)
            if m.kinds
            and (
                fit(m.place.kind, m.kinds) is Fit.WELL
                if m.place.kept_by_hand
                else fit(m.place.kind, m.kinds) is not Fit.NOT
                # Moscow has the consonants of a strip beside it.
                and m.closeness >= SOUNDS_SURE
                and any(self._beside(m, match) for match in known or passing)
            )
        ]
        if sounding:
            return search.decide(phrase, sounding, asked)
        # A mountain's name is as often a word of its own: only a name that is known well leads to it.
        known = [match for match in known if match.place.kept_by_hand or Kind.MOUNTAIN not in match.kinds]
        if not known:
            return None
        return told(self._facilities.answer(phrase, known, asked), asked)

    def _named_after_another(self, matches: Sequence[Match], fitting: Sequence[Match], asked: Asked) -> bool:
        """Tell whether none is of the kind that the words ask for, and the name alone means another.

        "Jenin refugee camp" lies at the city of Jenin, and is not some village called so elsewhere,
        though reports call villages camps.
        """
        if any(not match.kinds or fit(match.place.kind, match.kinds) is Fit.WELL for match in fitting):
            return False
        bare = [replace(match, kinds=frozenset(), term="") for match in matches]
        foremost = self.judge.weigh(bare, asked)[0][1]
        ids = {match.place.id for match in fitting}
        return foremost.place.id not in ids and (
            foremost.place.kept_by_hand or (foremost.place.population or 0) >= CITY
        )

    @staticmethod
    def _well_known(match: Match, asked: Asked) -> bool:
        asks = asked.countries or asked.containers or asked.near is not None
        return bool(asks) or (match.place.population or 0) >= CITY

    def _by_variant(self, phrase: str, asked: Asked, search: Search) -> Resolution | None:
        for variant, dropped in candidates.variants(phrase):
            key = fold(variant)
            answer = (
                search.decide(variant, candidates.exact(self.index, key), asked)
                or self._contained(variant, asked, MAX_DEPTH, sure=False)
                or self._by_core(variant, key, asked, search)
            )
            if answer is not None and answer.status is not Status.UNRESOLVED:
                return replace(answer, worded=f'{answer.reason}; "{dropped}" left out') if dropped else answer
        return None

    def _guessed(self, phrase: str, key: str, asked: Asked, search: Search) -> Resolution | None:
        """Take the name for a misspelt one; the words that say where it lies are not part of it."""
        relation = relations.parse(phrase)
        # "Western" and the like are as often part of a name.
        if relation is not None and relation.sort is not relations.Sort.PART:
            return self.related(
                phrase,
                relation,
                asked,
                lambda name, under: (
                    self._read(clean(name), fold(name), under, search, 1)
                    or self._guesses.guess(clean(name), fold(name), under, search)
                ),
            )
        for reading in phrases.read(phrase):
            if reading.sure and all(self.container(words).senses for words in reading.containers):
                return None
        return self._guesses.guess(phrase, key, asked, search)

    def _beside(self, match: Match, town: Match) -> bool:
        return self.geography.apart_m(match.place, town.place) <= FACILITY_M

    # Containers within the phrase

    def _contained(
        self, phrase: str, asked: Asked, depth: int, *, sure: bool, named: bool = True
    ) -> Resolution | None:
        """Read a name in a container; where it may be none, with `named` false, nothing is guessed."""
        for reading in phrases.read(phrase):
            if reading.sure is not sure or not strip_generic_name(reading.name):
                continue
            containers = agreeing([self.container(words) for words in reading.containers], asked.countries)
            known = [container for container in containers if container.senses]
            if not known and not sure:
                continue
            inner = replace(asked, containers=(*asked.containers, *(containers if sure else known)))
            name = clean(reading.name)
            inner_search = Search(self.judge, self.geography)
            if depth < MAX_DEPTH:
                answer = self._read(name, fold(name), inner, inner_search, depth + 1)
            else:
                answer = inner_search.decide(name, candidates.exact(self.index, fold(name)), inner)
            if answer is None or answer.status is Status.UNRESOLVED:
                if sure and named and answer is None and known and not inner_search.refused:
                    answer = self._guesses.guess(name, fold(name), inner, inner_search)
                if sure and answer is None and len(known) == len(containers):
                    answer = self._facilities.in_town(phrase, name, known[0], asked)
                if sure and named and inner_search.refused:
                    return inner_search.failed(phrase)
                if answer is None or not sure or not named:
                    continue
            if answer.status is Status.RESOLVED and known:
                held = ", ".join(container.words for container in known)
                if not all(held_by in answer.reason for held_by in (f"in {held}",)):
                    return replace(answer, worded=f"{answer.reason}; within {held}")
            return answer
        return None

    def _bracketed(self, phrase: str, asked: Asked, search: Search, depth: int) -> Resolution | None:
        """Read "name (more)", where the brackets hold a container, another name, or a remark."""
        match = phrases.BRACKET.fullmatch(phrase)
        if match is None:
            return None
        kind, remark = match["kind"], clean(match["container"])
        if kind and strip_generic_name(kind.strip()):
            return None
        name = clean(match["name"]) + kind
        answer = self._read(name, fold(name), asked, search, depth + 1)
        if answer is None and kind:
            # "Yani Yaban (Al-Judaydah) village": the kind says that the brackets hold a second name.
            second = self._read(remark + kind, fold(remark + kind), asked, search, depth + 1)
            if second is not None and second.status is Status.RESOLVED:
                return replace(second, worded=f'{second.reason}; "{name}" is not in the gazetteer')
        if answer is None or answer.place is None:
            return answer
        container = self.container(remark)
        place = answer.place
        if not container.senses:
            return replace(answer, worded=f'{answer.reason}; "({remark})" left out')
        if (
            any(sense.id == place.id for sense in container.senses)
            or self.judge.holding.hold(container, place) is not None
        ):
            return replace(answer, worded=f'{answer.reason}; "({remark})" agrees')
        held = self._contained(phrase, asked, depth, sure=False)
        if held is not None and held.status is Status.RESOLVED:
            return held
        reason = f'"{name}" is {place.name}, but "({remark})" is {container.senses[0].name}'
        return Resolution(phrase, Status.AMBIGUOUS, reason, candidates=answer.candidates)

    def _container(self, words: str) -> Container:
        """Find what the name of a container may mean; no senses where it is not known."""
        return read_container(self.index, words, clean(words), lambda part: self.resolve(part, Asked()))
