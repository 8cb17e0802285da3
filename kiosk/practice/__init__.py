"""The task of trying the station out: a vote and a report on the real pages, of which nothing is ever made."""
