"""What a round and a trip of a stick work with, put together in one place over the parts of a station."""

from __future__ import annotations

import time
from collections.abc import Callable

import requests

from sync.agent.content_updates import SessionFetcher, TufUpdates
from sync.agent.enrol import finish_rotation, load_device_key, load_previous_key, rotate_if_wished
from sync.agent.exchange import Parts, Updates
from sync.agent.hub_client import HttpHubClient
from sync.agent.hub_keys import AnswerKeys
from sync.agent.stick_exchange import REPOSITORY, Courier, StickFetcher
from sync.protocol.keys import SigningKey
from sync.station.assembly import StationParts
from sync.station.journal import Chains
from sync.station.state import Identity
from sync.stick import Stick


def assemble_round(
    station: StationParts,
    identity: Identity,
    *,
    session: requests.Session,
    updates: Updates | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> Parts:
    """What rounds over the network work with. ``updates``: where content comes from, if not from the hub itself.

    Raises Refused when the station's key is not there.
    """
    chains, previous = _chains_and_previous(station, identity)
    find_key = AnswerKeys(identity, station.content)
    client = HttpHubClient(station.config.hub_url, find_key=find_key, session=session)
    return Parts(
        identity=identity,
        key=chains.key,
        client=client,
        pieces=client,
        blobs=station.blobs,
        chains=chains,
        previous=previous,
        outbox=station.outbox,
        state=station.state,
        content=station.content,
        updates=updates or updates_over_network(station, identity, session=session),
        content_signed_at=updates_over_network(station, identity, session=session).signed_at,
        clock=station.wall,
        together=station.config.sync.ballots_together,
        go_on=go_on,
        is_short=station.is_short,
        watch=station.watch,
    )


def assemble_courier(
    station: StationParts, identity: Identity, stick: Stick, *, updates: Updates | None = None
) -> Courier:
    """What a visit of this stick works with. ``updates``: where content comes from, if not from the stick.

    Raises Refused when the station's key is not there.
    """
    chains, _ = _chains_and_previous(station, identity)
    return Courier(
        identity=identity,
        chains=chains,
        outbox=station.outbox,
        state=station.state,
        content=station.content,
        updates=updates or _updates(station, identity, REPOSITORY, StickFetcher(stick)),
        content_signed_at=_updates(station, identity, REPOSITORY, StickFetcher(stick)).signed_at,
        find_key=AnswerKeys(identity, station.content),
        clock=station.wall,
        monotonic=time.monotonic,
        blobs=station.blobs,
        watch=station.watch,
        change_key=lambda: _change_key(station, chains),
    )


def updates_over_network(station: StationParts, identity: Identity, *, session: requests.Session) -> TufUpdates:
    """Content from the hub's repository."""
    address = station.config.hub_url.rstrip("/") + "/repo"
    return _updates(station, identity, address, SessionFetcher(session))


def _updates(
    station: StationParts, identity: Identity, address: str, fetcher: SessionFetcher | StickFetcher
) -> TufUpdates:
    return TufUpdates(
        station.content,
        folder=station.config.content,
        repository_url=address,
        root_sha256=identity.root_sha256,
        fetcher=fetcher,
    )


def _chains_and_previous(station: StationParts, identity: Identity) -> tuple[Chains, SigningKey | None]:
    key = load_device_key(station.config, identity)
    previous = load_previous_key(station.config, station.state)
    return Chains(station.connection, device=identity.device, key=key, previous=previous), previous


def _change_key(station: StationParts, chains: Chains) -> Chains | None:
    """Do as the hub wishes, if it wishes a new key of us: our chains under it. None when nothing is to be done."""
    if chains.names_new_key():  # a station that sees nothing but sticks ends its last change here
        finish_rotation(station.config, chains, station.state)
    if not rotate_if_wished(station.config, station.connection, clock=station.wall):
        return None
    identity = station.identity
    return _chains_and_previous(station, identity)[0] if identity else None
