"""Every key under which the application and its calls carry something, with its type."""

from aiohttp import web

from service.artifacts import Signer
from service.engine.check import Checker
from service.engine.finding import Finder
from service.engine.following import Follower
from service.engine.memory import Memory
from service.engine.recognising import Recogniser
from service.engine.reporting import Reports
from service.engine.tokens import FormTokens
from service.engine.writing import WriteBehind
from service.metrics import Board
from service.models.slots import ModelSlots
from service.settings import Settings
from service.stores.site import Site
from service.stores.stores import Stores
from service.worker_state import WorkerState

SETTINGS = web.AppKey("settings", Settings)
STORES = web.AppKey("stores", Stores)
CHECKER = web.AppKey("checker", Checker)
FINDER = web.AppKey("finder", Finder)
WAITING = web.AppKey("waiting", WriteBehind)
MEMORY = web.AppKey("memory", Memory)
TOKENS = web.AppKey("tokens", FormTokens)
RECOGNISER = web.AppKey("recogniser", Recogniser)
REPORTS = web.AppKey("reports", Reports)
FOLLOWER = web.AppKey("follower", Follower)
SIGNER = web.AppKey("signer", Signer)
SLOTS = web.AppKey("slots", ModelSlots)
BOARD = web.AppKey("board", Board)
STATE = web.AppKey("state", WorkerState)

SITE = web.RequestKey("site", Site)
"""The site whose key the call carries."""

ADMIN = web.RequestKey("admin", str)
"""The name of the admin whose token the call carries."""
