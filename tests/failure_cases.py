"""What can go wrong in the exchange, row by row of the protocol's table, and the tests that show the right behaviour.

Each test named here fails when its rule is taken out. A row's ``missing`` says what of it has no test yet, and why.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FailureCase:
    """One row. ``tests`` are pytest's names of tests; ``missing`` is empty when the row is covered whole."""

    row: int
    what: str
    tests: tuple[str, ...]
    missing: str = ""


_RESTORED = "tests/hub/ballot_log/test_after_restore.py::"
_BY_STICK = "tests/hub/courier/test_copies_by_stick.py::"
_COPIES = "tests/hub/intake/test_copies.py::"
_OLD_KEYS = "tests/hub/intake/test_old_keys.py::"
_CONNECTIONS = "tests/hub/test_connections.py::"
_BOUNDS = "tests/hub/intake/test_station_bounds.py::"
_RUN = "tests/hub/test_run.py::"
_DEADLINES = "tests/sync/agent/test_deadlines.py::"
_FRESH = "tests/sync/agent/test_fresh_answers.py::"
_HUB_CLOCK = "tests/hub/test_hub_clock.py::"
_HUB_WRONG = "tests/sync/station/test_hub_clock_wrong.py::"
_ORDER = "tests/hub/worker/test_order.py::"
_ANCHORS = "tests/hub/audit/test_anchors.py::"
_AGENT = "tests/sync/agent/test_agent.py::"
_CLOCKS = "tests/sync/station/test_clock_trust.py::"
_CONTENT = "tests/sync/station/test_content_store.py::"
_CYCLE = "tests/sync/agent/test_exchange.py::"
_DAMAGE = "tests/sync/station/test_damage.py::"
_DATABASE = "tests/sync/station/test_database.py::"
_FULL = "tests/sync/station/test_disk_full.py::"
_MEMORIES = "tests/sync/agent/test_memories.py::"
_OUTBOX = "tests/sync/station/test_outbox.py::"
_SALVAGE = "tests/sync/station/test_salvage.py::"
_SEALING = "tests/sync/protocol/test_sealing.py::"
_ATTACKS = "tests/hub/intake/test_intake_attacks.py::"
_CODES = "tests/hub/polls/test_codes.py::"
_ATTENDING = "tests/hub/courier/test_attending.py::"
_COURIER = "tests/hub/courier/test_courier.py::"
_STICK_PAGE = "tests/hub/console/test_stick_page.py::"
_INTAKE = "tests/hub/intake/test_intake.py::"
_LISTING = "tests/hub/worker/test_list_records.py::"
_PIECES = "tests/hub/attachments/test_pieces.py::"
_SAFE = "tests/hub/attachments/test_pieces_safe.py::"
_SERVER = "tests/hub/test_server.py::"
_WITNESSES = "tests/hub/intake/test_log_alarms.py::"
_SPENT = "tests/sync/station/test_spent.py::"
_WORKER = "tests/hub/worker/test_worker.py::"

