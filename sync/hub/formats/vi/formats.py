"""Days in Vietnamese without the word for day, which the sentences around them say."""

DATE_FORMAT = "j/n/Y"
