"""Debian's WordPress with the Akismet plugin it bundles, on PHP's own server and MariaDB."""

import http.cookiejar
import json
import os
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from running import free_port

SOURCE = Path("/usr/share/wordpress")
OURS = Path(__file__).parent / "clients" / "wordpress"
THEME = "twentytwentythree"
PACKAGES = f"wordpress wordpress-theme-{THEME} php-cli php-mysql mariadb-server"
PASSWORD = "a password only for tests"
START_SECONDS = 60.0


def missing() -> str:
    """What is not there of what a WordPress needs, in words; empty when all is."""
    programs = ("php", "mariadbd", "mariadb-install-db", "mariadb")
    lacking = [name for name in programs if shutil.which(name, path=_path()) is None]
    if not SOURCE.is_dir():
        lacking.append("wordpress")
    if not (SOURCE / "wp-content/themes" / THEME).is_dir():
        lacking.append(THEME)
    if lacking:
        return f"{', '.join(lacking)}: apt-get install {PACKAGES}"
    modules = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True).stdout  # noqa: S607
    return "" if "mysqli" in modules else "mysqli: apt-get install php-mysql"


def _path() -> str:
    return os.environ.get("PATH", "") + ":/usr/sbin"


@dataclass
class WordPress:
    """A blog, a visitor and its moderator."""

    url: str
    folder: Path
    environment: dict[str, str]
    visitor: urllib.request.OpenerDirector = field(default_factory=urllib.request.build_opener)
    moderator: urllib.request.OpenerDirector = field(
        default_factory=lambda: urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
    )

    def do(self, *what: str) -> Any:
        """Do something inside WordPress."""
        done = subprocess.run(  # noqa: S603
            ["php", str(OURS / "do.php"), *what],  # noqa: S607
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done
        return json.loads(done.stdout)

    def comments(self) -> dict[str, dict[str, Any]]:
        """All comments by their authors."""
        return {one["author"]: one for one in self.do("comments")}

    def log_in(self) -> None:
        self.moderator.open(f"{self.url}/wp-login.php", timeout=30).read()
        self._post(
            self.moderator,
            "/wp-login.php",
            {"log": "ann", "pwd": PASSWORD, "testcookie": "1", "wp-submit": "Log In"},
        )

    def save_key(self, key: str) -> str:
        """Give the Akismet plugin its key, as on its settings page; the page that answers."""
        page = self.read("/wp-admin/options-general.php?page=akismet-key-config&view=start")
        nonce = re.search(r'name="_wpnonce" value="([0-9a-f]+)"', page)
        assert nonce is not None, page
        return self._post(
            self.moderator,
            "/wp-admin/options-general.php?page=akismet-key-config",
            {"action": "enter-key", "key": key, "_wpnonce": nonce[1]},
        )

    def comment(self, author: str, text: str) -> int:
        """Comment as a visitor; the status of what came back."""
        fields = {
            "comment": text,
            "author": author,
            "email": f"{author.lower()}@mail.example",
            "url": "",
            "comment_post_ID": "1",
            "comment_parent": "0",
            "ak_js": str(int(time.time() * 1000) - 42_000),
        }
        try:
            self._post(self.visitor, "/wp-comments-post.php", fields)
        except urllib.error.HTTPError as error:
            return error.code
        return 200

    def moderate(self, author: str, action: str) -> None:
        """Follow one of the links below a comment in wp-admin."""
        number = self.comments()[author]["id"]
        status = "spam" if action == "unspamcomment" else "all"
        page = self.read(f"/wp-admin/edit-comments.php?comment_status={status}")
        link = re.search(rf"comment\.php\?[^'\"]*c={number}&[^'\"]*action={action}[^'\"]*", page)
        assert link is not None, (author, action)
        self.read("/wp-admin/" + unescape(link[0]))

    def read(self, path: str) -> str:
        text: str = self.moderator.open(self.url + path, timeout=60).read().decode()
        return text

    def _post(
        self, opener: urllib.request.OpenerDirector, path: str, fields: dict[str, str]
    ) -> str:
        body = urllib.parse.urlencode(fields).encode()
        text: str = opener.open(self.url + path, body, timeout=60).read().decode()
        return text

    def photograph(self, path: str, picture: Path) -> None:
        """A picture of a page as the moderator sees it, where there is a Chromium."""
        browser = shutil.which("chromium")
        if browser is None:
            return
        way_in = urllib.parse.urlencode({"let_me_in": PASSWORD})
        joint = "&" if "?" in path else "?"
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
        subprocess.run(  # noqa: S603
            [
                browser,
                *options,
                f"--user-data-dir={self.folder}/../chromium",
                "--window-size=1280,1800",
                f"--screenshot={picture}",
                f"{self.url}{path}{joint}{way_in}",
            ],
            capture_output=True,
            check=False,
            timeout=90,
        )


@contextmanager
def wordpress(folder: Path, plugin: str) -> Iterator[WordPress]:
    """A fresh blog with a must-use plugin, until the block ends."""
    port = free_port()
    blog = WordPress(
        url=f"http://127.0.0.1:{port}",
        folder=folder / "blog",
        environment={
            **os.environ,
            "PATH": _path(),
            "PHP_CLI_SERVER_WORKERS": "4",
            "TESTS_SOCKET": str(folder / "sql"),
            "TESTS_PASSWORD": PASSWORD,
            "TESTS_HOME": f"http://127.0.0.1:{port}",
        },
    )
    _lay_out(blog.folder, plugin)
    with ExitStack() as stack:
        _start_database(stack, folder, blog.environment)
        blog.do("install")
        blog.do("prepare")
        serve = [
            "php",
            "-d",
            "sendmail_path=true",
            "-S",
            f"127.0.0.1:{port}",
            "-t",
            str(blog.folder),
        ]
        _start(stack, serve, blog.environment, folder / "php.log")
        _wait(lambda: blog.visitor.open(blog.url, timeout=30).status == 200)
        yield blog


def _lay_out(folder: Path, plugin: str) -> None:
    """WordPress' files, all its own, with our settings."""
    ignored = shutil.ignore_patterns("wp-config.php", "languages", "uploads")
    shutil.copytree(SOURCE, folder, ignore=ignored, ignore_dangling_symlinks=True)
    shutil.copy(OURS / "wp-config.php", folder)
    extras = folder / "wp-content/mu-plugins"
    extras.mkdir(exist_ok=True)
    shutil.copy(OURS / "tests-only.php", extras)
    (extras / "hamgate.php").write_text(plugin, encoding="utf-8")


def _start_database(stack: ExitStack, folder: Path, environment: dict[str, str]) -> None:
    data = folder / "mysql"
    user = ["--user=root"] if os.geteuid() == 0 else []
    making = ["mariadb-install-db", "--no-defaults", f"--datadir={data}"]
    making += ["--auth-root-authentication-method=normal", "--skip-test-db", *user]
    subprocess.run(making, env=environment, check=True, capture_output=True, timeout=120)  # noqa: S603
    options = [f"--datadir={data}", f"--socket={folder}/sql", "--skip-networking"]
    options += [f"--pid-file={folder}/sql.pid", "--innodb-flush-log-at-trx-commit=0", *user]
    _start(stack, ["mariadbd", "--no-defaults", *options], environment, folder / "sql.log")
    client = ["mariadb", "--no-defaults", f"--socket={folder}/sql", "-uroot"]
    create = [*client, "-e", "CREATE DATABASE IF NOT EXISTS wordpress"]

    def created() -> bool:
        done = subprocess.run(create, env=environment, capture_output=True, check=False)  # noqa: S603
        return done.returncode == 0

    _wait(created)


def _start(stack: ExitStack, command: list[str], environment: dict[str, str], log: Path) -> None:
    """Run a server until the stack ends."""
    output = stack.enter_context(log.open("w"))
    process = subprocess.Popen(  # noqa: S603
        command, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
    )

    def end() -> None:
        os.killpg(process.pid, 15)
        process.wait(30)

    stack.callback(end)


def _wait(holds: Any) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            if holds():
                return
        except OSError:
            pass
        assert time.monotonic() < deadline, "it does not start"
        time.sleep(0.1)
