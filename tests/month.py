"""A month of twenty blogs, made up by a seeded chance: who comments where and when.

Regulars write on their blogs; strangers once; now and then a post goes viral and hundreds of
strangers come within an hour, many from one network, some quoting the same line. Campaigns
send one pitch each for days, to many blogs: they reword it and change addresses, e-mails and
domains. Moderators look in every six hours and label what was judged wrong, and what was held.
"""

# ruff: noqa: E501 (a pitch reads best in one line)

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

import real_comments
from real_comments import SEED, drawn
from remembering import START

from service.filtering.submission import Author, Form, Page, Submission
from service.filtering.verdict import Label
from training.corpora.reading import read_examples
from training.dataset import Example

UNSEEN_BLOG = "ham_haacked_2004_2011"
MOST_BODIES = 3000
MOST_CHARACTERS = 600
HOUR = 3600
DAY = 24 * HOUR
_CHOICE = re.compile(r"\{([^{}]*)\}")

PITCHES = (
    "Our {certified|trained|experienced} accountants {prepare|draw up|handle} quarterly statements for {small|family|local} restaurants, calculate payroll taxes and answer letters from the revenue office within {two|three} days, {ask|write to} Margaret {today|this week}",
    "I lost {twelve|ten|nine} kilos in {a month|five weeks} with this {tea|infusion}, my {sister|cousin|neighbour} too, the {doctor|nurse} was {surprised|amazed}, {ask|message} me and I will {send|give} you the recipe and the dose for mornings",
    "My {husband|wife|partner} {returned|came home} after doctor Osas {prepared|made} the herbs for our marriage, {eleven|nine} days of waiting and then the telephone rang, {contact|reach} him if your home is {broken|empty} as mine was",
    "The {roofing|paving|fencing} crew from Northgate {repaired|fixed} our {driveway|terrace|gutter} for half of what others {asked|quoted}, free estimate, ten years warranty, they {serve|cover} the whole county and answer on {weekends|Sundays}",
    "{Students|Learners} who struggle with dissertations can {relax|breathe}, our {native|academic} writers deliver chapters, bibliographies and statistics {overnight|before deadlines} without plagiarism, the first {two|three} sheets cost nothing",
    "Grow followers {safely|naturally}: real accounts from {Europe|America}, delivery {within hours|the same evening}, refill guarantee, {musicians|bakers|trainers} use us, begin with one hundred likes for {nothing|a trial} and compare",
    "The {casino|lounge} where I {play|relax} gives forty spins to newcomers, withdrawal in {minutes|an hour}, no documents until the {second|third} payout, my {brother|friend} cashed out {twice|again} last Friday with roulette",
    "Replacement {windows|doors} from the {factory|workshop} in Leeds, triple glazing, fitted by our own joiners, {pensioners|widows} pay in instalments, {photos|examples} of finished houses and {prices|tariffs} are sent on request",
    "Mister Carlson manages my {gold|currency} account since {spring|January}, four thousand weekly, he {explains|shows} every position on the screen and {keeps|takes} only a tenth, {reach|find} him on the messenger under carlsonfx",
    "{Imported|Genuine} leather handbags and {watches|belts} straight from the {atelier|maker}, identical stitching, certificates included, customs paid, {choose|pick} from ninety models, the {courier|parcel} arrives in a plain box",
)  # fmt: skip
TWISTS = (
    "{Yesterday|Today} we {opened|began} in your town.",
    "Mention {spring|summer} for a discount.",
    "{Hundreds|Dozens} of families trust us {already|since years}.",
    "There are {nine|six} places left this {month|season}.",
)
QUOTE = "The whole village came down to the harbour that night and nobody spoke until the lamps were lit."
VIRAL = ("", "This line stays with me: ", "My favourite part! ", "I cried here… ", "So well put. ")


@dataclass(frozen=True)
class Sent:
    """A comment that somebody sends, and what it truly is."""

    at: float
    blog: int
    submission: Submission
    truth: Label
    viral: bool = False


@dataclass(frozen=True)
class Size:
    """How much of a month is simulated."""

    blogs: int
    regulars: int
    strangers: int
    campaigns: int
    posts: int
    """Of a campaign."""
    bursts: int
    crowd: int


WHOLE = Size(20, 200, 300, 30, 24, 4, 120)
PART = Size(6, 40, 60, 10, 16, 1, 60)


