"""What every peer has in common: it takes and prints what a cell of vocalize-bench does.

A peer is a subclass of Peer in a file of its own, with the packages that it needs,
their versions pinned, in a .txt of the same name.
"""

import argparse
import json
import pathlib
import resource
import time
import wave

STARTED = time.perf_counter()


class Peer:
    def prepare(self, voices: pathlib.Path, folder: pathlib.Path):
        """Makes once, in `folder`, what the peer needs beside its packages."""

    def load_runtime(self):
        """Imports its packages."""

    def load_session(self, model: str, folder: pathlib.Path, threads: int):
        """Makes it ready to speak."""

    def phonemes(self, text: str) -> str:
        """A text's phonemes."""
        raise NotImplementedError

    def speak(self, phonemes: str, voice: str):
        """Float samples of phonemes as an array, and their rate."""
        raise NotImplementedError


def timed(function, *arguments):
    start = time.perf_counter()
    result = function(*arguments)
    return result, time.perf_counter() - start


def write_wav(path, samples, rate):
    with wave.open(path, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(rate)
        wav.writeframes((samples.clip(-1, 1) * 32767).astype("<i2").tobytes())


def peak_memory_bytes():
    for line in open("/proc/self/status", encoding="ascii"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def memory_bytes():
    for line in open("/proc/self/status", encoding="ascii"):
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return None


def measure(peer, arguments):
    """Speaks the text once from cold and prints the figures, then again and prints more."""
    setting = json.loads(arguments.setting)
    folder = pathlib.Path(arguments.folder)
    peer.load_runtime()
    runtime_seconds = time.perf_counter() - STARTED
    _, session_seconds = timed(peer.load_session, arguments.model, folder, setting["threads"])
    phonemes, text_seconds = timed(peer.phonemes, arguments.say)
    (samples, rate), inference_seconds = timed(peer.speak, phonemes, arguments.voice)
    first_audio_seconds = time.perf_counter() - STARTED
    write_wav(arguments.wav, samples, rate)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    figures = {
        "voice": arguments.voice,
        "runtime_seconds": runtime_seconds,
        "session_seconds": session_seconds,
        "frontend_seconds": 0.0,
        "text_seconds": text_seconds,
        "inference_seconds": inference_seconds,
        "first_audio_seconds": first_audio_seconds,
        "total_seconds": time.perf_counter() - STARTED,
        "audio_seconds": len(samples) / rate,
        "tokens": len(phonemes),
        "peak_memory_bytes": peak_memory_bytes(),
        "cpu_seconds": [usage.ru_utime, usage.ru_stime],
    }
    print(json.dumps(setting | figures), flush=True)
    print(json.dumps(speak_again(peer, arguments)), flush=True)


def speak_again(peer, arguments):
    warm = {"text_seconds": [], "inference_seconds": []}
    for _ in range(arguments.repeats):
        phonemes, seconds = timed(peer.phonemes, arguments.say)
        warm["text_seconds"].append(seconds)
        _, seconds = timed(peer.speak, phonemes, arguments.voice)
        warm["inference_seconds"].append(seconds)
    for _ in range(arguments.soak):
        peer.speak(peer.phonemes(arguments.say), arguments.voice)
    if arguments.soak:
        warm["soaked_memory_bytes"] = memory_bytes()
    return warm


def main(peer):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", required=True, help="where the peer's own files are")
    parser.add_argument("--prepare", metavar="VOICES", help="make those files and stop")
    parser.add_argument("--setting", help="the cell, as JSON")
    parser.add_argument("--say", help="the text")
    parser.add_argument("--model")
    parser.add_argument("--voice")
    parser.add_argument("--wav")
    parser.add_argument("--repeats", type=int, default=0)
    parser.add_argument("--soak", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.prepare:
        peer.prepare(pathlib.Path(arguments.prepare), pathlib.Path(arguments.folder))
    elif None in (arguments.setting, arguments.say, arguments.model, arguments.wav):
        parser.error("give --prepare, or --setting, --say, --model, --voice and --wav")
    else:
        measure(peer, arguments)
