#!/usr/bin/env python3
"""Print what the package speechmos makes of audio, to hold our own DNSMOS against.

    python3 scripts/dnsmos_oracle.py --test-signals    # the values in dnsmos.rs's tests
    python3 scripts/dnsmos_oracle.py reports/quality   # every WAV there, beside quality.json

Needs: pip install speechmos==0.0.1.1 librosa==0.11.0 onnxruntime==1.31.1 requests.
"""

import argparse
import json
import pathlib
import wave

import numpy as np
from speechmos import dnsmos

RATE = 16_000


def test_signal(seconds, hertz):
    """A buzz of 20 harmonics in syllables, the same as `buzz` in the tests."""
    time = np.arange(int(seconds * RATE)) / RATE
    harmonics = sum(np.sin(2 * np.pi * hertz * h * time) / h for h in range(1, 21))
    return (0.25 * np.maximum(np.sin(4 * np.pi * time), 0) * harmonics).astype(np.float32)


def resample(audio, rate):
    """The whole spectrum cut at 8 kHz, as `vocalize_audio::resample` does it."""
    common = np.gcd(rate, RATE)
    down, up = rate // common, RATE // common
    blocks = -(-(len(audio) + int(0.05 * rate)) // down)
    blocks = 1 << int(blocks - 1).bit_length()
    spectrum = np.fft.rfft(audio, blocks * down)
    kept = min(blocks * down, blocks * up) // 2
    fade = np.clip((np.arange(kept) / kept - 0.95) / 0.05, 0, 1)
    spectrum = spectrum[:kept] * np.cos(fade * np.pi / 2) ** 2
    resampled = np.fft.irfft(spectrum, blocks * up) * (up / down)
    return resampled[: -(-len(audio) * up // down)].astype(np.float32)


def judge(audio):
    # The package refuses what exceeds full scale; resampling can, by a little.
    found = dnsmos.run(np.clip(audio, -1, 1), RATE)
    return float(found["p808_mos"]), float(found["ovrl_mos"])


def read(path):
    with wave.open(str(path)) as wav:
        audio = np.frombuffer(wav.readframes(wav.getnframes()), "<i2").astype(np.float32) / 32767
        return resample(audio, wav.getframerate())


def compare(folder):
    """Judge the WAV files of a quality report beside the values that it holds."""
    report = json.loads((folder.parent / "quality.json").read_text())
    ours = {"fp32": [s["opinion"] for s in report["reference"]]}
    for variant in report["variants"]:
        ours[variant["name"]] = [s["whole"]["opinion"] for s in variant["sentences"]]
    largest = 0.0
    for name, opinions in ours.items():
        for number, opinion in enumerate(opinions, 1):
            p808, ovrl = judge(read(folder / name / f"{number:02}.wav"))
            off = max(abs(p808 - opinion["p808"]), abs(ovrl - opinion["ovrl"]))
            largest = max(largest, off)
            print(f"{name} {number:02}  p808 {p808:.4f}  ovrl {ovrl:.4f}  off by {off:.1e}")
    print(f"largest difference {largest:.1e}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=pathlib.Path)
    parser.add_argument("--test-signals", action="store_true")
    arguments = parser.parse_args()
    if arguments.test_signals:
        for seconds, hertz in [(2, 120), (9.5, 210), (12.3, 95)]:
            p808, ovrl = judge(test_signal(seconds, hertz))
            print(f"({seconds}, {hertz}): p808 {p808:.5f}, ovrl {ovrl:.5f}")
    elif arguments.folder:
        compare(arguments.folder)
    else:
        parser.error("give the folder of a quality report's WAV files, or --test-signals")


if __name__ == "__main__":
    main()
