"""People at their phones, as cheap as can be: many light WebSocket lines in one process, so that measuring costs little itself.

Run as a program it reads what to do from its input, as JSON, and prints what it measured, as JSON.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import random
import sys
import time
import uuid
from dataclasses import asdict, dataclass, field

EVERY = 5.0


@dataclass
class Seen:
    """When a card was sent and acknowledged: seconds of the machine's clock, which all processes share."""

    sent: dict[str, float] = field(default_factory=dict)
    acknowledged: dict[str, float] = field(default_factory=dict)
    shown: dict[str, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    lost: int = 0
    """Lines that were closed."""
    received: int = 0
    """Bytes."""
    late: float = 0.0
    """Seconds by which the slowest turn of this process was late: what it adds to what it measures."""
    processor: float = 0.0


class Line(asyncio.Protocol):
    """One WebSocket that reads acknowledgements and throws the rest away unparsed, as a busy phone would."""

    def __init__(self, port: int, workshop_id: str, key: str, seen: Seen) -> None:
        self.address = (port, workshop_id, key)
        self.seen = seen
        self.buffer = b""
        self.open: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.upgraded = False
        self.cards: dict[str, str] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        port, workshop_id, key = self.address
        nonce = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET /api/live/{workshop_id} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {nonce}\r\n"
            f"Cookie: cjm_browser={key}\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        if self.upgraded and not self.transport.is_closing():
            self.seen.lost += 1
        if not self.open.done():
            self.open.set_exception(ConnectionError("the line was refused"))

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        self.seen.received += len(data)
        self.buffer += data
        if not self.upgraded:
            head, found, rest = self.buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head.split(b"\r\n")[0]:
                self.transport.close()
                return
            self.upgraded, self.buffer = True, rest
            self.open.set_result(None)
        while len(self.buffer) >= 2:
            kind, size, start = self.buffer[0] & 15, self.buffer[1] & 127, 2
            if size >= 126:
                start = 4 if size == 126 else 10
                size = int.from_bytes(self.buffer[2:start], "big")
            if len(self.buffer) < start + size:
                return
            if kind == 1 and self.buffer.startswith(b'{"acks":', start):
                self.heard(json.loads(self.buffer[start : start + size]), now)
            elif kind == 9:
                self.send(self.buffer[start : start + size], 10)
            self.buffer = self.buffer[start + size :]

    def heard(self, message: dict[str, list[dict[str, str]]], now: float) -> None:
        for ack in message["acks"]:
            if ack["ok"]:
                self.seen.acknowledged[self.cards[ack["id"]]] = now
            else:
                self.seen.refused.append(ack["error"])

    def send(self, data: bytes, kind: int = 1) -> None:
        size = bytes([128 | len(data)]) if len(data) < 126 else bytes([254]) + len(data).to_bytes(2, "big")
        self.transport.write(bytes([128 | kind]) + size + bytes(4) + data)  # masked by nought

    def write_card(self, stage_id: str, lane_id: str) -> None:
        card, act = str(uuid.uuid4()), str(uuid.uuid4())
        given = {"id": card, "stage_id": stage_id, "lane_id": lane_id, "text": f"Waits again, says {card[:8]}"}
        self.cards[act] = card
        self.seen.sent[card] = time.perf_counter()
        self.send(json.dumps({"acts": [{"id": act, "do": "add_entry", "with": given}]}).encode())


async def participate(line: Line, cells: list[tuple[str, str]], end: float) -> None:
    """Write every five seconds, starting somewhere in the first five."""
    await asyncio.sleep(random.random() * EVERY)
    while time.perf_counter() < end and not line.transport.is_closing():
        line.write_card(*random.choice(cells))
        await asyncio.sleep(EVERY)


async def punctual(seen: Seen) -> None:
    while True:
        due = time.perf_counter() + 0.02
        await asyncio.sleep(0.02)
        seen.late = max(seen.late, time.perf_counter() - due)


async def many(port: int, workshop_id: str, keys: list[str], cells: list[tuple[str, str]], seconds: float) -> Seen:
    seen = Seen()
    lines = []
    for key in keys:
        line = Line(port, workshop_id, key, seen)
        await asyncio.get_running_loop().create_connection(lambda line=line: line, "127.0.0.1", port)  # type: ignore[misc]
        lines.append(line)
    await asyncio.gather(*(line.open for line in lines))
    await asyncio.sleep(1 + len(keys) / 500)
    watch = asyncio.create_task(punctual(seen))
    before = time.process_time()
    end = time.perf_counter() + seconds
    await asyncio.gather(*(participate(line, cells, end) for line in lines))
    await asyncio.sleep(2)
    seen.processor = time.process_time() - before
    watch.cancel()
    for line in lines:
        line.transport.close()
    return seen


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(many(**json.load(sys.stdin))))))
