"""PyPI's `akismet`, used as its documentation says; prints what it saw as JSON."""

import asyncio
import json
import os
import sys

import akismet

ADDRESS = "203.0.113.9"
CONFIG = akismet.Config(key=os.environ["KEY"], url=os.environ["BLOG"])


def comment(text: str, **fields: object) -> dict[str, object]:
    return {
        "user_ip": ADDRESS,
        "comment_content": os.environ[text],
        "comment_type": "comment",
        "comment_author": "Bob",
        "user_agent": "Mozilla/5.0",
        **fields,
    }


def refused() -> str:
    try:
        akismet.SyncClient(config=akismet.Config("ffffffffffff", CONFIG.url)).comment_check(ADDRESS)
    except akismet.APIKeyError:
        return "APIKeyError"
    return "nothing"


def sites_refused(client: akismet.SyncClient) -> str:
    try:
        client.key_sites()
    except akismet.APIKeyError:
        return "APIKeyError"
    return "nothing"


async def checked_at_once() -> list[str]:
    client = await akismet.AsyncClient.validated_client(config=CONFIG)
    texts = ("TEXT_KEEP", "TEXT_SPAM") * 5
    checks = [client.comment_check(**comment(text)) for text in texts]
    return [result.name for result in await asyncio.gather(*checks)]


def main() -> None:
    client = akismet.SyncClient.validated_client(config=CONFIG)
    held = comment("TEXT_KEEP", comment_author="hamgate-guaranteed-hold")
    seen = {
        "verified": client.verify_key(CONFIG.key, CONFIG.url),
        "wrong_key": client.verify_key("ffffffffffff", CONFIG.url),
        "wrong_key_check": refused(),
        "ham": client.comment_check(**comment("TEXT_KEEP")).name,
        "spam": client.comment_check(**comment("TEXT_SPAM")).name,
        "blatant": client.comment_check(**comment("TEXT_BLATANT")).name,
        "held": client.comment_check(**held).name,
        "tested": client.comment_check(**comment("TEXT_SPAM", is_test=True)).name,
        "administrator": client.comment_check(
            **comment("TEXT_SPAM", user_role="administrator")
        ).name,
        # before the reports, which change the verdict on these very texts at once
        "at_once": asyncio.run(checked_at_once()),
        "spam_reported": client.submit_spam(**comment("TEXT_KEEP")),
        "ham_reported": client.submit_ham(**comment("TEXT_SPAM")),
        "usage": client.usage_limit(),
        "key_sites": sites_refused(client),
    }
    json.dump(seen, sys.stdout)


main()
