"""espeak-ng beside our grapheme-to-phoneme model, on the same held-out words.

espeak-ng is GPL-3 and only a yardstick here: nothing of it is built into or
called by Vocalize's English voices. It is asked through misaki's own
`EspeakFallback`, which writes espeak's phonemes in misaki's alphabet.

    python3 -m venv .venv
    .venv/bin/pip install --no-deps misaki==0.9.4
    .venv/bin/pip install espeakng-loader==0.2.4 phonemizer-fork==3.3.2
    cargo run --release -p vocalize-text --example train_g2p -- \
        evaluate --language en-us --words target/held_out_us.tsv
    .venv/bin/python scripts/g2p_yardstick.py en-us target/held_out_us.tsv

The file has a line a word: the word, its phonemes in the gold lexicon, and our
guess, separated by tabs.
"""

import argparse
import csv
import json
import sys
from types import SimpleNamespace

from misaki.espeak import EspeakFallback

STRESS = str.maketrans("", "", "ˈˌ")


def edit_distance(a: str, b: str) -> int:
    """Fewest phonemes to insert, delete or replace to make `b` of `a`."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        left_above, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            cost = min(row[j] + 1, row[j - 1] + 1, left_above + (x != y))
            left_above, row[j] = row[j], cost
    return row[-1]


def rates(pairs: list[tuple[str, str]]) -> dict[str, float]:
    """Phoneme and word error rate in percent of (reference, guess) pairs."""
    distances = [edit_distance(reference, guess) for reference, guess in pairs]
    phonemes = sum(len(reference) for reference, _ in pairs)
    return {
        "phoneme_error_rate": round(100 * sum(distances) / phonemes, 2),
        "word_error_rate": round(100 * sum(d > 0 for d in distances) / len(pairs), 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("language", choices=["en-us", "en-gb"])
    parser.add_argument("words", help="what `train_g2p evaluate --words` wrote")
    arguments = parser.parse_args()

    with open(arguments.words, encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not lines:
        sys.exit(f"{arguments.words} is empty: write it with `train_g2p evaluate --words`")
    espeak = EspeakFallback(british=arguments.language == "en-gb")
    said = [espeak(SimpleNamespace(text=word))[0] or "" for word, _, _ in lines]
    systems = {
        "vocalize": [(reference, guess) for _, reference, guess in lines],
        "espeak-ng": [(line[1], guess) for line, guess in zip(lines, said)],
    }
    report = {"language": arguments.language, "words": len(lines)}
    for name, pairs in systems.items():
        plain = [(a.translate(STRESS), b.translate(STRESS)) for a, b in pairs]
        report[name] = {"with_stress": rates(pairs), "without_stress": rates(plain)}
    json.dump(report, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
