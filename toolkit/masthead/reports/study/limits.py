"""What a report cannot show, whatever its figures are."""

LIMITS = (
    "The figures describe wording and sourcing. They do not say whether an outlet is good, bad, true or false.",
    "A loaded word may be fair: it is counted because it carries a judgement, not because the judgement is wrong.",
    "What outlets leave out is not counted here.",
    "A difference between outlets may be one of topic, period or genre. The comparison on the same events keeps "
    "the story constant, and the table of outlets says where periods and genres differ.",
    "Figures from few articles change with each of them: read the interval, not the estimate.",
    "Instruments err, and they may err differently from outlet to outlet. Hand-coded articles correct them "
    "(masthead sample, then --codes).",
)
