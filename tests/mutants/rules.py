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
_INTAKE, _CHAIN, _VIEWS = "sync/hub/intake/services.py", "sync/hub/intake/chain.py", "sync/hub/intake/views.py"
_COMMIT, _COPIES, _SIGNER = "sync/hub/intake/group_commit.py", "sync/hub/intake/copies.py", "sync/hub/intake/signer.py"
_APPLY, _BOX = "sync/hub/worker/apply.py", "sync/hub/polls/services.py"
_LOG, _HOLD, _WITNESS = "sync/hub/ballot_log/services.py", "sync/hub/ballot_log/hold.py", "sync/agent/log_witness.py"
_CONTENT = "sync/agent/content_updates.py"
_HUB_CLOCK, _FILES = "sync/hub/stations/hub_clock.py", "sync/files.py"

MUTANTS = (
    Mutant(1, "records leave what waits, and are committed, before their batch is whole", _JOURNAL,
           '        run("INSERT INTO bodies VALUES (?, ?, ?)", (*place, batch.body))\n',
           '        run_many("DELETE FROM waiting WHERE stream = ? AND id = ?", [(header.stream, row[0]) for row in rows])\n'  # noqa: E501
           '        run("COMMIT")\n        run("BEGIN IMMEDIATE")\n'
           '        run("INSERT INTO bodies VALUES (?, ?, ?)", (*place, batch.body))\n'),
    Mutant(1, "a commit is not on the disk when it returns", _DATABASE,
           'connection.execute("PRAGMA synchronous = FULL")', 'connection.execute("PRAGMA synchronous = NORMAL")'),
    Mutant(2, "what failed half-way is committed", _DATABASE,
           "        if connection.in_transaction:\n"
           '            connection.execute("ROLLBACK")\n',
           "        if connection.in_transaction:\n"
           '            connection.execute("COMMIT")\n'),
    Mutant(2, "a code is used up before its ballot is stored", _OUTBOX,
           '            self._connection.execute("INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?)", row)\n',
           '            self._connection.execute("COMMIT")\n'
           '            self._connection.execute("BEGIN IMMEDIATE")\n'
           '            self._connection.execute("INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?)", row)\n'),
    Mutant(3, "a body that was cut off is stored", "sync/hub/intake/verify.py",
           "    if body_is_whole(batch, header):\n", "    if True:\n"),
    Mutant(3, "a request that was cut off is taken as it is", "sync/hub/request_bodies.py",
           "    if len(body) != int(said):\n"
           '        raise BodyRefused(400, "the request was cut off")\n',
           ""),
    Mutant(4, "an acknowledgement of another batch counts", _RULES,
           "    if (answer.device, answer.inc, answer.seq, answer.hash) != (device, inc, seq, hash_):\n",
           "    if answer.device != device:\n"),
    Mutant(4, "a repeat gets another acknowledgement", _INTAKE,
           "        return IntakeAnswer(Outcome.ACKNOWLEDGED, known.ack)\n",
           "        return IntakeAnswer(Outcome.ACKNOWLEDGED, acknowledge(arrival, safe=0, epoch=arrival.voice.epoch))\n"),  # noqa: E501
    Mutant(5, "a commit is not on the disk when it returns", "sync/hub/database_settings.py",
           "PRAGMA synchronous=FULL",
           "PRAGMA synchronous=NORMAL"),
    Mutant(5, "a server that is set so says committed before it is on the disk", "sync/hub/database_settings.py",
           " -c synchronous_commit=on", ""),
    Mutant(5, "a batch counts as listed before its records are", "sync/hub/worker/list_records.py",
           "    with transaction.atomic():\n"
           "        if not _are_all_new(marks):\n",
           "    Batch.objects.filter(id__in=marks).update(is_listed=True)\n"
           "    if True:\n"
           "        if not _are_all_new(marks):\n"),
    Mutant(6, "a batch that is known already is refused", _CHAIN,
           "        return ChainPlace.REPEAT if known_hash == batch_hash else ChainPlace.FORK\n", "        return ChainPlace.FORK\n"),  # noqa: E501
    Mutant(6, "nobody looks whether a batch is there already", _INTAKE,
           "    known = rows.stored_batch(header)\n",
           "    known = None\n"),
    Mutant(7, "the largest piece goes first", _BLOBS,
           "key=lambda piece: (piece.size, piece.name)", "key=lambda piece: (-piece.size, piece.name)"),
    Mutant(7, "pieces that the hub has are sent again", _EXCHANGE,
           "            if piece.name in told.missing and parts.go_on():\n",
           "            if parts.go_on():\n"),
    Mutant(8, "a batch is stored though one before it is missing", _CHAIN,
           "    if header.seq != head.seq + 1:\n", "    if header.seq < head.seq + 1:\n"),
    Mutant(8, "batches are taken from a stick by their names", "sync/hub/courier/files.py",
           "key=lambda parcel: (kinds.index(parcel.kind), parcel.place, parcel.name)",
           "key=lambda parcel: (kinds.index(parcel.kind), parcel.name)"),
    Mutant(9, "a fork is not kept", _INTAKE,
           "    _set_aside(intake, IncidentKind.FORK, BatchReason.FORK)\n", ""),
    Mutant(9, "another record under one id replaces the one that waits", _OUTBOX,
           '            raise Conflict("another record of this id is already here")\n', "            return True\n"),
    Mutant(10, "a hub that is ahead of a station's own chain agrees with it", _RULES,
           "        return ChainVerdict.DIVERGED if chain.current else ChainVerdict.AGREES\n", "        return ChainVerdict.AGREES\n"),  # noqa: E501
    Mutant(10, "what somebody else wrote under our name counts as ours", _RULES,
           "    if own_hash is not None and own_hash != head.hash:\n        return ChainVerdict.DIVERGED\n", ""),
    Mutant(10, "what a restored hub may hold of somebody else counts as proven", _RULES,
           "    return max(0, min(chain.safe, head.seq - 1))",
           "    return head.seq"),
    Mutant(11, "the hub tells nobody that a station knows less than it", _COPIES,
           "        _tell(IncidentKind.PUT_BACK, device, now=now, one=told.inc)\n", "        pass\n"),
    Mutant(11, "what somebody else sent under our name counts as ours", _RULES,
           "    if head.seq > chain.acked:\n        return chain.acked\n",
           "    if head.seq > chain.acked:\n        return head.seq\n"),
    Mutant(12, "a hub that was restored is not sent again what it lost", _RULES,
           "        return ChainVerdict.HUB_BEHIND if 0 < first_kept <= head.seq + 1 else ChainVerdict.BROKEN_OFF\n",
           "        return ChainVerdict.AGREES\n"),
    Mutant(12, "what is in no backup may be deleted", _RULES,
           "    return seq <= min(chain.acked, chain.safe)\n", "    return seq <= chain.acked\n"),
    Mutant(12, "a piece that was safe once is never asked about again", _BLOBS,
           "self.kept() if self._asked_all_on != today else self._all_but", "self._all_but"),
    Mutant(12, "a restored hub is not asked about what it had called safe", _EXCHANGE,
           "            if told and parts.blobs:\n", "            if False:\n"),
    Mutant(13, "another database of the hub is believed", _EXCHANGE,
           "        if heads.epoch != parts.identity.epoch:\n", "        if False:\n"),
    Mutant(13, "an acknowledgement of another database counts", _RULES,
           "    if answer.epoch != epoch:\n", "    if False:\n"),
    Mutant(14, "a clock before the hub's word is believed", "sync/station/state.py",
           "        return max(clock(), self.hub_time or datetime.fromtimestamp(0, UTC))\n", "        return clock()\n"),  # noqa: E501
    Mutant(14, "a jump of the clock within a session is not seen", _CLOCK,
           "    return counted is not None and abs(now - counted) > TOLERANCE\n", "    return False\n"),
    Mutant(15, "reports are taken to the last byte", _OUTBOX,
           "            elif self.room().reports:\n",
           "            elif True:\n"),
    Mutant(15, "the room kept for votes is not given up for one", _OUTBOX,
           "            if self._reserve is None or not is_disk_full(error) or not self._reserve.give_up():\n"
           "                raise\n",
           "            if error:\n"
           "                raise\n"),
    Mutant(16, "trouble while committing is told as stored", _COMMIT,
           "        for deed in group:\n            deed.fault = trouble\n",
           "        for deed in group:\n            deed.fault = None if deed.is_done else trouble\n"),
    Mutant(16, "a database that is held up is an error of the program", _VIEWS,
           "            except (OperationalError, OSError) as error:\n",
           "            except OSError as error:\n"),
    Mutant(17, "a known mark is taken for a stored vote", _OUTBOX,
           "            if is_marked and not is_again:\n                raise AlreadySpent\n",
           "            if is_marked:\n                if is_again:\n                    return\n"
           "                raise AlreadySpent\n"),
    Mutant(17, "damaged pages are worked with", _DATABASE,
           '    if found != ["ok"]:\n',
           "    if not found:\n"),
    Mutant(18, "a body that broke on the disk is sent as it is", _EXCHANGE,
           "    if not frozen.body_is_whole:\n", "    if False:\n"),
    Mutant(18, "anything in the place of a body is a word that it is lost", "sync/hub/intake/verify.py",
           "BatchState.LOST if is_declared_lost(batch, key=key) else None",
           "BatchState.LOST"),
    Mutant(19, "a revoked station goes on", _EXCHANGE,
           "        if heads.revoked:\n            raise _Stop(Event.REVOKED)\n", ""),
    Mutant(19, "the hub takes what a revoked station brings", _INTAKE,
           "    if device.revoked_at is not None:\n"
           "        return _refuse_revoked(intake, is_known=place is ChainPlace.REPEAT)\n",
           ""),
    Mutant(20, "one trustee can open a ballot", "sync/protocol/envelope.py",
           '    inner = poll.mix.seal(for_tally, _layer_info("mix", poll.id))\n',
           "    inner = for_tally\n"),
    Mutant(20, "a code is good for more than one ballot at a station", _OUTBOX,
           "            if is_marked and not is_again:\n"
           "                raise AlreadySpent\n",
           ""),
    Mutant(21, "what was known of the content is forgotten", _CONTENT,
           "        self._metadata.mkdir(parents=True, exist_ok=True)\n"
           "        updater =",
           "        shutil.rmtree(self._metadata, ignore_errors=True)\n"
           "        self._metadata.mkdir(parents=True)\n"
           "        updater ="),
    Mutant(21, "content that is not believed ends the round", _EXCHANGE,
           "    except Untrusted as error:\n"
           "        result.notes.append(Note(Event.CONTENT_REFUSED, str(error)))\n",
           ""),
    Mutant(22, "a log that shrank is believed", _WITNESS,
           "    if old and new.size < old.size:\n", "    if False:\n"),
    Mutant(22, "a log with another beginning is believed", _WITNESS,
           "    if old and root_of(leaves[: old.size]) != old.root:\n", "    if False:\n"),
    Mutant(23, "a record that fails is tried for ever", _APPLY,
           "    if row.tries >= MAX_TRIES:\n", "    if False:\n"),
    Mutant(23, "what a record began before it failed is kept", _APPLY,
           "        with transaction.atomic():  # a savepoint: what this record began is undone if it fails\n"
           "            deed()\n",
           "        deed()\n"),
    Mutant(24, "a body is unpacked however long it gets", "sync/protocol/batches.py",
           "return reader.read(length + 1)",
           "return reader.read()"),
    Mutant(24, "a batch may grow beyond what the hub takes", _JOURNAL,
           "            if size > MAX_BATCH_BYTES:\n",
           "            if False:\n"),
    Mutant(25, "a record of an unknown kind fails like a broken one", _APPLY,
           "    return row.kind in RECORD_HANDLERS and row.kid in keyring.kids\n",
           "    return row.kid in keyring.kids\n"),
    Mutant(25, "files for a newer program are fetched", _CONTENT,
           "            if _version_key(minimum) <= _version_key(self._version):\n",
           "            if True:\n"),
    Mutant(26, "a record under an unknown key fails like a broken one", _APPLY,
           "    return row.kind in RECORD_HANDLERS and row.kid in keyring.kids\n",
           "    return row.kind in RECORD_HANDLERS\n"),
    Mutant(26, "what waited for its key waits on when the key is back", _APPLY,
           '    return able.update(turn=WorkTurn.FIRST, reason="") if able.exists() else 0\n',
           "    return 0\n"),
    Mutant(27, "the last of a code counts", _BOX,
           '        code.filter(spent_for="").update(spent_for=inner_hash)\n',
           "        code.update(spent_for=inner_hash)\n"),
    Mutant(27, "what was published before a restore has no place any more", _BOX,
           "    known = is_in_time or KnownBallot.objects.filter(inner_hash=inner_hash, poll=poll.id, mark=mark).exists()\n",  # noqa: E501
           "    known = is_in_time\n"),
    Mutant(28, "there is no day of grace", "sync/protocol/polls/poll.py",
           "        return day <= self.grace\n",
           "        return day <= self.closes\n"),
    Mutant(28, "what counts is when a ballot is opened", "sync/hub/worker/record_kinds.py",
           "received_on=timezone.localdate(origin.received_at)",
           "received_on=timezone.localdate()"),
    Mutant(29, "a station waits no longer than it likes", _EXCHANGE,
           "    return max(random.uniform(longest / 2, longest), after_seconds or 0.0)\n",
           "    return random.uniform(longest / 2, longest)\n"),
    Mutant(29, "a crowded hub is taken for another one", _CLIENT,
           "        if status in {413, 429} or status >= 500:\n", "        if status >= 500:\n"),
    Mutant(30, "a portal sends the station elsewhere", _CLIENT,
           "                    allow_redirects=False,\n",
           "                    allow_redirects=True,\n"),
    Mutant(30, "an endless answer is read for ever", _CLIENT,
           "        if len(data) > MAX_HEADER_BYTES:\n",
           "        if False:\n"),
    Mutant(31, "a file is named before it is on the disk", _FILES,
           "            os.fsync(file.fileno())\n        os.replace(aside", "        os.replace(aside"),
    Mutant(31, "a name is not brought onto the disk", _FILES,
           "        raise\n    os.fsync(folder)\n", "        raise\n"),
    Mutant(31, "a new folder is not brought onto the disk with what is in it", _FILES,
           "    os.fsync(above)  # else a power cut could take the folder with all that was said to be in it\n", ""),
    Mutant(32, "waiting ballots lie in the order in which they came", _OUTBOX,
           "            if stream is Stream.BALLOTS:\n                lay_in_order(self._connection)\n", ""),
    Mutant(32, "marks of codes lie in the order in which they became many", _OUTBOX,
           'sorted(lately + _take_marks(connection, "spent"))', "lately"),
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
           "        if newest and came_back:\n", "        if False:\n"),
    Mutant(36, "a station that knows less than the hub is not noticed", _COPIES,
           "        _tell(IncidentKind.PUT_BACK, device, now=now, one=told.inc)\n", "        pass\n"),
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
    Mutant(38, "a connection that is being made is waited for", "sync/http_session.py",
           "        for attempt in list(self.awaited):\n"
           "            attempt.give_up()\n",
           ""),
    Mutant(38, "every look-up of a name that never ends costs another thread", "sync/http_session.py",
           "            self.left_behind.add(attempt)\n",
           "            pass\n"),
    Mutant(39, "an answer to another question counts", _EXCHANGE,
           "    if heads.question != question_hash(status):\n", "    if False:\n"),
    Mutant(39, "a refusal of another batch counts", _CLIENT,
           '        if refusal.batch != batch:\n            return Untrusted("the refusal is of another batch")\n', ""),
    Mutant(39, "an old status makes a station look alive", "sync/hub/stations/services.py",
           "        newest = newest.filter(status_count__lt=min(status.count, MOST_COUNT))\n", "        pass\n"),
    Mutant(39, "an old status is heard though it is not kept", _VIEWS,
           "    if not note_status(device, status, now=now):\n        return False\n",
           "    note_status(device, status, now=now)\n"),
    Mutant(40, "checkpoints carry no head of the audit log", _LOG,
           "selectors.tree(size).root, present_head())\n", "selectors.tree(size).root)\n"),
    Mutant(40, "a head that does not fit is passed over", "sync/hub/audit/anchors.py",
           "    return AnchorFinding(head, is_rewritten=not (may_be_lost and lost))\n",
           "    return AnchorFinding(head, is_rewritten=False)\n"),
)  # fmt: skip
