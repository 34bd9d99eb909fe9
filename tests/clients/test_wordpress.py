"""WordPress end to end: what a visitor writes, what a moderator does, and an outage.

Pictures of the pages go to the folder that WORDPRESS_PICTURES names.
"""

import json
import os
import re
import urllib.request
from pathlib import Path

import pytest
import wordpress_site
from running import SITE_KEY, free_port, hamgate
from wordpress_site import WordPress, wordpress

from service.commands.integration import wordpress_plugin

pytestmark = pytest.mark.slow

KEY_OPTION = "wordpress_api_key"

GENUINE = "Thanks for writing this down. My grandmother made it with rye flour and honey."
SPAM = (
    "Nice post! <a href='http://pills.example'>buy viagra</a> <a href='http://casino.example'>"
    "online casino bonus</a> [url=http://pills.example]cheap cialis[/url] payday loans, replica "
    "watches, seo services, whatsapp +1 555 0100 100% free http://bit.ly/x http://pills.example"
)
OTHER_SPAM = (
    "Earn $5000 a week from home with our forex robot!!! <a href='http://forex.example/win'>forex "
    "signals</a> [url=http://loans.example]instant payday loans[/url] bitcoin doubler, escort "
    "girls, cheap replica handbags, whatsapp me +1 555 0199 http://bit.ly/y http://loans.example"
)
"""Of which nobody has said that it is none."""


def test_a_blog_lives_with_hamgate(tmp_path: Path, pictures: Path) -> None:
    lacking = wordpress_site.missing()
    if lacking:
        pytest.skip(f"needs {lacking}")
    port = free_port()
    data = tmp_path / "data"
    with wordpress(tmp_path, wordpress_plugin(f"http://127.0.0.1:{port}")) as blog:
        with hamgate(data, port):
            moderate_from_the_start(blog, pictures)
        outage(blog, pictures)
        with hamgate(data, port):
            recovery(blog, pictures)
            labels = labels_of(port)
    assert labels == {"Carol": "spam", "Dan": "ham", "hamgate-guaranteed-hold": "ham"}


def moderate_from_the_start(blog: WordPress, pictures: Path) -> None:
    """A key, three comments, and a moderator who disagrees with two of the verdicts."""
    blog.log_in()
    blog.save_key("ffffffffffff")
    assert blog.do("option", KEY_OPTION) is False
    blog.save_key(SITE_KEY)
    assert blog.do("option", KEY_OPTION) == SITE_KEY
    assert blog.comment("Bob", GENUINE) == 200
    assert blog.comment("Carol", f"{GENUINE} I liked the second half most.") == 200
    assert blog.comment("Dan", SPAM) == 200
    assert blog.comment("hamgate-guaranteed-hold", f"{GENUINE} Twice.") == 200
    assert statuses(blog) == {
        "Bob": "approved",
        "Carol": "approved",
        "Dan": "spam",
        "hamgate-guaranteed-hold": "unapproved",
    }
    blog.photograph("/wp-admin/options-general.php?page=akismet-key-config", pictures / "key.png")
    blog.photograph("/wp-admin/edit-comments.php", pictures / "comments.png")
    blog.photograph("/wp-admin/edit-comments.php?comment_status=spam", pictures / "spam.png")
    blog.photograph("/?p=1", pictures / "post.png")
    assert published(blog) == {"Bob", "Carol"}
    blog.moderate("Carol", "spamcomment")
    blog.moderate("Dan", "unspamcomment")
    blog.moderate("hamgate-guaranteed-hold", "approvecomment")
    assert statuses(blog)["Carol"] == "spam"
    assert statuses(blog)["hamgate-guaranteed-hold"] == "approved"


def outage(blog: WordPress, pictures: Path) -> None:
    """With nobody there, all that is written waits to be checked."""
    for author, text in (("Eve", f"{GENUINE} Again."), ("Frank", OTHER_SPAM)):
        blog.comment(author, text)
        comment = blog.comments()[author]
        assert (comment["status"], comment["error"], comment["held"]) == (
            "unapproved",
            True,
            "away",
        )
    blog.comment("hamgate-guaranteed-hold", f"{GENUINE} Thrice.")
    blog.do("recheck")
    assert statuses(blog)["Eve"] == "unapproved"
    blog.photograph("/wp-admin/edit-comments.php", pictures / "outage.png")
    assert "Eve" not in published(blog)


def recovery(blog: WordPress, pictures: Path) -> None:
    """Once we are back, what waited is decided; what is held stays."""
    blog.do("recheck")
    found = blog.comments()
    assert {name: found[name]["status"] for name in ("Eve", "Frank")} == {
        "Eve": "approved",
        "Frank": "spam",
    }
    held = found["hamgate-guaranteed-hold"]
    assert (held["status"], held["held"], held["error"]) == ("unapproved", "held", False)
    assert not any(one["error"] for one in found.values())
    blog.photograph("/wp-admin/edit-comments.php", pictures / "recovered.png")
    assert published(blog) == {"Bob", "Eve", "hamgate-guaranteed-hold"}


def statuses(blog: WordPress) -> dict[str, str]:
    """What became of each comment; of several by one author, the newest."""
    found = {author: one["status"] for author, one in blog.comments().items()}
    del found["A WordPress Commenter"]  # came with the blog
    return found


def published(blog: WordPress) -> set[str]:
    """Whose comments a visitor reads below the post."""
    with blog.visitor.open(f"{blog.url}/?p=1", timeout=60) as page:
        text = page.read().decode()
    names = re.findall(r'<div class="wp-block-comment-author-name[^>]*>(?:<a[^>]*>)?([^<]+)<', text)
    return set(names) - {"A WordPress Commenter"}


def labels_of(port: int) -> dict[str, str]:
    """What Hamgate was told, by author."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v1/submissions?limit=200",
        headers={"Authorization": f"Bearer {SITE_KEY}"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        found = json.load(answer)["submissions"]
    return {one["submission"]["author"]["name"]: one["label"] for one in found if one["label"]}


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("WORDPRESS_PICTURES", tmp_path / "pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
