"""Many objects held cost no more than few: counted in steps of the database, not in seconds."""

import pytest
import sqlalchemy as sa
from intelligence import attack, indicator, linked, location, made, malware
from sqlalchemy.engine import make_url

from data.intelligence import acts, objects, shared, sight
from data.intelligence.sight import GROUPS, Sight
from data.watch.ledger import Watch
from data.watch.shared_schema import REACHED
from security.tlp import Tlp
from security.viewer import Viewer

FEW, MANY = 100, 800
HOW = malware("Big")


class Counted:
    """A store that counts its database's steps, tens of them at a time."""

    def __init__(self, folder):
        self.watch = Watch(make_url(f"sqlite:///{folder}/watch.sqlite"))
        self.steps = 0
        sa.event.listen(self.watch.engine, "checkout", self._count)

    def _count(self, connection, *_):
        connection.set_progress_handler(self._step, 10)

    def _step(self):
        self.steps += 1

    def of(self, question):
        question()  # what is kept in memory is there
        self.steps = 0
        question()
        return self.steps


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """What each question costs with few held, and with many."""
    store = Counted(tmp_path_factory.mktemp("many"))
    watch, place = store.watch, location("ID")
    shared.accept(watch, [HOW, place, linked(HOW, "targets", place)], "FRA")
    shared.accept(watch, attack("first"), "FRA")
    with pytest.MonkeyPatch.context() as patch:  # it takes most of a post and holds nothing
        patch.setattr(objects, "judged", lambda *_: None)
        patch.setattr(objects, "_whole", lambda *_: None)
        patch.setattr(sight, "COUNTED", FEW // 2)  # of more it is said that there are more
        yield [_held(store, *each) for each in ((0, FEW), (FEW, MANY))]
    watch.engine.dispose()


def _held(store, first, last):
    watch, fresh = store.watch, iter(range(10**9))
    for start in range(first, last, 500):
        several = [indicator(each) for each in range(start, min(start + 500, last))]
        shared.accept(
            watch,
            [part for what in several for part in (what, linked(what, "indicates", HOW))],
            "FRA",
        )
    shared.accept(
        watch,
        [
            made(
                "report",
                last,
                name="R",
                published="2026-10-01T08:00:00Z",
                object_refs=[indicator(first)["id"]],
                labels=["country:IDN"],
            )
        ],
        "FRA",
    )
    shared.accept(watch, [indicator(f"own {last}", labels=["country:FRA"])], "FRA")
    acts.act(watch, indicator(first)["id"], acts.ACTED, "IDN", "IDN")
    seen, head = Sight(watch, Viewer("IDN", "IDN")), watch.heads()[1]
    with watch.engine.connect() as connection:
        moment = connection.execute(
            sa.select(REACHED.c.added_us).where(REACHED.c.id == head - 20)
        ).scalar()

    def page(ceiling=Tlp.RED, **more):
        return lambda: seen.collection("IDN", ceiling, **more)

    def post():
        number = f"{last} {next(fresh)}"
        shared.accept(
            watch, [indicator(number), linked(indicator(number), "indicates", HOW)], "FRA"
        )

    several = {
        "inbox": lambda: seen.inbox("IDN"),
        "numbers of the groups": lambda: seen.numbers("IDN"),
        **{f"group {each}": lambda each=each: seen.group("IDN", each, 12) for each in GROUPS},
        "line": lambda: seen.line("IDN", head - 10),
        "search": lambda: seen.inbox("IDN", value=f"host-{first + 7}.example"),
        "search of what nobody shared": lambda: seen.inbox("IDN", value="none.example"),
        "page of a collection": page(after=head // 2),
        "page added after": page(added_after_us=moment),
        "page of a rare kind": page(types=("malware",)),
        "page of a kind there is not": page(types=("campaign",)),
        "page below all marks": page(Tlp.CLEAR),
        "page of one object": page(ids=(indicator(first)["id"],)),
        "news": lambda: seen.news(head - 30, 10),
        "heads": watch.heads,
        "post": post,
    }
    return {name: store.of(question) for name, question in several.items()}


def test_no_question_and_no_post_is_more_work_with_many_held_than_with_few(counted):
    few, many = counted
    grown = {
        name: (before, many[name]) for name, before in few.items() if many[name] > 1.5 * before + 20
    }
    assert not grown
    assert min(many.values()) >= 0 < many["inbox"]
