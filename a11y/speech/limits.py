"""What one visitor, one text and one process may cost. Each number has its reason beside it."""

# A page has some hundred blocks; a form or a long table has many short ones.
PLAN_BLOCKS = 4_000
BLOCK_ID_CHARS = 64
# A block adds its braces and its id to the bytes of its characters.
PLAN_BYTES_EXTRA = 256 * 1024

# Planned texts wait in memory for their clip to be asked for. An hour covers a pause for lunch;
# two million characters are some 250 long notices and about 4 MB.
TEXT_SECONDS = 3600.0
TEXT_CHARS = 2_000_000

# On disk, for the processes that share a directory: some 500 long notices at three bytes a hanzi,
# and as much again while they are replaced.
SHARED_TEXT_BYTES = 32 * 1024 * 1024
# How often a process looks for texts on disk that are too old.
SWEEP_SECONDS = 60.0

# The embedded engine needs 10 ms for the longest clip, so five seconds mean that it hangs.
SYNTH_SECONDS = 5.0
# The longest clip, 60 hanzi, is at most some 400 characters once numbers are written out.
SPOKEN_CHARS = 1_500
# Two minutes of samples: ten times the longest clip. More means that the engine has lost its way.
AUDIO_SECONDS = 120

# What a visitor is told to wait when the queue is full; a clip takes some 30 ms.
RETRY_SECONDS = 1

# An online service answers within a second; ten mean that it will not answer.
ONLINE_SECONDS = 10
# Two minutes of MP3 at 6 kB a second.
ENCODED_BYTES = AUDIO_SECONDS * 6_000
# Eight times the longest clip at the pace of a model that is slower than the speaker.
NEURAL_SECONDS = 30.0
NEURAL_START_SECONDS = 60.0

# Clips that nobody asked for in a month: notices are read in the weeks after they come out.
CLIP_SECONDS = 30 * 86_400.0
# How often a process looks for clips that are too old.
SWEEP_CLIPS_SECONDS = 3600.0
# A clip that another engine made than it was planned for is made again after so long.
SUBSTITUTE_SECONDS = 600
# How long one process waits for another that makes the same clip, and how often it looks.
CLAIM_SECONDS = 15.0
CLAIM_POLL_SECONDS = 0.02

# A whole page to take along: a very long notice has some 600 sentences.
DOWNLOAD_CLIPS = 1_500
DOWNLOAD_NAME_CHARS = 80
# The ids of so many clips as JSON, and their name.
DOWNLOAD_BYTES = 64 * 1024
# At once in one process: each holds a connection for as long as the engine takes for a page.
DOWNLOADS = 4

# What one visitor may have planned with one token, and one address in an hour, in characters. A
# page has some 3,000; nobody listens to 300,000 (20 hours) in half an hour.
TOKEN_SECONDS = 1800
TOKEN_CHARS = 300_000
ADDRESS_SECONDS = 3600.0
# How many tokens and addresses are kept count of; the longest unseen are forgotten first.
QUOTA_KEYS = 20_000
