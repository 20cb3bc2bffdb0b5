"""What one visitor, one text and one process may cost. Each number has its reason beside it."""

# A screenful has some 1,000 characters. This many take about 60 ms of pinyin, so that nobody in
# the queue waits long for those before him; the toolbar sends half as many at a time.
CHARS = 8_000
# A navigation bar has many short texts, each of them a line of its own.
LINES = 2_000
PIECES = 4_000
# Brackets, quotes and commas of the lines and pieces.
BYTES_EXTRA = 64 * 1024

# Requests that wait or are at work, before a visitor is asked to come back (429): some 3 s of work.
QUEUE = 50
# What a visitor is told to wait then.
RETRY_SECONDS = 1

# What an operator's lexicon may hold: all place names of a province down to villages are 30,000.
LEXICON_BYTES = 4 * 1024 * 1024
