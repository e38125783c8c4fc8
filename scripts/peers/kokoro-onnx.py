"""kokoro-onnx as a peer: its own code on the models that we speak with.

`cargo xtask peers` installs kokoro-onnx.txt, prepares the voices and runs this.
"""

import pathlib

import cell

LANGUAGE = "en-us"


class KokoroOnnx(cell.Peer):
    def prepare(self, voices: pathlib.Path, folder: pathlib.Path):
        """Packs the voices into the one file that kokoro-onnx reads."""
        import numpy as np

        files = sorted(voices.glob("*.bin"))
        arrays = {f.stem: np.fromfile(f, "<f4").reshape(510, 1, 256) for f in files}
        np.savez(folder / "voices.npz", **arrays)

    def load_runtime(self):
        import kokoro_onnx
        import onnxruntime

        self.kokoro_onnx, self.onnxruntime = kokoro_onnx, onnxruntime

    def load_session(self, model: str, folder: pathlib.Path, threads: int):
        # As its own create_session does, but with a number of threads.
        options = self.onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        session = self.onnxruntime.InferenceSession(model, options, ["CPUExecutionProvider"])
        voices = str(folder / "voices.npz")
        self.kokoro = self.kokoro_onnx.Kokoro.from_session(session, voices)

    def phonemes(self, text: str) -> str:
        return self.kokoro.tokenizer.phonemize(text, LANGUAGE)

    def speak(self, phonemes: str, voice: str):
        return self.kokoro.create(phonemes, voice, is_phonemes=True)


if __name__ == "__main__":
    cell.main(KokoroOnnx())
