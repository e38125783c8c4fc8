"""misaki 0.9.4's `EspeakG2P` beside our other languages, on sentences of any text.

    python3 -m venv .venv
    .venv/bin/pip install --no-deps misaki==0.9.4
    .venv/bin/pip install espeakng-loader==0.2.4 phonemizer-fork==3.3.2
    .venv/bin/python scripts/espeak_oracle.py es sentences.txt

Both use the espeak-ng that the system has (its program and its shared library), so
only what is done with its answer is compared. The file has a sentence a line.
Prints how many are equal, apart from marks that the model doesn't have, and the others.
"""

import argparse
import json
import os
import subprocess
import sys

from phonemizer.backend.espeak.wrapper import EspeakWrapper

LANGUAGES = {"es": "es", "fr": "fr-fr", "hi": "hi", "it": "it", "pt-br": "pt-br"}
SILENT = "¿¡{}[]\u032a"


def system_library() -> tuple[str, str]:
    """The shared library beside the installed program, and its data."""
    version = subprocess.run(["espeak-ng", "--version"], capture_output=True, text=True, check=True)
    data = version.stdout.split("Data at:")[1].strip()
    return os.path.join(os.path.dirname(data), "libespeak-ng.so.1"), data


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("language", choices=LANGUAGES)
    parser.add_argument("sentences")
    parser.add_argument("--vocalize", default="target/release/vocalize")
    parser.add_argument("--show", type=int, default=20, help="differences to print")
    arguments = parser.parse_args()

    from misaki import espeak  # chooses a library of its own, so it comes first

    library, data = system_library()
    EspeakWrapper.set_library(library)
    EspeakWrapper.set_data_path(data)
    oracle = espeak.EspeakG2P(language=LANGUAGES[arguments.language])
    command = [arguments.vocalize, "tokens", "--json", "--lang", arguments.language]
    ours = subprocess.run(
        [*command, "--file", arguments.sentences], capture_output=True, text=True, check=True
    )
    lines = [json.loads(line) for line in ours.stdout.splitlines()]
    different = []
    for line in lines:
        theirs = oracle(line["text"])[0]
        spoken = " ".join("".join(c for c in theirs if c not in SILENT).split())
        if spoken != line["phonemes"]:
            different.append((line["text"], line["phonemes"], spoken))
    print(f"{arguments.language}: {len(lines) - len(different)} of {len(lines)} lines are equal")
    for text, said, theirs in different[: arguments.show]:
        print(f"{text}\n  ours   {said}\n  misaki {theirs}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