def _genuine_bodies() -> list[str]:
    """What regulars and strangers write: where real comments are at hand, those of a blog that
    no shipped model was trained on, so that what it calls spam by mistake is as in life."""
    real = real_comments.by_source().get(UNSEEN_BLOG)
    examples = drawn(real, MOST_BODIES) if real else _english_seed()
    bodies = {each.submission.body for each in examples if each.label is Label.HAM}
    return sorted(body for body in bodies if len(body) < MOST_CHARACTERS)


def _english_seed() -> list[Example]:
    return [each for path in sorted(SEED.glob("en-*.jsonl")) for each in read_examples(path)]


class Month:
    """The comments of a month, in the order of their time."""

    def __init__(self, size: Size, seed: int) -> None:
        self.size = size
        self._chance = random.Random(seed)
        self._ham = _genuine_bodies()
        self._chance.shuffle(self._ham)
        self._numbers = iter(range(10**9))

    def sent(self) -> list[Sent]:
        comments = [*self._regulars(), *self._strangers(), *self._bursts(), *self._campaigns()]
        return sorted(comments, key=lambda each: each.at)

    def _regulars(self) -> Iterator[Sent]:
        for number in range(self.size.regulars):
            author = self._author(f"Reader{number}", id=f"{number}")
            homes = self._chance.sample(range(self.size.blogs), 2)
            for _ in range(self._chance.randint(2, 7)):
                blog = self._chance.choice(homes)
                yield self._comment(self._some_time(), blog, self._some_ham(), author)

    def _strangers(self) -> Iterator[Sent]:
        for number in range(self.size.strangers):
            blog = self._chance.randrange(self.size.blogs)
            author = self._author(f"Guest{number}")
            yield self._comment(self._some_time(), blog, self._some_ham(), author)

    def _bursts(self) -> Iterator[Sent]:
        for number in range(self.size.bursts):
            start, blog = self._some_time(), self._chance.randrange(self.size.blogs)
            for each in range(self.size.crowd):
                ip = f"198.51.{number}.{each % 250}" if each % 3 == 0 else self._ip()
                quotes = each % 5 == 0
                body = self._chance.choice(VIRAL) + QUOTE if quotes else self._some_ham()
                at = start + self._chance.random() * HOUR
                yield self._comment(at, blog, body, self._author("Fan", ip=ip), viral=True)

    def _campaigns(self) -> Iterator[Sent]:
        for number in range(self.size.campaigns):
            pitch = PITCHES[number % len(PITCHES)] + ". " + self._chance.choice(TWISTS)
            start, days = self._some_time(20), self._chance.uniform(2, 9)
            blogs = self._chance.sample(range(self.size.blogs), min(self.size.blogs, 8))
            networks = [f"{self._chance.randint(20, 90)}.{number}.{n}" for n in range(6)]
            domains = [f"offer{number}x{n}.example" for n in range(4)]
            for _ in range(self.size.posts):
                at = start + self._chance.random() * days * DAY
                ip = f"{self._chance.choice(networks)}.{self._chance.randint(1, 250)}"
                url = f"https://{self._chance.choice(domains)}/" if number % 2 else ""
                author = self._author("Anna", ip=ip, url=url)
                body = self._reworded(pitch)
                yield self._comment(at, self._chance.choice(blogs), body, author, Label.SPAM)

    def _reworded(self, pitch: str) -> str:
        return _CHOICE.sub(lambda found: self._chance.choice(found[1].split("|")), pitch)

    def _comment(
        self, at: float, blog: int, body: str, author: Author, truth: Label = Label.HAM,
        *, viral: bool = False,
    ) -> Sent:  # fmt: skip
        page = Page(url=f"https://blog{blog}.example/{self._chance.randint(1, 30)}")
        form = Form(seconds=self._chance.uniform(15, 300))
        return Sent(at, blog, Submission(body, author=author, page=page, form=form), truth, viral)

    def _author(self, name: str, **known: str) -> Author:
        number = next(self._numbers)
        values = {"email": f"{name.lower()}{number}@mail.example", "ip": self._ip(), **known}
        return Author(name=name.rstrip("0123456789"), user_agent="Mozilla/5.0", **values)

    def _ip(self) -> str:
        chance = self._chance
        return f"{chance.randint(91, 190)}.{chance.randint(0, 255)}.{chance.randint(0, 255)}.7"

    def _some_ham(self) -> str:
        return self._chance.choice(self._ham)

    def _some_time(self, days: int = 29) -> float:
        return START + self._chance.random() * days * DAY
