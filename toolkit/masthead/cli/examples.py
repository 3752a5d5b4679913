"""Two examples of every command, as its ``--help`` and the manual show them."""

EXAMPLES: dict[str, tuple[str, str]] = {
    "report": (
        "masthead report articles/ -o report.html",
        "masthead report --study study.toml -o report.html",
    ),
    "study": (
        "masthead study init",
        "masthead report --study study.toml -o report.html",
    ),
    "study init": (
        "masthead study init",
        "masthead study init siege/study.toml",
    ),
    "compare": (
        "masthead compare articles/",
        'masthead compare features.parquet --baseline "Daily Example" -o table.tex',
    ),
    "choices": (
        "masthead choices articles/",
        "masthead choices articles/ --concept taking_a_place --referents",
    ),
    "words": (
        'masthead words articles/ "Daily Example" --no-names',
        'masthead words articles/ "Daily Example" "Example Times" --concordance 3',
    ),
    "concordance": (
        'masthead concordance articles/ regime --outlet "Daily Example"',
        'masthead concordance articles/ "kill*" --voice all -o kill.html',
    ),
    "trend": (
        "masthead trend articles/ --by quarter",
        "masthead trend articles/ --around 2026-03-01 --days 90",
    ),
    "profile": (
        "masthead profile articles/ --pool",
        "masthead profile articles/ --family hedging -o profiles.csv",
    ),
    "power": (
        "masthead power articles/",
        "masthead power articles/ --power 0.9 --family loaded",
    ),
    "explain": (
        'masthead explain "articles/Daily Example/2026-03-01-budget.txt"',
        "masthead explain articles.csv --id 1042 -o article.html",
    ),
    "methods": (
        "masthead methods results.csv",
        "masthead methods results.csv --keys --bib masthead.bib",
    ),
    "cite": (
        "masthead cite",
        "masthead cite results.csv --corpus fa_kes --bib masthead.bib",
    ),
    "read": (
        "masthead read nexis/ -o articles.parquet",
        "masthead read articles.csv --outlet-col newspaper --text-col body",
    ),
    "duplicates": (
        "masthead duplicates articles/",
        "masthead duplicates articles/ -o articles.parquet",
    ),
    "events": (
        "masthead events articles/ -o articles.parquet",
        "masthead events articles/ --why 1042 1077",
    ),
    "measure": (
        "masthead measure articles/ -o features.parquet --hits hits.parquet",
        "masthead measure tables/ -o features/ --no-hits --jobs 0",
    ),
    "merge": (
        "masthead merge features/",
        "masthead merge first/features second/features -o features/",
    ),
    "verify": (
        "masthead verify features/",
        "masthead verify features/ -o checks.csv",
    ),
    "train": (
        "masthead train articles.csv --label bias --save model.skops",
        "masthead train articles.csv --label bias --model framing --labels-by raters",
    ),
    "evaluate": (
        "masthead evaluate articles.csv --label bias",
        "masthead evaluate new.csv --trained model.skops",
    ),
    "card": (
        "masthead card model.skops",
        "masthead card model.skops -o card.html",
    ),
    "predict": (
        "masthead predict articles/ --trained model.skops",
        "masthead predict articles/ --trained model.skops --unit outlet -o verdicts.csv",
    ),
    "audit": (
        "masthead audit articles/",
        "masthead audit articles.csv --label bias",
    ),
    "features": (
        "masthead features",
        "masthead features loaded.all",
    ),
    "lexicons": (
        "masthead lexicons",
        "masthead lexicons -o lists.csv",
    ),
    "lexicons show": (
        "masthead lexicons show hedging",
        "masthead lexicons show my-list.tsv",
    ),
    "lexicons import": (
        "masthead lexicons import moods.dic",
        "masthead lexicons import moods.dic --on articles/ -o moods.tsv",
    ),
    "bench": (
        "masthead bench list",
        "masthead bench run demo",
    ),
    "bench list": (
        "masthead bench list",
        "masthead bench list fa_kes",
    ),
    "bench run": (
        "masthead bench run demo",
        "masthead bench run validity --data corpora --only hedging",
    ),
    "bench table": (
        "masthead bench table fa_kes",
        "masthead bench table fa_kes.json -o table.tex",
    ),
    "bench compare": (
        "masthead bench compare before.json after.json",
        "masthead bench compare before.json after.json --model framing",
    ),
    "corpora": (
        "masthead corpora list",
        "masthead corpora info fa_kes",
    ),
    "corpora list": (
        "masthead corpora list",
        "masthead corpora list --data corpora",
    ),
    "corpora info": (
        "masthead corpora info fa_kes",
        "masthead corpora info fa_kes --bibtex",
    ),
    "corpora import": (
        "masthead corpora import downloads/ --corpus fa_kes -o fa_kes.parquet",
        "masthead corpora import papers.zip --corpus my-corpus.toml -o papers.parquet",
    ),
    "corpora fetch": (
        "masthead corpora fetch fa_kes",
        "masthead corpora fetch fa_kes --data corpora",
    ),
    "sample": (
        "masthead sample articles/ --for attribution.sentence_share --sheet sheet.xlsx",
        "masthead sample articles/ --for loaded.all -n 20 --coders 2 --sheet sheet.csv",
    ),
    "validate": (
        "masthead validate sheet.xlsx",
        "masthead validate codes.csv --map hedging=anna,bo -v",
    ),
    "demo": (
        "masthead demo",
        "masthead demo --family hedging",
    ),
    "doctor": (
        "masthead doctor",
        "masthead doctor --format json",
    ),
}


def epilog(command: str) -> str:
    """The examples of a command as the end of its help, a line for each."""
    first, second = EXAMPLES[command]
    return f"Examples:\n\n{first}\n\n{second}"