CASES = (
    FailureCase(
        1,
        "power off between commit and send",
        (
            _OUTBOX + "test_killed_at_any_moment_nothing_that_was_said_to_be_stored_is_missing",
            _DATABASE + "test_every_connection_keeps_what_it_commits_and_wipes_what_it_deletes",
            "tests/kiosk/test_power_cut.py::test_a_cut_around_the_write_leaves_all_of_an_act_or_nothing",
            "tests/journeys/test_kills.py::test_every_thanked_act_is_at_the_hub_once",
            "tests/sync/station/test_freezing_cut.py::test_a_cut_at_any_statement_leaves_each_record_in_one_place_and_each_batch_whole",
        ),
    ),
    FailureCase(
        2,
        "power off during commit",
        (
            "tests/kiosk/test_power_cut.py::test_a_cut_around_the_write_leaves_all_of_an_act_or_nothing",
            _DATABASE + "test_a_transaction_is_all_or_nothing",
            _SPENT + "test_a_cut_at_any_statement_leaves_a_ballot_and_its_mark_or_neither",
        ),
    ),
    FailureCase(
        3,
        "connection torn in the request",
        (
            _SERVER + "test_a_connection_cut_in_the_middle_leaves_nothing_behind",
            _INTAKE + "test_a_broken_body_is_refused_and_the_chain_waits",
            _ATTACKS + "test_a_request_that_was_cut_off_is_not_blamed_on_the_body",
            _CYCLE + "TestAnswers::test_a_torn_connection_costs_one_repeat",
        ),
    ),
    FailureCase(
        4,
        "hub committed, acknowledgement lost",
        (
            _SERVER + "test_an_answer_that_was_lost_is_given_again_byte_for_byte",
            _INTAKE + "test_a_repeat_gets_the_very_same_acknowledgement",
            _CYCLE + "TestAnswers::test_a_lost_acknowledgement_costs_one_repeat_of_the_same_bytes",
            _CYCLE + "TestAnswers::test_an_acknowledgement_of_another_batch_does_not_count",
        ),
    ),
    FailureCase(
        5,
        "hub killed in the middle",
        (
            _SERVER + "test_a_server_killed_under_load_keeps_every_acknowledged_batch_once",
            _LISTING + "test_a_power_cut_while_listing_leaves_all_of_it_to_be_listed",
            _INTAKE + "test_the_database_syncs_every_commit_to_disk",
            "tests/hub/test_databases.py::test_postgresql_waits_for_the_disk_before_it_says_committed_whatever_is_set_there",
        ),
    ),
    FailureCase(
        6,
        "duplicate by network and stick, two sticks",
        (
            _ATTACKS + "test_the_same_batch_from_many_couriers_at_once_is_stored_once",
            _INTAKE + "test_a_repeat_gets_the_very_same_acknowledgement",
            _COURIER + "test_the_bytes_on_the_stick_are_those_of_the_network",
            _COURIER + "test_two_couriers_with_the_same_batches_are_harmless",
            _STICK_PAGE + "test_a_stick_goes_from_the_station_to_the_console_and_back",
        ),
    ),
    FailureCase(
        7,
        "records arrive, photos do not",
        (
            _PIECES + "TestSending::test_the_report_is_there_at_once_and_says_what_is_on_its_way",
            _PIECES + "TestSending::test_after_a_torn_connection_only_the_rest_is_sent",
            _PIECES + "TestSending::test_all_arrive_once_and_in_order",
            _PIECES + "test_a_stick_carries_pieces_too",
            _SAFE + "test_the_console_says_what_is_on_its_way",
            _PIECES + "TestAtTheStation::test_voices_go_before_photos_and_the_smallest_first",
            "tests/hub/test_on_disk.py::test_a_piece_that_is_kept",
        ),
    ),
    FailureCase(
        8,
        "batches out of order",
        (
            _INTAKE + "test_a_gap_is_refused_with_the_head_and_nothing_is_kept",
            _CYCLE + "TestAnswers::test_a_gap_is_closed_by_comparing_again",
            _COURIER + "test_many_batches_are_taken_in_order_of_their_numbers",
            _COURIER + "test_a_missing_batch_is_named_and_what_came_before_it_counts",
            _STICK_PAGE + "test_batches_come_in_by_their_numbers_and_are_known_the_second_time",
            _STICK_PAGE + "test_what_is_missing_is_named_by_its_numbers",
        ),
    ),
    FailureCase(
        9,
        "same id, other bytes",
        (
            _INTAKE + "test_a_fork_is_refused_and_kept_aside_with_an_incident",
            _LISTING + "test_another_record_under_a_known_id_is_kept_in_quarantine",
            _LISTING + "test_a_doubled_id_within_one_batch_is_kept_in_quarantine_too",
            _OUTBOX + "TestPut::test_another_under_the_same_id_is_a_conflict",
        ),
    ),
    FailureCase(
        10,
        "cloned disk image, one key",
        (
            _MEMORIES + "TestMemories::test_two_copies_of_one_disk_lose_nothing",
            _MEMORIES + "TestMemories::test_a_hub_restored_and_then_written_to_by_a_copy_gets_all_that_is_not_proven",
            _ATTACKS + "test_of_clones_that_come_at_once_one_continues_the_chain",
            _MEMORIES + "TestMemories::test_a_station_restored_from_its_backup_begins_a_new_chain",
            _COPIES + "test_a_clone_of_a_station_at_work_is_noticed_by_the_hub",
        ),
    ),
    FailureCase(
        11,
        "station restored from its backup",
        (
            _MEMORIES + "TestMemories::test_a_station_restored_from_its_backup_begins_a_new_chain",
            _MEMORIES + "TestMemories::test_a_restored_station_that_wrote_before_comparing_never_reuses_a_number",
            _COPIES + "test_a_station_put_back_to_its_backup_is_told",
        ),
    ),
    FailureCase(
        12,
        "hub restored from an old backup",
        (
            _MEMORIES + "TestMemories::test_a_hub_restored_from_a_backup_gets_again_what_it_lost",
            _MEMORIES + "TestMemories::test_a_restored_hub_gets_its_ended_chains_again",
            _MEMORIES + "TestMemories::test_a_restored_hub_is_asked_about_all_pieces_again",
            _MEMORIES + "TestMemories::test_a_hub_restored_beyond_what_is_kept_gets_the_rest_in_a_new_chain",
            _OUTBOX + "TestPruning::test_old_but_not_in_a_verified_backup_stays",
            _OUTBOX + "TestPruning::test_safe_but_not_old_stays",
            _PIECES + "TestSending::test_a_hub_that_lost_pieces_gets_them_again",
            _PIECES + "TestSending::test_what_is_safe_is_asked_about_once_a_day_and_when_the_hub_may_have_lost_it",
            _SAFE + "TestLettingGo::test_only_what_is_safe_and_old_goes",
            _SAFE + "TestLettingGo::test_on_a_short_disk_the_oldest_safe_go_first_and_no_other",
            _SAFE + "TestTheHubsWord::test_a_piece_is_safe_once_a_verified_backup_has_it",
            _SAFE + "TestTheHubsWord::test_what_the_hub_has_lost_since_is_not_safe",
            "tests/hub/test_rekey.py::test_a_hub_restored_to_before_the_change_learns_of_it_again",
            "tests/hub/test_rekey.py::test_a_hub_that_lost_all_chains_takes_what_the_old_key_signed_in_each_before_the_new_key",
            "tests/hub/test_rekey.py::test_what_the_hub_takes_from_the_old_key_no_more_goes_on_under_the_new_one",
            _BY_STICK + "test_a_hub_that_lost_all_chains_learns_of_a_new_key_after_all_the_old_one_signed",
        ),
    ),
    FailureCase(
        13,
        "hub made anew, or the wrong hub",
        (
            _MEMORIES + "TestMemories::test_a_hub_made_new_is_sent_nothing",
            _CYCLE + "TestAnswers::test_an_acknowledgement_from_another_database_does_not_count",
            _CYCLE + "TestAnswers::test_an_acknowledgement_of_another_key_does_not_count",
            _COURIER + "test_the_word_of_another_hub_is_not_taken",
        ),
    ),
    FailureCase(
        14,
        "clock back to 1970, forward to 2040",
        (
            _CYCLE + "TestTime::test_a_clock_before_the_hubs_word_is_not_believed",
            _CYCLE + "TestTime::test_a_clock_that_is_wrong_sends_no_ballot_before_its_time",
            _CYCLE + "TestTime::test_an_earlier_word_of_the_hub_does_not_turn_time_back",
            _CONTENT + "TestClock::test_expiry_is_measured_against_the_time_given_not_the_systems",
            _OUTBOX + "TestNothingTellsWhoVotedWhen::test_a_clock_that_was_ahead_does_not_hold_ballots_back",
            "tests/hub/stations/test_stations.py::test_a_wild_clock_does_not_disturb",
            "tests/kiosk/station/test_station.py::test_the_clock_is_never_before_what_the_hub_has_signed",
            "tests/kiosk/station/test_station.py::test_a_report_is_dated_by_the_day_and_says_when_the_clock_is_unsure",
            _CLOCKS + "TestRule::test_before_the_hubs_word_it_is_unsure",
            _CLOCKS + "TestRule::test_a_jump_within_a_session_is_seen",
            _CLOCKS + "TestMarks::test_what_was_left_under_a_wrong_clock_is_marked_though_it_is_right_when_sent",
            _CLOCKS + "TestMarks::test_a_batch_made_under_a_wrong_clock_is_marked",
            _CLOCKS + "TestMarks::test_the_mark_of_ballots_is_one_for_the_batch_and_by_the_day",
            _WORKER + "test_a_report_says_how_far_its_day_can_be_believed",
        ),
    ),
    FailureCase(
        15,
        "disk full at the station",
        (
            _FULL + "test_votes_are_taken_when_reports_are_not",
            _FULL + "test_a_disk_full_to_the_last_byte_is_said_and_nothing_is_half_saved",
            _FULL + "test_what_was_stored_on_a_full_disk_is_handed_over",
            _FULL + "test_a_station_starts_on_a_full_disk",
            _FULL + "test_what_is_not_safe_stays_however_short_the_disk_is",
            "tests/kiosk/station/test_station.py::test_a_person_whose_report_finds_no_room_is_told_and_can_still_vote",
            "tests/kiosk/station/test_station.py::test_a_disk_without_room_for_a_vote_begins_no_visit",
            "tests/kiosk/test_conductor_station.py::test_where_only_votes_fit_the_report_says_why_it_cannot_be_begun",
            _AGENT + "test_the_reserve_is_kept_and_given_up_for_handing_over",
            _OUTBOX + "TestPut::test_a_full_disk_is_said_and_nothing_is_half_saved",
            _AGENT + "test_a_disk_that_is_full_is_said_and_waited_for",
            "tests/kiosk/voting/test_visit_votes.py::test_when_the_disk_takes_nothing_the_answer_stays_and_can_be_cast_again",
            "tests/kiosk/voting/test_visit_votes.py::test_when_the_disk_takes_nothing_the_report_stays_and_can_be_sent_again",
        ),
    ),
    FailureCase(
        16,
        "disk full at the hub",
        (
            _ATTACKS + "test_a_full_disk_is_told_before_anything_is_stored",
            _ATTACKS + "test_a_database_that_is_held_up_is_told_as_come_back",
            _CYCLE + "TestAnswers::test_a_busy_hub_is_waited_for",
            "tests/hub/intake/test_group_commit.py::test_nobody_is_answered_before_the_commit",
        ),
    ),
    FailureCase(
        17,
        "damaged database at the station",
        (
            _DATABASE + "test_a_damaged_page_is_found_at_the_start",
            _SALVAGE + "test_what_was_acknowledged_or_is_readable_is_at_the_hub_once",
            _SALVAGE + "test_killed_at_any_step_it_is_ended_by_the_next_start",
            _SALVAGE + "test_what_the_kiosk_began_meanwhile_comes_along",
            _SALVAGE + "test_a_vote_put_into_the_file_that_was_put_aside_is_not_thanked_for",
            "tests/hub/test_rekey.py::test_a_station_that_lost_its_chains_before_the_hub_learned_says_it_again",
            _SALVAGE + "TestCarving::test_it_reads_what_sqlite_reads",
            _AGENT + "test_a_damaged_database_is_put_aside_and_the_service_goes_on",
            "tests/kiosk/station/test_station.py::test_a_database_put_in_place_of_a_damaged_one_is_opened",
            # The hub is told, and the file itself stays, for the secrecy of votes: decision 20.
            _DAMAGE + "test_the_hub_is_told_once_with_counts_only",
            _DAMAGE + "test_killed_while_telling_it_is_told_once",
            _DAMAGE + "test_the_file_never_leaves_the_station",
            _DAMAGE + "TestLettingGo::test_it_stays_until_all_that_was_saved_is_safe_and_it_is_old",
            _DAMAGE + "test_killed_while_removing_no_salvage_begins_again",
            "tests/hub/triage/test_damage_told.py::test_it_is_listed_and_asked_about_once",
            "tests/hub/triage/test_damage_told.py::test_the_console_says_what_happened_and_what_to_do",
            _SPENT + "test_a_mark_without_its_ballot_is_no_stored_vote",
        ),
    ),
    FailureCase(
        18,
        "damaged frozen batch or attachment",
        (
            _MEMORIES + "TestBrokenDisk::test_a_broken_body_is_declared_and_its_records_go_again",
            _MEMORIES + "TestBrokenDisk::test_a_body_the_hub_finds_broken_is_declared_too",
            _MEMORIES + "TestBrokenDisk::test_a_missing_body_is_declared",
            _MEMORIES + "TestBrokenDisk::test_a_broken_signed_line_ends_the_chain_and_its_records_go_again",
            _INTAKE + "test_a_body_declared_lost_keeps_its_place_without_records",
            _INTAKE + "test_nobody_else_can_declare_a_body_lost",
            _PIECES + "TestSending::test_a_piece_that_broke_is_named_and_the_others_go",
        ),
    ),
    FailureCase(
        19,
        "a revoked station still sends",
        (
            _INTAKE + "test_a_revoked_station_is_refused_and_its_batches_are_kept_aside",
            _CYCLE + "TestAnswers::test_revoked_before_sending_sends_nothing",
            _CYCLE + "TestAnswers::test_revoked_while_sending",
            "tests/kiosk/station/test_station.py::test_a_revoked_station_collects_nothing",
            _COURIER + "test_a_revoked_station_is_told_by_stick_and_what_it_brings_is_kept_aside",
        ),
    ),
    FailureCase(
        20,
        "stolen station",
        (
            _SEALING + "TestReports::test_only_the_worker_can_open_it",
            _SEALING + "TestBallots::test_neither_the_hub_nor_one_trustee_can_read_it",
            "tests/journeys/test_canary.py::test_nothing_a_person_enters_is_left_in_clear",
            _SPENT + "test_who_steals_a_station_learns_no_code_and_cannot_tell_which_were_used",
            _SPENT + "test_a_code_is_used_once",
            _CODES + "TestMaking::test_what_the_hub_keeps_leads_to_no_code_and_ties_nothing_together",
            _CODES + "TestOneVoteForEachCode::test_at_two_offline_stations_the_first_that_comes_counts",
        ),
    ),
    FailureCase(
        21,
        "hub plays old content again, or freezes it",
        (
            _CONTENT + "TestNotBelieved::test_old_content_played_again",
            _CONTENT + "TestNotBelieved::test_content_nobody_has_confirmed_for_too_long",
            _CYCLE + "test_content_that_is_not_believed_does_not_hold_up_the_records",
        ),
    ),
    FailureCase(
        22,
        "hub shows different logs to different people",
        (
            _WITNESSES + "test_a_hub_that_shows_two_logs_is_noticed",
            _WITNESSES + "test_two_stations_that_were_shown_two_logs_show_it_to_the_hub",
            _WITNESSES + "test_a_log_that_shrank_or_is_not_signed_is_an_alarm_too",
            _WITNESSES + "test_one_who_lost_the_files_still_has_its_word",
            _WITNESSES + "test_voting_and_exchange_go_on",
            "tests/sync/agent/test_log_witness.py::test_nothing_else_is_and_the_last_good_one_stays",
        ),
    ),
    FailureCase(
        23,
        "a record that always fails",
        (
            _WORKER + "test_a_poisoned_record_goes_into_quarantine_and_stops_nobody",
            _WORKER + "test_many_that_fail_do_not_hide_those_that_can_be_applied",
            _WORKER + "test_a_fault_inside_one_deed_undoes_only_that_deed",
        ),
    ),
    FailureCase(
        24,
        "a batch that is too big, or a bomb",
        (
            _ATTACKS + "test_a_bomb_takes_no_more_than_16_mebibytes",
            _ATTACKS + "test_nothing_is_decompressed_before_the_signature_is_proven",
            _ATTACKS + "test_a_request_longer_than_any_batch_is_refused_unread",
            _LISTING + "test_a_rightly_signed_body_that_cannot_be_read_does_not_block_the_chain",
            _OUTBOX + "TestFreezing::test_a_batch_never_grows_beyond_its_bytes",
            _OUTBOX + "TestPut::test_too_long_for_any_batch_is_refused_before_it_blocks_the_chain",
        ),
    ),
    FailureCase(
        25,
        "old program, new kind of record or content",
        (
            _LISTING + "test_unknown_kinds_and_keys_are_stored_sealed",
            _WORKER + "test_an_unknown_kind_waits_for_a_version_that_knows_it",
            _CONTENT + "TestFetching::test_a_file_for_a_newer_program_is_left_out_and_reported",
            _CONTENT + "TestFetching::test_a_poll_of_tomorrow_does_not_hide_the_others",
        ),
    ),
    FailureCase(
        26,
        "sealing key unknown at the hub",
        (
            _WORKER + "test_an_unknown_key_waits_until_it_is_back",
            _LISTING + "test_unknown_kinds_and_keys_are_stored_sealed",
        ),
    ),
    FailureCase(
        27,
        "one code at two offline stations",
        (
            _CODES + "TestOneVoteForEachCode::test_at_two_offline_stations_the_first_that_comes_counts",
            _CODES + "TestOneVoteForEachCode::test_a_third_one_is_double_too_and_other_codes_count",
            _CODES + "TestOneVoteForEachCode::test_a_hub_restored_from_its_backup_comes_to_the_same_end",
            _CODES + "TestOneVoteForEachCode::test_what_was_published_since_the_backup_keeps_its_place",
            _CODES + "test_doubles_and_late_ones_are_told_and_not_counted",
            "tests/hub/ballot_log/test_ballot_log.py::TestAfterARestore::test_it_is_rebuilt_in_the_order_in_which_it_was_published",
            "tests/hub/ballot_log/test_ballot_log.py::TestAfterARestore::test_nothing_is_appended_while_stations_know_more",
            "tests/hub/ballot_log/test_ballot_log.py::test_of_one_day_what_counts_comes_before_its_double_and_what_is_late_stays_out",
            _ORDER + "test_of_a_backlog_the_first_that_came_counts",
        ),
    ),
    FailureCase(
        28,
        "a poll closes while stations are offline",
        (
            _CODES + "TestLate::test_a_ballot_counts_until_the_end_of_the_day_of_grace",
            _CODES + "TestLate::test_what_counts_is_when_it_came_not_when_it_was_opened",
            "tests/hub/counting/test_counting.py::test_a_closed_poll_is_not_counted_while_ballots_are_waited_for",
            "tests/hub/console/test_pages.py::test_doubles_and_late_ballots_are_listed_apart",
        ),
    ),
    FailureCase(
        29,
        "many stations come back at once",
        (
            _CYCLE + "TestTime::test_back_off_grows_to_its_bound_and_is_spread",
            _CYCLE + "TestTime::test_back_off_is_never_shorter_than_the_hub_asked",
            _AGENT + "test_failures_lengthen_the_wait_and_a_success_ends_them",
            _CYCLE + "TestAnswers::test_a_busy_hub_is_waited_for",
            _CONNECTIONS + "test_a_station_that_waited_too_long_for_its_turn_is_told_when_to_come_again",
            _CONNECTIONS + "test_each_caller_gets_one_before_anybody_gets_a_second",
            _BOUNDS + "test_a_station_that_sends_too_much_is_told_to_wait_and_people_are_told_why",
        ),
    ),
    FailureCase(
        30,
        "a portal answers 200 to everything",
        (
            _CYCLE + "TestAnswers::test_only_a_signed_answer_counts",
            _CYCLE + "TestAnswers::test_nobody_sends_us_elsewhere",
            _CYCLE + "TestAnswers::test_an_endless_answer_is_not_read_to_its_end",
            "tests/sync/agent/test_enrol.py::test_a_portal_is_not_taken_for_the_hub",
        ),
    ),
    FailureCase(
        31,
        "stick pulled out while it is written",
        (
            _COURIER + "test_killed_at_any_step_no_name_stands_for_half_a_file",
            _COURIER + "test_half_a_file_is_never_read",
            _ATTENDING + "test_a_stick_pulled_while_it_is_written_is_told_and_no_folder_stands_for_it",
            _COURIER + "test_a_full_stick_is_told_and_what_is_on_it_counts",
            "tests/sync/test_stick.py::test_no_stick_a_locked_one_and_a_pulled_one_are_told_apart",
            _COURIER + "test_an_old_stick_turns_nothing_back",
            "tests/sync/test_files.py::test_the_file_is_on_the_disk_and_then_its_name",
            "tests/sync/test_on_disk.py::test_all_of_it_is_there_after_a_power_cut",
        ),
    ),
    FailureCase(
        32,
        "order or time gives a voter away",
        (
            _OUTBOX + "TestNothingTellsWhoVotedWhen::test_the_file_knows_the_day_only",
            _OUTBOX + "TestNothingTellsWhoVotedWhen::test_frozen_ballots_lie_in_the_order_of_their_random_ids",
            _OUTBOX + "TestNothingTellsWhoVotedWhen::test_where_a_ballot_lies_in_the_file_does_not_follow_when_it_came",
            _OUTBOX + "TestNothingTellsWhoVotedWhen::test_the_journal_is_emptied_after_ballots_are_frozen",
            _OUTBOX + "TestNothingTellsWhoVotedWhen::test_ballots_of_today_never_go_in_a_group_that_is_too_small",
            _AGENT + "test_a_ballot_that_has_to_wait_for_others_wakes_nobody",
            "tests/hub/test_ballot_secrecy.py::test_the_box_tells_neither_when_nor_where",
            "tests/sync/agent/test_order.py::test_what_is_seen_tells_nothing_of_the_order",
            "tests/sync/agent/test_order.py::test_nothing_of_a_ballot_is_left_where_it_waited",
            "tests/sync/agent/test_order.py::test_the_wire_has_one_batch_of_ballots_a_day_and_no_finer_time",
            "tests/sync/station/test_physical_order.py::test_after_each_ballot_they_lie_in_the_order_of_their_names_and_the_journal_is_empty",
            _SPENT + "TestNoOrder::test_when_they_are_many_they_lie_as_if_all_had_come_at_once",
            "tests/kiosk/test_event_log.py::test_what_happens_in_visits_is_counted_by_the_day_and_no_moment_of_one_is_kept",
            "tests/hub/polls/test_physical_order.py::test_ballots_enter_the_box_once_a_day",
            "tests/hub/polls/test_physical_order.py::test_the_pages_of_the_box_are_in_the_order_of_its_hashes",
            "tests/hub/polls/test_physical_order.py::test_postgresqls_own_columns_tell_nothing",
        ),
    ),
    FailureCase(
        33,
        "a restored hub lets the ballot log grow before anybody has called",
        (
            _RESTORED + "test_nothing_enters_before_every_station_has_told",
            _RESTORED + "test_what_only_one_station_saw_binds_the_hub",
            _RESTORED + "test_a_person_can_say_that_it_goes_on_and_why",
            _RESTORED + "test_where_no_station_is_known_any_will_do",
            _RESTORED + "test_a_database_that_was_put_back_behind_the_hub_is_noticed_by_what_is_published",
            _RESTORED + "test_it_is_rebuilt_from_any_copy",
            _RESTORED + "test_two_signed_logs_are_an_incident_and_the_way_out_leads_out",
        ),
    ),
    FailureCase(
        34,
        "a backlog at the hub",
        (
            _ORDER + "test_of_a_backlog_the_first_that_came_counts",
            _ORDER + "test_so_it_does_when_the_worker_was_killed_in_between",
            _ORDER + "test_a_pass_costs_the_same_however_many_wait",
            _ORDER + "test_nothing_a_row_can_point_to_has_an_order_of_its_own",
        ),
    ),
    FailureCase(
        35,
        "the hub's own clock is wrong",
        (
            _HUB_WRONG + "test_a_hub_ahead_moves_the_station_by_the_tolerance_at_most_however_often_it_answers",
            _HUB_WRONG + "test_the_hub_can_say_that_its_clock_was_wrong",
            _HUB_CLOCK + "test_by_a_clock_that_jumped_nothing_is_signed_or_stored",
            _HUB_CLOCK + "test_ballots_that_such_a_clock_took_for_late_wait_for_a_person_and_then_count",
            _HUB_CLOCK + "test_the_console_says_why_and_a_person_can_say_that_it_is_right",
            "tests/kiosk/test_zone.py::test_polls_open_and_close_by_the_days_of_the_city",
        ),
    ),
    FailureCase(
        36,
        "copies of an enrolled image, a station put back",
        (
            _COPIES + "test_two_copies_of_an_image_made_before_its_first_batch_are_noticed",
            _COPIES + "test_a_clone_of_a_station_at_work_is_noticed_by_the_hub",
            _COPIES + "test_a_station_put_back_to_its_backup_is_told",
            _COPIES + "TestStatuses::test_two_first_chains_are_those_of_two_machines",
            _COPIES + "TestStatuses::test_two_that_follow_one_chain_are_told_once_for_all_rounds",
            _COPIES + "TestStatuses::test_a_chain_that_goes_beyond_where_it_was_left_is_another_machines",
            _COPIES + "TestStatuses::test_the_same_number_of_a_batch_with_another_hash_is_noticed",
            _BY_STICK + "test_copies_of_an_image_are_noticed_when_each_has_come_once",
            _BY_STICK + "test_a_copy_of_a_station_at_work_is_noticed",
            _BY_STICK + "test_a_station_put_back_is_noticed",
            _BY_STICK + "test_an_old_stick_out_of_a_pocket_is_no_copy",
            _BY_STICK + "test_a_stick_that_later_batches_have_overtaken_is_no_station_put_back",
            _BY_STICK + "test_a_station_with_many_ended_chains_loses_nothing_and_forgets_those_that_are_proven",
            _COPIES + "test_an_honest_station_is_no_incident_whatever_it_goes_through",
            _OLD_KEYS + "test_a_copy_from_before_the_change_is_told_of_and_out_of_service_until_it_is_enrolled_anew",
            _OLD_KEYS + "test_a_station_that_is_answered_by_somebody_else_asks_with_its_old_key_and_is_no_copy",
            _OLD_KEYS + "TestStatuses::test_one_that_may_be_old_is_no_news_and_is_asked_for_a_newer",
            _OLD_KEYS + "TestStatuses::test_a_newer_one_is_told_once_a_day_and_nothing_of_it_is_kept",
            _BY_STICK + "test_a_copy_from_before_a_change_of_key_is_noticed",
            _BY_STICK + "test_a_stick_that_a_change_of_key_has_overtaken_is_no_copy",
        ),
    ),
    FailureCase(
        37,
        "a hub whose folder was moved aside goes on running",
        (
            "tests/hub/intake/test_abandoned.py::test_an_abandoned_database_acknowledges_nothing",
            "tests/hub/intake/test_abandoned.py::test_the_hub_that_is_started_in_its_place_goes_on",
        ),
    ),
    FailureCase(
        38,
        "an answer that never ends",
        (
            _DEADLINES + "test_a_request_whose_answer_drips_ends",
            _DEADLINES + "test_a_file_of_the_content_that_drips_ends",
            _DEADLINES + "test_a_round_ends_and_begins_no_more_requests",
            _DEADLINES + "test_the_agent_ends_when_told_though_the_hub_drips",
            _DEADLINES + "test_a_look_up_of_a_name_that_never_ends_does_and_costs_one_thread",
            _DEADLINES + "test_a_session_that_is_stopped_waits_for_no_name",
            _DEADLINES + "test_the_agent_ends_when_told_though_no_name_is_found",
        ),
    ),
    FailureCase(
        39,
        "an old answer or status played again, more chains than an answer holds",
        (
            _FRESH + "test_an_old_answer_played_again_ends_no_revocation_and_sends_nothing_again",
            _FRESH + "test_an_old_refusal_played_again_says_nothing_of_another_batch",
            _FRESH + "test_more_chains_than_one_answer_has_room_for_are_no_restored_hub",
            _FRESH + "test_an_ended_chain_of_which_nothing_is_kept_is_forgotten",
            _COPIES + "TestStatuses::test_an_old_one_played_again_makes_nobody_look_alive",
            _COPIES + "TestStatuses::test_an_old_one_played_again_is_no_copy",
        ),
    ),
    FailureCase(
        40,
        "somebody rewrites the audit log in the database",
        (
            _ANCHORS + "test_the_command_finds_it_by_a_signed_checkpoint",
            _ANCHORS + "test_a_station_tells_the_hub_and_people_see_it",
            _ANCHORS + "test_a_backup_finds_it",
        ),
    ),
    FailureCase(
        41,
        "a second hub beside the first, or a first one whose starter was killed",
        (
            _RUN + "test_nothing_outlives_a_starter_that_was_killed",
            _RUN + "test_a_second_hub_on_one_folder_ends_at_once_and_names_the_first",
            _RUN + "test_a_second_hub_on_one_port_ends_at_once_and_names_the_first",
        ),
    ),
)
