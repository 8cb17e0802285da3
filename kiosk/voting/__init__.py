"""The task of answering a poll."""
