#!/usr/bin/env python3
"""Say a text with kokoro-onnx, as one whole cold process to time beside `vocalize say`.

    python3 scripts/peer_kokoro_onnx.py --prepare voices.npz
    time python3 scripts/peer_kokoro_onnx.py --voices voices.npz "Hello world" peer.wav
    time vocalize say "Hello world" -o ours.wav

The model and the voices are those that `cargo xtask setup` fetched.
Needs: pip install kokoro-onnx==0.6.1 onnxruntime==1.31.1.
"""

import argparse
import pathlib
import wave

MODELS = pathlib.Path(__file__).resolve().parent.parent / "models"


def prepare(target):
    """Pack the voices into the one file that kokoro-onnx reads."""
    import numpy as np

    files = sorted((MODELS / "voices").glob("*.bin"))
    voices = {f.stem: np.fromfile(f, "<f4").reshape(510, 1, 256) for f in files}
    np.savez(target, **voices)


def say(text, voices, target):
    from kokoro_onnx import Kokoro

    kokoro = Kokoro(str(MODELS / "variants/published-int8/model.onnx"), voices)
    samples, rate = kokoro.create(text, voice="af_heart", lang="en-us")
    with wave.open(target, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(rate)
        wav.writeframes((samples.clip(-1, 1) * 32767).astype("<i2").tobytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prepare", metavar="NPZ", help="write the voices' file and stop")
    parser.add_argument("--voices", metavar="NPZ")
    parser.add_argument("text", nargs="?")
    parser.add_argument("wav", nargs="?")
    arguments = parser.parse_args()
    if arguments.prepare:
        prepare(arguments.prepare)
    elif arguments.voices and arguments.text and arguments.wav:
        say(arguments.text, arguments.voices, arguments.wav)
    else:
        parser.error("give --prepare NPZ, or --voices NPZ TEXT WAV")


if __name__ == "__main__":
    main()
