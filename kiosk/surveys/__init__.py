"""The task of answering a survey: questions of the kinds of polls, one after the other, without a ballot."""
