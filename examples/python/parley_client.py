"""A client of Parley in another language, written from the protocol page alone (apps/docs/pages/protocol.md).

    python parley_client.py http://localhost:8080 --name Ada --say "Good morning." --listen 10

It joins as a guest by REST, connects with a websocket, reads the newest page of the lobby and sends the given
messages, one after the other. It catches up after every reconnect, and whenever a seq is missing. It prints lines of
JSON, so that other programs can use it.
"""

import argparse
import json
import queue
import random
import secrets
import sys
import time

import requests
import socketio

PROTOCOL = 2
LOBBY = "01890000-0000-7000-8000-000000000001"
ANSWER_WITHIN_S = 10
LONGEST_WAIT_S = 10


class Refused(Exception):
    """A final refusal; `failure` has the reason."""

    def __init__(self, failure):
        super().__init__(failure["say"])
        self.failure = failure


def new_id():
    """A UUID of version 7: created once per message, the same for every repeat."""
    value = int(time.time() * 1000) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def join_as_guest(url, name):
    """Joins with a name. Returns the user, and the session cookie unchanged."""
    answer = requests.post(f"{url}/api/v1/guests", json={"name": name}, timeout=ANSWER_WITHIN_S)
    body = answer.json()
    if answer.status_code != 201:
        raise Refused({"code": body["code"], "say": body["title"], "retryable": body["retryable"]})
    cookie = next(each for each in answer.cookies if each.name.endswith("better-auth.session_token"))
    return body, f"{cookie.name}={cookie.value}"


class Room:
    """The seen part of a room: messages by id, and the cursor up to which nothing is missing."""

    def __init__(self, room_id):
        self.id = room_id
        self.messages = {}
        self.epoch = 0
        self.seq = 0

    @property
    def cursor(self):
        return {"roomId": self.id, "epoch": self.epoch, "seq": self.seq}

    def reload(self, page):
        self.messages.clear()
        for placed in page["events"]:
            self.keep(placed)
        self.epoch, self.seq = page["epoch"], page["seq"]

    def keep(self, placed):
        """A message comes folded, with its changes. Any other event changes a message."""
        seq, event = placed["seq"], placed["event"]
        if event["kind"] != "message":
            return self._change(seq, event)
        changes = placed.get("changes") or {}
        edited = (changes.get("edited") or {"seq": 0})["seq"]
        deleted = changes.get("deleted") is not None
        self.messages[event["id"]] = {"seq": seq, "edited": edited, "deleted": deleted, **event}
        return None

    def _change(self, seq, event):
        message = self.messages.get(event["messageId"])
        if message is None:
            return  # the page that brings it brings it changed
        if event["kind"] == "deletion":
            message.update(body="", deleted=True)
        elif event["kind"] == "edit" and not message["deleted"] and seq > message["edited"]:
            message.update(body=event["body"], edited=seq)

    def take_packet(self, packet):
        """False if the packet shows that something was missed."""
        if packet["epoch"] != self.epoch:
            return False
        for placed in packet["events"]:
            self.keep(placed)
        if packet["events"][0]["seq"] > self.seq + 1:
            return False
        self.seq = max(self.seq, packet["events"][-1]["seq"])
        return True

    def in_order(self):
        return sorted(self.messages.values(), key=lambda message: message["seq"])


