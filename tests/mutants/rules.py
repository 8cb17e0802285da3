"""The rules that are taken out: where each stands, and what the program is like without it.

Each belongs to a row of ``tests/failure_cases.py``, whose tests must then fail. ``before`` stands once in its file.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """One rule taken out. ``what`` says what the program does without it."""

    row: int
    what: str
    file: str
    before: str
    after: str


_CLIENT, _EXCHANGE = "sync/agent/hub_client.py", "sync/agent/exchange.py"
_JOURNAL, _OUTBOX = "sync/station/journal.py", "sync/station/outbox.py"
_RULES, _CLOCK = "sync/station/journal_rules.py", "sync/station/clock_trust.py"
_DATABASE, _BLOBS = "sync/station/database.py", "sync/station/attachment_store.py"
_INTAKE, _CHAIN = "sync/hub/intake/services.py", "sync/hub/intake/chain.py"
_COMMIT, _COPIES, _SIGNER = "sync/hub/intake/group_commit.py", "sync/hub/intake/copies.py", "sync/hub/intake/signer.py"
_APPLY, _BOX = "sync/hub/worker/apply.py", "sync/hub/polls/services.py"
_LOG, _HOLD, _WITNESS = "sync/hub/ballot_log/services.py", "sync/hub/ballot_log/hold.py", "sync/agent/log_witness.py"
_HUB_CLOCK, _FILES = "sync/hub/stations/hub_clock.py", "sync/files.py"

MUTANTS = (
    Mutant(1, "records leave what waits, and are committed, before their batch is whole", _JOURNAL,
           '        run("INSERT INTO bodies VALUES (?, ?, ?)", (*place, batch.body))\n',
           '        run_many("DELETE FROM waiting WHERE stream = ? AND id = ?", [(header.stream, row[0]) for row in rows])\n'  # noqa: E501
           '        run("COMMIT")\n        run("BEGIN IMMEDIATE")\n'
           '        run("INSERT INTO bodies VALUES (?, ?, ?)", (*place, batch.body))\n'),
    Mutant(1, "a commit is not on the disk when it returns", _DATABASE,
           'connection.execute("PRAGMA synchronous = FULL")', 'connection.execute("PRAGMA synchronous = NORMAL")'),
    Mutant(3, "a body that was cut off is stored", "sync/hub/intake/verify.py",
           "    if body_is_whole(batch, header):\n", "    if True:\n"),
    Mutant(4, "an acknowledgement of another batch counts", _RULES,
           "    if (answer.device, answer.inc, answer.seq, answer.hash) != (device, inc, seq, hash_):\n",
           "    if answer.device != device:\n"),
    Mutant(4, "a repeat gets another acknowledgement", _INTAKE,
           "        return IntakeAnswer(Outcome.ACKNOWLEDGED, known.ack)\n",
           "        return IntakeAnswer(Outcome.ACKNOWLEDGED, acknowledge(arrival, safe=0, epoch=arrival.voice.epoch))\n"),  # noqa: E501
    Mutant(6, "a batch that is known already is refused", _CHAIN,
           "        return ChainPlace.REPEAT if known_hash == batch_hash else ChainPlace.FORK\n", "        return ChainPlace.FORK\n"),  # noqa: E501
    Mutant(7, "the largest piece goes first", _BLOBS,
           "key=lambda piece: (piece.size, piece.name)", "key=lambda piece: (-piece.size, piece.name)"),
    Mutant(8, "a batch is stored though one before it is missing", _CHAIN,
           "    if header.seq != head.seq + 1:\n", "    if header.seq < head.seq + 1:\n"),
    Mutant(9, "a fork is not kept", _INTAKE,
           "    _set_aside(intake, IncidentKind.FORK, BatchReason.FORK)\n", ""),
    Mutant(9, "another record under one id replaces the one that waits", _OUTBOX,
           '            raise Conflict("another record of this id is already here")\n', "            return True\n"),
    Mutant(10, "a hub that is ahead of a station's own chain agrees with it", _RULES,
           "        return ChainVerdict.DIVERGED if chain.current else ChainVerdict.AGREES\n", "        return ChainVerdict.AGREES\n"),  # noqa: E501
    Mutant(10, "what somebody else wrote under our name counts as ours", _RULES,
           "    if own_hash is not None and own_hash != head.hash:\n        return ChainVerdict.DIVERGED\n", ""),
    Mutant(11, "the hub tells nobody that a station knows less than it", _COPIES,
           "            _tell(IncidentKind.PUT_BACK, device, at=told.inc, now=now, one=told.inc)\n",
           "            pass\n"),
    Mutant(12, "a hub that was restored is not sent again what it lost", _RULES,
           "        return ChainVerdict.HUB_BEHIND if 0 < first_kept <= head.seq + 1 else ChainVerdict.BROKEN_OFF\n",
           "        return ChainVerdict.AGREES\n"),
    Mutant(12, "what is in no backup may be deleted", _RULES,
           "    return seq <= min(chain.acked, chain.safe)\n", "    return seq <= chain.acked\n"),
    Mutant(12, "the new key is named before the old one has sent all", _EXCHANGE,
           "        if frozen.names_key and not may_name_key:\n            return True\n", ""),
    Mutant(12, "what the hub takes no more of the old key waits for ever", _EXCHANGE,
           "            if not conflict.is_fork or claimed_kid(frozen.batch) == parts.key.kid:\n",
           "            if True:\n"),
    Mutant(12, "a stick names the new key first", "sync/hub/courier/desk.py",
           "        for parcel in keys_last(in_order(parcels)):\n", "        for parcel in in_order(parcels):\n"),
    Mutant(12, "a stick says nothing to a station whose key the hub forgot", "sync/hub/courier/desk.py",
           "            if Device.objects.filter(id=device).exists():\n", "            if False:\n"),
    Mutant(13, "another database of the hub is believed", _EXCHANGE,
           "        if heads.epoch != parts.identity.epoch:\n", "        if False:\n"),
    Mutant(13, "an acknowledgement of another database counts", _RULES,
           "    if answer.epoch != epoch:\n", "    if False:\n"),
    Mutant(14, "a clock before the hub's word is believed", "sync/station/state.py",
           "        return max(clock(), self.hub_time or datetime.fromtimestamp(0, UTC))\n", "        return clock()\n"),  # noqa: E501
    Mutant(14, "a jump of the clock within a session is not seen", _CLOCK,
           "    return counted is not None and abs(now - counted) > TOLERANCE\n", "    return False\n"),
    Mutant(16, "trouble while committing is told as stored", _COMMIT,
           "        for deed in group:\n            deed.fault = trouble\n",
           "        for deed in group:\n            deed.fault = None if deed.is_done else trouble\n"),
    Mutant(17, "a known mark is taken for a stored vote", _OUTBOX,
           "            if mark and not is_new and not is_again:\n                raise AlreadySpent\n",
           "            if mark and not is_new:\n                if is_again:\n                    return\n"
           "                raise AlreadySpent\n"),
    Mutant(18, "a body that broke on the disk is sent as it is", _EXCHANGE,
           "    if not frozen.body_is_whole:\n", "    if False:\n"),
    Mutant(19, "a revoked station goes on", _EXCHANGE,
           "        if heads.revoked:\n            raise _Stop(Event.REVOKED)\n", ""),
    Mutant(22, "a log that shrank is believed", _WITNESS,
           "    if old and new.size < old.size:\n", "    if False:\n"),
    Mutant(22, "a log with another beginning is believed", _WITNESS,
           "    if old and root_of(leaves[: old.size]) != old.root:\n", "    if False:\n"),
    Mutant(23, "a record that fails is tried for ever", _APPLY,
           "    if row.tries >= MAX_TRIES:\n", "    if False:\n"),
    Mutant(27, "the last of a code counts", _BOX,
           '        code.filter(spent_for="").update(spent_for=inner_hash)\n',
           "        code.update(spent_for=inner_hash)\n"),
    Mutant(29, "a station waits no longer than it likes", _EXCHANGE,
           "    return max(random.uniform(longest / 2, longest), after_seconds or 0.0)\n",
           "    return random.uniform(longest / 2, longest)\n"),
    Mutant(29, "a crowded hub is taken for another one", _CLIENT,
           "        if status in {413, 429} or status >= 500:\n", "        if status >= 500:\n"),
    Mutant(31, "a file is named before it is on the disk", _FILES,
           "            os.fsync(file.fileno())\n        os.replace(aside", "        os.replace(aside"),
    Mutant(31, "a name is not brought onto the disk", _FILES,
           "        raise\n    os.fsync(folder)\n", "        raise\n"),
    Mutant(32, "waiting ballots lie in the order in which they came", _OUTBOX,
           "            if stream is Stream.BALLOTS:\n                lay_in_order(self._connection)\n", ""),
    Mutant(32, "the journal keeps the order of ballots", _OUTBOX,
           "                truncate_journal(self._connection, patience_ms=JOURNAL_PATIENCE_MS)\n",
           "                pass\n"),
    Mutant(32, "the box keeps the order of arrival", "sync/hub/polls/lay_down.py",
           "    if has_changed:\n        lay_down()\n", ""),
    Mutant(33, "a restored log grows before anybody has called", _LOG,
           "        if present_hold() or selectors.missing_lines():\n", "        if selectors.missing_lines():\n"),
    Mutant(33, "one station is enough", _HOLD,
           "    return Hold(hold.since, awaited) if awaited or not hold.is_heard else None\n",
           "    return Hold(hold.since, awaited) if not hold.is_heard else None\n"),
    Mutant(33, "what a station has seen binds nobody", _LOG,
           "        if present_hold() or selectors.missing_lines():\n", "        if present_hold():\n"),
    Mutant(34, "what came last is worked first", _APPLY,
           '    return rows.order_by("turn", "batch_id", "record_id")\n',
           '    return rows.order_by("turn", "-batch_id", "record_id")\n'),
    Mutant(34, "what was tried before comes after all others", _APPLY,
           '    return rows.order_by("turn", "batch_id", "record_id")\n',
           '    return rows.order_by("turn", "tries", "batch_id", "record_id")\n'),
    Mutant(35, "every word of the hub is believed", _CLOCK,
           "    return min(moment, borne_out + HUB_TOLERANCE)\n", "    return moment\n"),
    Mutant(35, "the hub cannot take its word back", _EXCHANGE,
           "            parts.watch.correct(heads.time, heads.correction)\n", "            pass\n"),
    Mutant(35, "a clock that jumped signs on", _HUB_CLOCK,
           "        raise ClockDoubted(now, last.moment)\n    if now", "        pass\n    if now"),
    Mutant(35, "a wrong clock makes ballots late", _BOX,
           "    if arrival is Arrival.DOUBTED and BallotStanding.LATE in {standing, boxed}:\n", "    if False:\n"),
    Mutant(36, "two machines under one key are not noticed", _COPIES,
           "    if other := between.first():\n", "    if other := between.none().first():\n"),
    Mutant(36, "copies that never spoke before are not noticed", _COPIES,
           "    if chain.after == CurrentChain.NONE_BEFORE:\n", "    if False:\n"),
    Mutant(36, "two chains that follow the same one are not noticed", _COPIES,
           "    if other is None:\n        return\n", "    return\n"),
    Mutant(36, "a chain may go on beyond where it was left", _COPIES,
           "    return is_beyond or _hash_at(device, left.inc, left.seq) not in {left.hash, None}\n",
           "    return False\n"),
    Mutant(36, "a stick brings no word on the station itself", "sync/agent/stick_exchange.py",
           "                courier._lay_status(stick, trip)\n", ""),
    Mutant(36, "what comes on a stick is taken for what is now", "sync/hub/intake/statuses.py",
           "is_now=not is_carried", "is_now=True"),
    Mutant(36, "a station that knows less than the hub is not noticed", _COPIES,
           "            _tell(IncidentKind.PUT_BACK, device, at=told.inc, now=now, one=told.inc)\n",
           "            pass\n"),
    Mutant(37, "a folder that was moved aside is not noticed", _SIGNER,
           "        if self.footing:\n            self.footing.demand()\n", ""),
    Mutant(37, "a database file that was replaced is not noticed", _SIGNER,
           "        return cls(folder, _inode(folder.root), _inode(folder.database) if folder.database.exists() else None)\n",  # noqa: E501
           "        return cls(folder, _inode(folder.root), None)\n"),
    Mutant(38, "nothing ends what takes too long", "sync/http_session.py",
           "        while not over.wait(max(wait, 0)):\n            self._open.abort()\n",
           "        while not over.wait(max(wait, 0)):\n"),
    Mutant(38, "what was cut off is taken for an answer", "sync/http_session.py",
           "            yield\n            session.demand_time()\n", "            yield\n"),
    Mutant(39, "an answer to another question counts", _EXCHANGE,
           "    if heads.question != question_hash(status):\n", "    if False:\n"),
    Mutant(39, "a refusal of another batch counts", _CLIENT,
           '        if refusal.batch != batch:\n            return Untrusted("the refusal is of another batch")\n', ""),
    Mutant(39, "an old status makes a station look alive", "sync/hub/stations/services.py",
           "        newest = newest.filter(status_count__lt=min(status.count, MOST_COUNT))\n", "        pass\n"),
    Mutant(39, "an old status is heard though it is not kept", "sync/hub/stations/services.py",
           "        newest = newest.filter(status_count__lt=min(status.count, MOST_COUNT))\n", "        pass\n"),
    Mutant(40, "checkpoints carry no head of the audit log", _LOG,
           "selectors.tree(size).root, present_head())\n", "selectors.tree(size).root)\n"),
    Mutant(40, "a head that does not fit is passed over", "sync/hub/audit/anchors.py",
           "    return AnchorFinding(head, is_rewritten=not (may_be_lost and lost))\n",
           "    return AnchorFinding(head, is_rewritten=False)\n"),
)  # fmt: skip
