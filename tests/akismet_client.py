"""A plain client of the Akismet doors, and a model whose scores a test decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from served import Served

from service.filtering.evidence import Evidence, logit
from service.filtering.submission import Submission
from service.filtering.verdict import Thresholds

KEEP, HOLD, SPAM, BLATANT = "keep this", "hold this", "spam this", "blatant spam this"
SCORES = {"keep": 0.1, "hold": 0.6, "spam": 0.95, "blatant": 0.99999}


class ScorerOfWords:
    """Scores a body by its first word."""

    version = "2026-11-22.1-words0"
    thresholds = Thresholds(hold=0.5, spam=0.9, blatant=0.999)
    fpr_table = ((0.005, 0.9),)

    def evidence(self, submission: Submission, _: object = None) -> tuple[Evidence, ...]:
        score = SCORES.get(submission.body.partition(" ")[0], 0.1)
        return (Evidence("prior", 0.0, "none"), Evidence("text", logit(score), "its first word"))


@dataclass(frozen=True)
class Reply:
    status: int
    text: str
    headers: Mapping[str, str]

    @property
    def guid(self) -> str:
        return self.headers["X-akismet-guid"]


@dataclass(frozen=True)
class Client:
    """Speaks as a plain client would, with the site's key in the form."""

    served: Served

    async def post(self, path: str, **fields: str | None) -> Reply:
        """One call; a field of None is left out."""
        named = {"api_key": self.served.key, "blog": "https://blog.example", **fields}
        body = urlencode({name: value for name, value in named.items() if value is not None})
        return await self.send("POST", path, body.encode())

    async def check(self, body: str = KEEP, **fields: str | None) -> Reply:
        author = {"user_ip": "203.0.113.9", "comment_author": "Bob"}
        return await self.post(
            "/1.1/comment-check", **{**author, "comment_content": body, **fields}
        )

    async def report(self, label: str, body: str = KEEP, **fields: str | None) -> Reply:
        author = {"user_ip": "203.0.113.9", "comment_author": "Bob"}
        return await self.post(
            f"/1.1/submit-{label}", **{**author, "comment_content": body, **fields}
        )

    async def get(self, path: str, **fields: str) -> Reply:
        query = urlencode({"api_key": self.served.key, **fields})
        return await self.send("GET", f"{path}?{query}", None)

    async def send(
        self,
        method: str,
        path: str,
        body: bytes | None,
        content_type: str = "application/x-www-form-urlencoded",
        **headers: str,
    ) -> Reply:
        headers = {"Content-Type": content_type, **headers}
        async with self.served.http.request(
            method, path, data=body, headers=headers, allow_redirects=False
        ) as answer:
            return Reply(answer.status, (await answer.read()).decode(), answer.headers.copy())
