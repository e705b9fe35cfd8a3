"""Words that sentences.py puts together: a few that praise, a few that blame, and what they are said of."""

GOOD = """
good great excellent superb wonderful brilliant fantastic amazing beautiful moving touching charming delightful
clever witty funny hilarious gripping thrilling exciting fascinating engaging entertaining enjoyable impressive
outstanding perfect lovely fresh original intelligent sharp believable convincing memorable stunning gorgeous
powerful refreshing riveting heartwarming satisfying subtle inspired magnificent marvelous terrific splendid
likable rewarding tense elegant honest warm fun interesting suspenseful imaginative compelling remarkable
flawless worthwhile awesome breathtaking captivating absorbing hypnotic poignant hearty joyful uplifting inspiring
masterful polished thoughtful thought-provoking astonishing dazzling haunting sweet cute nice cool solid decent
insightful unforgettable timeless exquisite playful lively energetic vivid authentic genuine top-notch first-rate
fabulous phenomenal delicious
""".split()
BAD = """
bad terrible awful horrible dreadful dull boring tedious predictable stupid silly pointless weak poor lame
ridiculous annoying irritating unfunny unconvincing unbelievable disappointing forgettable mediocre bland flat
lifeless clumsy shallow lazy cheap ugly messy confusing incoherent pretentious wooden cliched slow tiresome
painful offensive laughable worthless atrocious abysmal pathetic hollow stale contrived sloppy amateurish
embarrassing overlong muddled depressing idiotic unwatchable uninspired empty cringeworthy dire dumb lousy crappy
trite corny cheesy sappy soulless charmless humorless witless mindless senseless meaningless plodding sluggish
bloated tasteless vulgar nasty insulting unbearable insufferable unoriginal derivative formulaic generic dated
ridiculous absurd nonsensical laughable inept incompetent miserable wretched rotten vile appalling abominable
badly-written poorly-acted second-rate half-baked disjointed aimless
""".split()
# Weaker than the rest.
MILD = "cheap cool corny cute decent dated enjoyable flat fresh fun good honest interesting likable nice silly slow solid sweet weak".split()
LOVED = "loved enjoyed liked adored admired appreciated treasured".split()
HATED = "hated disliked loathed despised detested".split()
LOVE = "love enjoy like adore admire appreciate".split()
HATE = "hate dislike loathe despise regret".split()
# What one says one felt: the verb after "do not", and whether it praises.
FEELS = {said: (verb, True) for said, verb in zip(LOVED[:6], LOVE)} | {"recommend": ("recommend", True)}
FEELS |= {"hated": ("hate", False), "disliked": ("dislike", False), "loathed": ("loathe", False)}
FEELS |= {"despised": ("despise", False), "detested": ("detest", False)}
MOVED = "moved|amused|thrilled|delighted|impressed|surprised|charmed|gripped".split("|")
BORED = "bored|annoyed|disappointed|irritated|bothered|tired|insulted".split("|")
GAIN = "charm wit heart suspense style humor energy tension imagination soul depth warmth".split()
FLAW = "faults flaws cliches holes mistakes problems weaknesses errors".split()
# What a film has, spaces as hyphens.
PARTS = """
film movie story plot script acting cast ending dialogue music soundtrack pacing direction camera-work
photography lead performance beginning middle second-half third-act opening humor comedy romance drama action
editing sequel remake documentary series show episode book picture thing
""".split()
ELSEWHERE = """
food staff service room hotel place phone battery game lesson trip coffee price support band album
""".split()
NAMES = "it this that everything".split()
VERY = "very really so extremely truly utterly absolutely incredibly quite rather pretty totally".split()
# "never" as often as half of "not".
NOT = ["not", "never", "not"]
# Without a side; FILL says what stands for {…}.
FACTS = """
i watched {it} on a {day} .
we saw {it} with my {kin} .
{it} was filmed in {place} .
{it} runs for two hours .
{it} takes place in {place} .
a man moves to {place} with his {kin} .
the story begins in {place} .
i rented {it} last {day} .
{it} came out in the {decade} .
my {kin} told me about {it} .
a woman meets a stranger in {place} .
there are three main characters .
the main character works in {place} .
i have not seen {it} yet .
when is {it} on ?
it is about a {kin} and a dog .
he plays a lawyer from {place} .
{it} is based on a book .
this is the second part .
they drive to {place} .
what is the name of this {part} ?
she lives in {place} with her {kin} .
""".strip().split("\n")
FILL = {
    "day": "monday tuesday friday saturday sunday night weekend".split(),
    "kin": "brother sister wife husband friend mother father son daughter".split(),
    "place": "london|paris|new york|a small town|the desert|a hospital|a school|the country|chicago|space".split("|"),
    "decade": "sixties seventies eighties nineties".split(),
    "it": "it|the film|the movie|this film|this movie".split("|"),
    "part": "film movie song actor".split(),
}
WHO = "anyone|anybody|everyone|everybody|my friends|my worst enemy|all of you|people with taste|fans".split("|")
# As it stands after "did not", and by itself.
DOES_WELL = [
    ("work", "worked"), ("make sense", "made sense"), ("hold my interest", "held my interest"),
    ("live up to its name", "lived up to its name"), ("hold up", "holds up"), ("deliver", "delivered"),
    ("convince me", "convinced me"), ("impress me", "impressed me"), ("touch me", "touched me"),
    ("make me laugh", "made me laugh"), ("grab me", "grabbed me"), ("earn its ending", "earned its ending"),
    ("keep me watching", "kept me watching"), ("win me over", "won me over"), ("pay off", "paid off"),
]  # fmt: skip
DOES_BADLY = [
    ("bore me", "bored me"), ("let me down", "let me down"), ("fall flat", "fell flat"), ("fail", "failed"),
    ("fall apart", "fell apart"), ("drag", "dragged"), ("annoy me", "annoyed me"), ("waste my time", "wasted my time"),
    ("put me to sleep", "put me to sleep"), ("disappoint us", "disappointed us"), ("insult me", "insulted me"),
    ("lose its way", "lost its way"), ("ruin the book", "ruined the book"), ("get on my nerves", "got on my nerves"),
    ("miss the point", "missed the point"),
]  # fmt: skip
REACT_WELL = [("laugh", "laughing"), ("cheer", "cheering"), ("applaud", "applauding"), ("grin", "grinning"), ("love it", "loving it")]
REACT_BADLY = [("groan", "groaning"), ("cringe", "cringing"), ("sigh", "sighing"), ("snore", "snoring"), ("hate it", "hating it")]
# What is served elsewhere, and what is said of it.
SERVICES = [
    ("meal", "tasty|fresh|great|wonderful|perfect", "cold|greasy|stale|awful|tasteless"),
    ("waiter", "friendly|attentive|polite|kind|quick", "rude|slow|arrogant|careless|impatient"),
    ("room", "spotless|quiet|cozy|lovely|spacious", "dirty|noisy|tiny|smelly|filthy"),
    ("battery", "reliable|great|excellent|durable", "dead|unreliable|terrible|useless"),
    ("delivery", "fast|punctual|perfect|quick", "late|slow|careless|damaged"),
    ("teacher", "patient|clear|inspiring|kind|helpful", "boring|unfair|rude|unprepared|confusing"),
    ("app", "fast|useful|handy|easy|clever", "broken|slow|useless|buggy|confusing"),
    ("doctor", "caring|gentle|thorough|kind|helpful", "cold|rushed|rude|careless|unfriendly"),
    ("song", "catchy|beautiful|moving|lovely", "annoying|dull|repetitive|grating"),
    ("coat", "warm|well made|lovely|comfortable", "badly made|thin|ugly|uncomfortable"),
]  # fmt: skip