class Client:
    """The caller's thread does everything. The socket's own thread only puts events into a queue."""

    def __init__(self, url, cookie, room_id=LOBBY):
        self.url = url
        # The page also requires an Origin. websocket-client sends the address that it connects to, which is right. A second
        # header here would be wrong.
        self.headers = {"Cookie": cookie}
        self.room = Room(room_id)
        self.server_id = None
        self.news = queue.Queue()
        self.socket = None
        self.stale = True
        self.synced = 0

    def connect(self):
        """Connects and catches up. Waits as long as it takes, unless the server refuses for good."""
        longest = 0.25
        while True:
            self.close()
            self.socket = socketio.Client(reconnection=False)
            refusal = []
            self.socket.on("connect_error", lambda data=None: refusal.append(data))
            for event in ("server:welcome", "server:leaving", "room:events", "room:head"):
                self.socket.on(event, self._listener(event))
            try:
                self.socket.connect(
                    self.url, headers=self.headers, auth={"protocol": PROTOCOL}, transports=["websocket"], wait_timeout=8
                )
                self.stale = True
                return
            except socketio.exceptions.ConnectionError:
                failure = next((each["data"] for each in refusal if isinstance(each, dict) and "data" in each), None)
                if failure and not failure["retryable"]:
                    raise Refused(failure) from None
                hint = failure.get("retryAfterMs", 0) / 1000 if failure else 0
                time.sleep(hint + random.uniform(0, longest))
                longest = min(longest * 2, LONGEST_WAIT_S)

    def _listener(self, event):
        return lambda payload: self.news.put((event, payload))

    def close(self):
        if self.socket:
            self.socket.disconnect()

    def ask(self, event, payload):
        """The value of the answer. None: unknown, or refused for now; repeating is safe."""
        if not self.socket.connected:
            self.connect()
        try:
            result = self.socket.call(event, payload, timeout=ANSWER_WITHIN_S)
        except (socketio.exceptions.SocketIOError, OSError):
            self.connect()
            return None
        if result["ok"]:
            return result["value"]
        if not result["failure"]["retryable"]:
            raise Refused(result["failure"])
        time.sleep(result["failure"].get("retryAfterMs", 1000) / 1000)
        return None

    def say(self, body):
        """Returns the message with its position. Now it is sent and cannot be lost any more."""
        message = {"roomId": self.room.id, "id": new_id(), "body": body, "again": False, "epoch": self.room.epoch}
        while (sent := self.ask("message:send", message)) is None:
            message["again"] = True
        if not self.room.take_packet({"epoch": sent["epoch"], "events": [sent]}):
            self.stale = True
        return {"seq": sent["seq"], **sent["event"]}

    def catch_up(self):
        """Loads everything after the cursor, however long we were away."""
        self.stale = False
        if self.room.epoch == 0:
            return self._load_newest_page()
        answer = self.ask("rooms:sync", {"rooms": [self.room.cursor]})
        if answer is None:
            self.stale = True
            return None
        missed = answer["rooms"][0]
        if missed["kind"] == "events":
            for placed in missed["events"]:
                self.room.keep(placed)
            self.room.epoch, self.room.seq = missed["epoch"], missed["seq"]
            self.synced += len(missed["events"])
        elif missed["kind"] == "reload":
            self._load_newest_page()
        elif missed["kind"] == "later":
            time.sleep(missed["retryAfterMs"] / 1000)
            self.stale = True
        else:
            raise Refused({"code": "not-a-member", "say": "You are not in this room.", "retryable": False})
        return None

    def _load_newest_page(self):
        page = self.ask("history:page", {"roomId": self.room.id, "before": None})
        if page is None:
            self.stale = True
        else:
            self.room.reload(page)

    def load_older(self):
        """Loads the page before the oldest message. False: there are no more."""
        lowest = min((message["seq"] for message in self.room.messages.values()), default=None)
        page = self.ask("history:page", {"roomId": self.room.id, "before": lowest, "limit": 100})
        if page is None:
            return True
        for placed in page["events"]:
            self.room.keep(placed)
        return page["more"]

    def listen(self, seconds):
        """Handles events of others until the time is over."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if not self.socket.connected:
                self.connect()
            if self.stale:
                self.catch_up()
                continue
            try:
                self._take(*self.news.get(timeout=min(left, 0.5)))
            except queue.Empty:
                pass

    def _take(self, event, payload):
        if event == "server:welcome":
            self.server_id = payload["serverId"]
        elif event == "server:leaving":
            time.sleep(random.uniform(0, payload["withinMs"] / 1000))
            self.connect()
        elif payload["roomId"] != self.room.id:
            pass
        elif event == "room:events":
            self.stale = not self.room.take_packet(payload) or self.stale
        elif payload["epoch"] != self.room.epoch or payload["seq"] > self.room.seq:
            self.stale = True


def tell(kind, **facts):
    print(json.dumps({"kind": kind, **facts}, ensure_ascii=False), flush=True)


def main():
    options = argparse.ArgumentParser(description="Says something in the lobby of a Parley, and listens.")
    options.add_argument("url", help="where Parley is, for example http://localhost:8080")
    options.add_argument("--name", default="Python")
    options.add_argument("--say", action="append", default=[], metavar="TEXT", help="may be given several times")
    options.add_argument("--listen", type=float, default=0, metavar="SECONDS")
    options.add_argument(
        "--follow", action="store_true", help="each line of the input is said; with --listen, what was missed is told at its end"
    )
    given = options.parse_args()
    url = given.url.rstrip("/")

    try:
        person, cookie = join_as_guest(url, given.name)
        tell("joined", person=person)
        client = Client(url, cookie)
        client.connect()
        while client.stale:
            client.catch_up()
        tell("ready", messages=len(client.room.messages))
        for body in given.say:
            tell("sent", message=client.say(body))
        for line in sys.stdin if given.follow else ():
            tell("sent", message=client.say(line.rstrip("\n")))
        client.listen(given.listen)
        while client.stale:
            client.catch_up()
        tell(
            "room",
            server=client.server_id,
            synced=client.synced,
            cursor=client.room.cursor,
            messages=client.room.in_order(),
        )
        client.close()
    except Refused as refused:
        tell("refused", failure=refused.failure)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
