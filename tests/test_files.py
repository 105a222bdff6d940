"""Files are compressed once, whoever asks and however; an answer that is no page ends with its
client.
"""

import asyncio
import gzip
import os

import pytest
from starlette.applications import Starlette
from starlette.responses import StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from hosting.files import Files
from hosting.page import Page

SIZE = 200_000


@pytest.fixture
def folder(tmp_path):
    """A folder of files below /app/static."""
    for name in ("one.js", "two.js", "three.js"):
        (tmp_path / name).write_bytes(os.urandom(SIZE // 2).hex().encode())
    return tmp_path


@pytest.fixture
def counted(monkeypatch):
    """Every compression there is, by what was compressed."""
    done, real = [], gzip.compress

    def compress(plain, level):
        done.append(len(plain))
        return real(plain, level)

    monkeypatch.setattr(gzip, "compress", compress)
    return done


def serving(folder, **more):
    return Files(Starlette(routes=[Mount("/app/static", StaticFiles(directory=folder))]), **more)


def scope(path, query=b"", accept=b"*/*"):
    return {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query,
        "headers": [(b"accept-encoding", b"gzip"), (b"accept", accept)],
        "asgi": {"spec_version": "2.3"},
    }


async def asked(app, *args):
    """The body that is answered."""
    body = bytearray()

    async def receive():
        await asyncio.sleep(30)

    async def send(message):
        body.extend(message.get("body", b""))

    await app(scope(*args), receive, send)
    return bytes(body)


def size(app):
    return sum(len(body) for _, body in app.kept.values())


def test_queries_and_spellings_of_a_file_are_one_file(folder, counted):
    app = serving(folder)

    async def all_of_them():
        for number in range(50):
            await asked(app, "/app/static/one.js", f"v={number}".encode())
            await asked(app, f"/app/static/{'./' * (number % 7)}one.js")

    asyncio.run(all_of_them())
    assert len(app.kept) == 1 and len(counted) == 1


def test_of_a_file_that_changes_the_last_state_is_kept(folder, counted):
    app = serving(folder)

    async def changes():
        for number in range(20):
            path = folder / "one.js"
            path.write_bytes(b"a" * (1000 + number))
            found = await asked(app, "/app/static/one.js")
            assert gzip.decompress(found) == path.read_bytes()

    asyncio.run(changes())
    assert len(app.kept) == 1 and len(counted) == 20


def test_what_is_kept_has_a_bound_and_the_last_asked_for_stays(folder):
    app = serving(folder, room=SIZE * 3 // 2)

    async def all_of_them():
        for name in ("one.js", "two.js", "one.js", "three.js", "one.js"):
            await asked(app, f"/app/static/{name}")
            assert size(app) <= app.room

    asyncio.run(all_of_them())
    assert list(app.kept)[-1] == "/app/static/one.js" and app.kept
    tiny = serving(folder, room=10)
    assert len(gzip.decompress(asyncio.run(asked(tiny, "/app/static/one.js")))) == SIZE
    assert not tiny.kept


def test_many_who_ask_at_once_wait_for_one_compression(folder, counted):
    app = serving(folder)

    async def at_once():
        return await asyncio.gather(*(asked(app, "/app/static/one.js") for _ in range(40)))

    assert len(set(asyncio.run(at_once()))) == 1 and len(counted) == 1 and not app.making


def test_who_leaves_takes_the_compression_from_nobody(folder, counted):
    app = serving(folder)

    async def one_leaves():
        first, second = (asyncio.create_task(asked(app, "/app/static/one.js")) for _ in range(2))
        while not app.making:
            await asyncio.sleep(0)
        first.cancel()
        return await second

    assert len(gzip.decompress(asyncio.run(one_leaves()))) == SIZE and len(counted) == 1


def test_a_stream_asked_for_as_a_page_is_passed_on_and_ends_with_its_client():
    made = []

    async def events(_):
        async def without_end():
            try:
                while True:
                    made.append(1)
                    yield "data: x\n\n"
                    await asyncio.sleep(0.01)
            finally:
                made.append("ended")

        return StreamingResponse(without_end(), media_type="text/event-stream")

    app = Page(Starlette(routes=[Route("/api/events", events)]))
    heard = []

    async def leaves_after_three():
        left = asyncio.Event()

        async def receive():
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message):
            heard.append(message)
            if len(heard) == 4:
                left.set()

        asking = app(scope("/api/events", accept=b"text/html"), receive, send)
        await asyncio.wait_for(asking, 5)

    asyncio.run(leaves_after_three())
    assert heard[1]["body"] == b"data: x\n\n" and made[-1] == "ended" and len(made) < 20
